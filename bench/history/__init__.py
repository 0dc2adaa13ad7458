"""Years of history for many hotels, written in bulk, in which nothing is wrong."""
