"""The demo: a hotel to look at, a stay to follow, and what the database refuses."""
