"""Kills of relays and crashes of the database, while writers write: nothing is lost or doubled."""
