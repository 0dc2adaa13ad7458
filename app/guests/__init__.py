"""Guests: what they do by a link, without an account. One booking, their own."""
