"""Random payment histories: what guests, staff, Stripe, the network and the worker's death do."""
