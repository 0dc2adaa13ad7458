"""What the page of pre-check-in offers to choose from."""

COUNTRIES = "SELECT country.code FROM hotelmate.country ORDER BY country.code"
