"""Rooms: the rack, one room, its audit trail, turnover and the operational flags.

`ROOM` is the one representation of a room, wherever a row `room` of hotelmate.room is in scope.
"""

from collections.abc import Iterable

from app.database import Write
from app.models.fields import LARGEST

_GUEST_NAME = """\
(SELECT guest.first_name || ' ' || guest.last_name FROM hotelmate.booking_guest AS guest
         WHERE guest.hotel_id = stay.hotel_id AND guest.primary_of_booking_id = stay.id)"""

# Not NOT EXISTS: a plan made of that while there were few bookings would read those of all hotels.
_IS_AVAILABLE = """\
(room.is_assignable AND (
        SELECT waiting.id FROM hotelmate.room_booking AS waiting
        WHERE waiting.hotel_id = room.hotel_id AND waiting.waits_for_room_id = room.id
    ) IS NULL)"""

ROOM = f"""json_build_object(
    'room_number', room.room_number,
    'room_type', (SELECT kind.code FROM hotelmate.room_type AS kind
     WHERE kind.hotel_id = room.hotel_id AND kind.id = room.room_type_id),
    'version', room.version,
    'room_status', room.room_status,
    'is_occupied', room.is_occupied,
    'turnover_status', room.turnover_status,
    'is_active', room.is_active,
    'is_out_of_order', room.is_out_of_order,
    'maintenance_required', room.maintenance_required,
    'is_assignable', room.is_assignable,
    'is_available', {_IS_AVAILABLE},
    'in_house', (SELECT json_build_object(
        'booking_id', stay.booking_reference,
        'guest_name', {_GUEST_NAME},
        'check_out', stay.check_out
    ) FROM hotelmate.room_booking AS stay
     WHERE stay.hotel_id = room.hotel_id AND stay.id = room.in_house_booking_id),
    'waiting_booking_id', (SELECT waiting.booking_reference
     FROM hotelmate.room_booking AS waiting
     WHERE waiting.hotel_id = room.hotel_id AND waiting.waits_for_room_id = room.id),
    'cleaning_task_id', room.cleaning_task_id,
    'last_cleaned_at', room.last_cleaned_at,
    'last_cleaned_by', room.last_cleaned_by,
    'last_inspected_at', room.last_inspected_at,
    'last_inspected_by', room.last_inspected_by
)"""

THIS_ROOM = "room.hotel_id = %(hotel_id)s AND room.room_number = %(room_number)s"
_ROOM_ID = f"(SELECT room.id FROM hotelmate.room WHERE {THIS_ROOM})"

READ = f"SELECT {ROOM} FROM hotelmate.room WHERE {THIS_ROOM}"

_RACK_FILTERS = {
    "room_status": "room.room_status = %(room_status)s",
    "available": f"{_IS_AVAILABLE} = %(available)s",
}


def rack(filters: Iterable[str]) -> str:
    """Return the statement that reads every room, in the order of a key rack: 9 before 10.

    Args:
        filters: names of those in use, which are joined by AND.
    """
    conditions = ["room.hotel_id = %(hotel_id)s", *(_RACK_FILTERS[name] for name in filters)]
    return (
        f"SELECT {ROOM} FROM hotelmate.room WHERE {' AND '.join(conditions)}"
        " ORDER BY length(room.room_number), room.room_number"
    )


# Whoever changes a room that waits for a guest locks the booking before the room, as check-in and
# assignment do: otherwise the two could each hold what the other waits for.
_BOOKING_FIRST = f"""\
WITH waiting AS MATERIALIZED (
    SELECT booking.id
    FROM hotelmate.room_booking AS booking
    WHERE booking.hotel_id = %(hotel_id)s AND booking.waits_for_room_id = {_ROOM_ID}
    FOR UPDATE
)

"""
_THIS_ROOM_THEN = f"{THIS_ROOM} AND (SELECT count(*) FROM waiting) >= 0"

LOCK = f"""\
{_BOOKING_FIRST}SELECT room.id FROM hotelmate.room WHERE {_THIS_ROOM_THEN} FOR UPDATE
"""

TURN_OVER = Write(
    f"{_BOOKING_FIRST}UPDATE hotelmate.room SET turnover_status = %(to)s"
    f" WHERE {_THIS_ROOM_THEN} RETURNING {ROOM}"
)

_SET_FLAGS = """\
UPDATE hotelmate.room
SET is_active = coalesce(%(is_active)s, room.is_active),
    is_out_of_order = coalesce(%(is_out_of_order)s, room.is_out_of_order),
    maintenance_required = coalesce(%(maintenance_required)s, room.maintenance_required)"""
SET_FLAGS = Write(f"{_BOOKING_FIRST}{_SET_FLAGS}\nWHERE {_THIS_ROOM_THEN}\nRETURNING {ROOM}")

# The waiting booking loses the room first; that the room reads its count keeps this order. Both
# changes are judged together at the end of the statement.
RELEASE_AND_SET_FLAGS = Write(
    f"""\
WITH released AS (
    UPDATE hotelmate.room_booking AS waiting SET assigned_room_id = NULL
    FROM hotelmate.room
    WHERE {THIS_ROOM} AND waiting.hotel_id = room.hotel_id AND waiting.waits_for_room_id = room.id
    RETURNING waiting.id
)

{_SET_FLAGS}
WHERE {THIS_ROOM} AND (SELECT count(*) FROM released) >= 0
RETURNING room.id
""",
    result=READ,
)

WAITING_BOOKING = f"""\
SELECT waiting.booking_reference
FROM hotelmate.room
INNER JOIN hotelmate.room_booking AS waiting
    ON waiting.hotel_id = room.hotel_id AND waiting.waits_for_room_id = room.id
WHERE {THIS_ROOM}
"""

_EVENT = """\
json_build_object(
    'version', event.version,
    'from_status', event.from_status,
    'to_status', event.to_status,
    'from_turnover', event.from_turnover,
    'to_turnover', event.to_turnover,
    'is_active', event.is_active,
    'is_out_of_order', event.is_out_of_order,
    'maintenance_required', event.maintenance_required,
    'in_house_booking_id', (SELECT stay.booking_reference
     FROM hotelmate.room_booking AS stay
     WHERE stay.hotel_id = event.hotel_id AND stay.id = event.in_house_booking_id),
    'actor', event.actor,
    'source', event.source,
    'reason', event.reason,
    'request_id', event.request_id,
    'at', event.created_at
)"""
EVENTS = f"""\
SELECT {_EVENT}, event.version
FROM hotelmate.room_status_event AS event
WHERE event.hotel_id = %(hotel_id)s
    AND event.room_id = {_ROOM_ID}
    AND event.version < CASE
        WHEN %(cursor)s::bigint IS NULL THEN {LARGEST}
        ELSE (SELECT last.version FROM hotelmate.room_status_event AS last
              WHERE last.hotel_id = %(hotel_id)s AND last.room_id = {_ROOM_ID}
                  AND last.version = %(cursor)s)
    END
ORDER BY event.version DESC
LIMIT %(limit)s
"""
