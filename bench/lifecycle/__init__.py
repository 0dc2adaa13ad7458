"""How fast: the ten steps of a stay over HTTP, against the same row writes as bare SQL."""
