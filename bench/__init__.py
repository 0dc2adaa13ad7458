"""Programs that prove what the product claims, on real servers, and print the figures."""
