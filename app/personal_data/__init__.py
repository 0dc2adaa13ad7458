"""Personal data of guests, and the end of the time for which a hotel keeps them."""
