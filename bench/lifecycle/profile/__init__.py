"""What the time of PostgreSQL and of the API goes into while stays are played."""
