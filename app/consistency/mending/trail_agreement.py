"""Whether bookings are what their audit trail says: only then do their stamps decide anything.

One that was changed past its trail, or restored from before it, may be wrong in every column. A fix
may still bring it back to what the trail says.
"""

from collections.abc import Mapping
from typing import NamedTuple

from app.consistency.running import Connection

# The booking of a subject, and those that hold its room or that the room names.
INVOLVED = """\
SELECT %(booking_id)s::bigint
UNION
SELECT holder.id FROM hotelmate.room_booking AS holder
WHERE holder.hotel_id = %(hotel_id)s AND holder.held_room_id = %(room_id)s
UNION
SELECT room.in_house_booking_id FROM hotelmate.room
WHERE room.hotel_id = %(hotel_id)s AND room.id = %(room_id)s
"""

STANDING = """\
SELECT
    booking.id,
    (booking.version, booking.status, booking.assigned_room_id)
    IS NOT DISTINCT FROM (last.version, last.to_status, last.to_room_id),
    booking.status, booking.assigned_room_id, last.to_status, last.to_room_id
FROM hotelmate.room_booking AS booking
LEFT JOIN LATERAL (
    SELECT event.*
    FROM hotelmate.booking_event AS event
    WHERE event.hotel_id = booking.hotel_id AND event.booking_id = booking.id
    ORDER BY event.version DESC
    LIMIT 1
) AS last ON true
WHERE booking.hotel_id = %(hotel_id)s AND booking.id = ANY(%(bookings)s)
"""


class Standing(NamedTuple):
    """How a booking stands, and how its last audit row says that it does.

    Attributes:
        booking_id: whose it is.
        agrees: whether version, status and room are those of the last audit row.
        status, room_id: of the booking.
        audited_status, audited_room_id: of the last audit row.
    """

    booking_id: int
    agrees: bool
    status: str
    room_id: int | None
    audited_status: str | None
    audited_room_id: int | None


def involved(connection: Connection, which: Mapping[str, object]) -> list[int]:
    """Return the ids of the bookings of a subject: which has hotel_id, booking_id and room_id."""
    return [booking for (booking,) in connection.execute(INVOLVED, which) if booking is not None]


def standings(connection: Connection, hotel_id: int, bookings: list[int]) -> list[Standing]:
    """Return how bookings stand."""
    which = {"hotel_id": hotel_id, "bookings": bookings}
    return [Standing(*row) for row in connection.execute(STANDING, which)]


def are_believed(before: list[Standing], after: list[Standing]) -> bool:
    """Say whether each booking was what its trail said, or has become that again."""
    audited = {each.booking_id: each[4:] for each in before if not each.agrees}
    return all(
        (each.status, each.room_id) == audited[each.booking_id]
        for each in after
        if each.booking_id in audited
    )
