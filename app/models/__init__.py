"""Shapes of requests and responses, one module a noun; the OpenAPI document is made from them."""
