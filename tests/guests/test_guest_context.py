"""The first statement of a guest's transaction: a link that stopped working lets nobody on.

Routes ask for the link's standing before; between that and the statement it may end.
"""

from hashlib import sha256

import psycopg
import pytest

from app.queries import context as contexts
from schema import roles
from tests.conftest import Connect
from tests.hotel_builder import HotelBuilder

REVOKE = (
    "UPDATE hotelmate.booking_token SET revoked_at = now(), revoked_reason = 'BY_STAFF'"
    " WHERE hotel_id = %s AND booking_id = %s AND live_booking_id IS NOT NULL"
)


def acts(connect: Connect, hotel: HotelBuilder, token_hash: bytes, purpose: str) -> str:
    """Begin as the guest of a link and return the role that the rest acts as."""
    gate = connect(role=roles.GATE)
    with gate.transaction():
        gate.execute(
            contexts.AS_GUEST,
            {
                "hotel_id": hotel.hotel_id,
                "token_hash": token_hash,
                "purpose": purpose,
                "language": None,
                "source": "GUEST",
                "reason": "",
                "request_id": "one",
            },
        )
        (role,) = gate.execute("SELECT current_user").fetchone() or ("",)
        return str(role)


def linked(hotel: HotelBuilder) -> tuple[int, bytes]:
    """Return a booking with a link for pre-check-in, and the hash of its token."""
    booking, token_hash = hotel.booking(), sha256(b"a token").digest()
    hotel.run(
        "INSERT INTO hotelmate.booking_token"
        " (hotel_id, booking_id, purpose, token_hash, expires_at)"
        " VALUES (%s, %s, 'PRECHECKIN', %s, now() + interval '1 day')",
        hotel.hotel_id,
        booking,
        token_hash,
    )
    return booking, token_hash


def test_a_link_that_works_acts_as_a_guest(hotel: HotelBuilder, connect: Connect) -> None:
    _, token_hash = linked(hotel)
    assert acts(connect, hotel, token_hash, "PRECHECKIN") == roles.GUEST


def test_a_link_that_ended_meanwhile_acts_as_nobody(hotel: HotelBuilder, connect: Connect) -> None:
    booking, token_hash = linked(hotel)
    hotel.run(REVOKE, hotel.hotel_id, booking)
    with pytest.raises(psycopg.errors.DivisionByZero):
        acts(connect, hotel, token_hash, "PRECHECKIN")


def test_a_link_for_something_else_acts_as_nobody(hotel: HotelBuilder, connect: Connect) -> None:
    _, token_hash = linked(hotel)
    with pytest.raises(psycopg.errors.DivisionByZero):
        acts(connect, hotel, token_hash, "GUEST_CHAT")
