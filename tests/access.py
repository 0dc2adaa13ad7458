"""Credentials for tests: those of the proofs, and the headers of a built hotel's staff."""

from bench.proof.credentials import TOKEN_KEY, TOKENS, bearer, session_of, signed_in
from tests.hotel_builder import HotelBuilder

__all__ = ["TOKENS", "TOKEN_KEY", "as_staff", "bearer", "session_of", "signed_in"]


def as_staff(hotel: HotelBuilder, username: str = "manager") -> dict[str, str]:
    """Return the headers of a member of a hotel's staff who has just logged in."""
    return bearer(signed_in(hotel.connection, hotel.hotel_id, username))
