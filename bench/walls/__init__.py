"""What `make proof-walls` measures: the cost of the walls, and that nothing gets through them."""
