"""HotelMate: a hotel back end whose database cannot hold a contradiction."""
