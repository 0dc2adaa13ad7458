"""Whether bookings and rooms are what their audit trail says: only then do they decide anything.

One that was changed past its trail, or restored from before it, may be wrong in every column. A fix
may still bring a booking back to what the trail says. Whoever forges the trail as well, row by row
and by legal steps only, is believed.
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

# A check-in that goes with the approval is told as that, and so is a room alone. The keys hold the
# chain and its steps; here they are asked, because whoever wrote past the triggers wrote past the
# keys.
STANDING = """\
SELECT
    booking.id,
    (booking.version, booking.status, booking.assigned_room_id)
    IS NOT DISTINCT FROM (trail.versions, trail.to_status, trail.to_room_id),
    coalesce(
        trail.is_chained AND trail.is_legal AND trail.last_version = trail.versions
        AND CASE
            WHEN booking.checked_in_at IS NULL THEN NOT trail.has_arrived
            ELSE trail.has_arrived OR trail.may_have_arrived
        END
        AND (booking.checked_out_at IS NOT NULL) = trail.has_left,
        false
    ),
    booking.status, booking.assigned_room_id, trail.to_status, trail.to_room_id
FROM hotelmate.room_booking AS booking
CROSS JOIN LATERAL (
    SELECT
        count(*) AS versions,
        max(step.version) AS last_version,
        (array_agg(step.to_status ORDER BY step.version DESC))[1] AS to_status,
        (array_agg(step.to_room_id ORDER BY step.version DESC))[1] AS to_room_id,
        bool_and(
            (step.from_status, step.from_room_id)
            IS NOT DISTINCT FROM (step.status_before, step.room_before)
        ) AS is_chained,
        bool_and(
            coalesce(step.from_status = step.to_status, step.to_status = 'PENDING_PAYMENT')
            OR EXISTS (
                SELECT FROM hotelmate.booking_transition AS legal
                WHERE legal.from_status = step.from_status AND legal.to_status = step.to_status
            )
        ) AS is_legal,
        bool_or(step.event_type = 'booking_checked_in') AS has_arrived,
        bool_or(
            step.event_type = 'booking_confirmed' AND step.to_room_id IS NOT NULL
        ) AS may_have_arrived,
        bool_or(step.to_status = 'COMPLETED') AS has_left
    FROM (
        SELECT
            event.*,
            lag(event.to_status) OVER steps AS status_before,
            lag(event.to_room_id) OVER steps AS room_before
        FROM hotelmate.booking_event AS event
        WHERE event.hotel_id = booking.hotel_id AND event.booking_id = booking.id
        WINDOW steps AS (ORDER BY event.version)
    ) AS step
) AS trail
WHERE booking.hotel_id = %(hotel_id)s AND booking.id = ANY(%(bookings)s)
"""

# Who is in the room is what a fix may be about; all else must be as it was told.
ROOM_IS_AS_TOLD = """\
SELECT
    (
        room.version, room.turnover_status, room.is_active, room.is_out_of_order,
        room.maintenance_required
    ) IS NOT DISTINCT FROM (
        last.version, last.to_turnover, last.is_active, last.is_out_of_order,
        last.maintenance_required
    )
FROM hotelmate.room
LEFT JOIN LATERAL (
    SELECT event.*
    FROM hotelmate.room_status_event AS event
    WHERE event.hotel_id = room.hotel_id AND event.room_id = room.id
    ORDER BY event.version DESC
    LIMIT 1
) AS last ON true
WHERE room.hotel_id = %(hotel_id)s AND room.id = %(room_id)s
"""


class Standing(NamedTuple):
    """How a booking stands, and how its last audit row says that it does.

    Attributes:
        booking_id: whose it is.
        agrees: whether version, status and room are those of the last audit row.
        is_borne_out: whether its trail is whole and legal, and knows of check-in and check-out.
        status, room_id: of the booking.
        audited_status, audited_room_id: of the last audit row.
    """

    booking_id: int
    agrees: bool
    is_borne_out: bool
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
    """Say whether each booking was what its whole trail said, or has become that again."""
    if not all(each.is_borne_out for each in before):
        return False
    audited = {each.booking_id: each[5:] for each in before if not each.agrees}
    return all(
        (each.status, each.room_id) == audited[each.booking_id]
        for each in after
        if each.booking_id in audited
    )


def room_is_believed(connection: Connection, which: Mapping[str, object]) -> bool:
    """Say whether the room of a subject, if there is one, is as told but for its guest."""
    row = connection.execute(ROOM_IS_AS_TOLD, which).fetchone()
    return row is None or bool(row[0])
