"""Routes of the API, one module a noun: parse the shape, run one statement, answer."""
