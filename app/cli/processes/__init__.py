"""Commands as processes: one starts the others, and none outlives it."""
