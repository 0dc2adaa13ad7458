"""The price of the rules: a stay with everything on, against the same row writes on bare tables."""
