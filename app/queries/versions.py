"""Versions of bookings and rooms: is the state the one that a client knows?

Before a change, in its transaction and after the rows are locked. A tag is what
app.requests.preconditions makes of the same representation.
"""

from app.queries.bookings import BOOKING, THIS_BOOKING
from app.queries.rooms import ROOM, THIS_ROOM

# Of the SHA-256 of a representation, in a tag.
HEX_DIGITS = 32


def _has_tag(representation: str) -> str:
    """Return the condition that the tag of a representation is one of %(tags)s."""
    return (
        f"left(encode(sha256(convert_to(({representation})::text, 'UTF8')), 'hex'), {HEX_DIGITS})"
        " = ANY(%(tags)s::text[])"
    )


# Like the context, they divide by zero where the transaction must not go on.
BOOKING_UNCHANGED = (
    "SELECT 1 / count(*) FROM hotelmate.room_booking AS booking"
    f" WHERE {THIS_BOOKING} AND {_has_tag(BOOKING)}"
)
ROOM_UNCHANGED = f"SELECT 1 / count(*) FROM hotelmate.room WHERE {THIS_ROOM} AND {_has_tag(ROOM)}"
BOOKING_EXISTS = f"SELECT booking.id FROM hotelmate.room_booking AS booking WHERE {THIS_BOOKING}"
ROOM_EXISTS = f"SELECT room.id FROM hotelmate.room WHERE {THIS_ROOM}"
