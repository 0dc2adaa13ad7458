"""What `hotelmate run` fills in where everything is on one machine, and how it says so.

Secrets that nobody sets are made once and kept in the data folder, where the other commands find
them; messages to guests are files; the API is reached on the loopback.
"""
