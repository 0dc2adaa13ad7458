"""The subject of a finding: which rows it names, locked in the order that everybody keeps.

Bookings by id, then rooms by id: then nobody changes what the check asks about.
"""

import re
from typing import Any, NamedTuple

import psycopg

_NAMED = re.compile(r"(?:^| of )(booking|room) (\S+)$")

BOOKING = """\
SELECT id, held_room_id
FROM hotelmate.room_booking
WHERE hotel_id = %(hotel_id)s AND booking_reference = %(name)s
FOR UPDATE
"""

ROOMS_OF_BOOKING = """\
SELECT
FROM hotelmate.room
WHERE hotel_id = %(hotel_id)s AND (id = %(room_id)s OR in_house_booking_id = %(booking_id)s)
ORDER BY id
FOR UPDATE
"""

BOOKINGS_OF_ROOM = """\
SELECT
FROM hotelmate.room_booking AS booking
WHERE booking.hotel_id = %(hotel_id)s AND booking.id IN (
    SELECT holder.id
    FROM hotelmate.room
    INNER JOIN hotelmate.room_booking AS holder
        ON holder.hotel_id = room.hotel_id AND holder.held_room_id = room.id
    WHERE room.hotel_id = %(hotel_id)s AND room.room_number = %(name)s
    UNION ALL
    SELECT room.in_house_booking_id
    FROM hotelmate.room
    WHERE room.hotel_id = %(hotel_id)s AND room.room_number = %(name)s
)
ORDER BY booking.id
FOR UPDATE
"""

ROOM = """\
SELECT id
FROM hotelmate.room
WHERE hotel_id = %(hotel_id)s AND room_number = %(name)s
FOR UPDATE
"""


class Subject(NamedTuple):
    """The rows that a finding is about.

    Attributes:
        booking_id: of a finding about a booking, or about what belongs to one.
        room_id: of a finding about a room, or the room that its booking holds.
    """

    booking_id: int | None
    room_id: int | None


def is_lockable(subject: str) -> bool:
    """Say whether a subject names a booking or a room, like `guest 7 of booking BK-2026-000123`."""
    return _NAMED.search(subject) is not None


def lock(connection: psycopg.Connection[Any], hotel_id: int, subject: str) -> Subject | None:
    """Lock what a subject names until the transaction ends; None when there is no such thing."""
    named = _NAMED.search(subject)
    if named is None:
        return None
    which = {"hotel_id": hotel_id, "name": named[2]}
    if named[1] == "booking":
        row = connection.execute(BOOKING, which).fetchone()
        if row is None:
            return None
        found = Subject(row[0], row[1])
        connection.execute(ROOMS_OF_BOOKING, {"hotel_id": hotel_id, **found._asdict()})
        return found
    connection.execute(BOOKINGS_OF_ROOM, which)
    row = connection.execute(ROOM, which).fetchone()
    return None if row is None else Subject(None, row[0])
