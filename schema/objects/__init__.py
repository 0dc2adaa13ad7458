"""The objects of the schema, by name and digest, and the check that compares them."""
