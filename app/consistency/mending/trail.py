"""Changes that went past the audit trail, as in a restore: told to it, and to whoever listens.

Nothing is undone. A step that is not legal is refused by the rule that says so, and is for people.
So is a booking in a room that its hotel does not have, at which no rule looks again; and a trail of
which more than the last row is missing, for nobody knows what happened in between.
"""

from app.consistency.mending.fix import Fix

_ROOM_IS_THERE = """\
(booking.assigned_room_id IS NULL OR EXISTS (
        SELECT FROM hotelmate.room
        WHERE room.hotel_id = booking.hotel_id AND room.id = booking.assigned_room_id
    ))"""

# The row of the current version is not there, the one before it is: it is written afterwards.
WRITE_BOOKING_ROW = f"""\
WITH written AS (
    INSERT INTO hotelmate.booking_event AS event (
        hotel_id, booking_id, version, event_type, from_status, to_status, from_room_id, to_room_id
    )
    SELECT
        booking.hotel_id, booking.id, booking.version, 'booking_corrected', last.to_status,
        booking.status, last.to_room_id, booking.assigned_room_id
    FROM hotelmate.room_booking AS booking
    INNER JOIN hotelmate.booking_event AS last
        ON last.hotel_id = booking.hotel_id AND last.booking_id = booking.id
            AND last.version = booking.version - 1
    WHERE booking.hotel_id = %(hotel_id)s AND booking.id = %(booking_id)s
        AND NOT EXISTS (
            SELECT FROM hotelmate.booking_event AS newer
            WHERE newer.hotel_id = booking.hotel_id AND newer.booking_id = booking.id
                AND newer.version >= booking.version
        )
        AND {_ROOM_IS_THERE}
    RETURNING event.hotel_id, event.booking_id, event.version, event.event_type, event.from_room_id
)

SELECT
    format('audit row %%s is written afterwards: %%s', written.version, booking.status),
    hotelmate.publish(
        booking.hotel_id, ARRAY['hotel'], 'booking', written.event_type,
        hotelmate.booking_event_payload(booking, written.from_room_id),
        jsonb_build_object('booking_id', booking.booking_reference, 'version', written.version)
    )
FROM written
INNER JOIN hotelmate.room_booking AS booking
    ON booking.hotel_id = written.hotel_id AND booking.id = written.booking_id
"""

WRITE_ROOM_ROW = """\
WITH written AS (
    INSERT INTO hotelmate.room_status_event AS event (
        hotel_id, room_id, version, from_status, to_status, from_turnover, to_turnover,
        is_active, is_out_of_order, maintenance_required, in_house_booking_id, is_correction
    )
    SELECT
        room.hotel_id, room.id, room.version, last.to_status, room.room_status, last.to_turnover,
        room.turnover_status, room.is_active, room.is_out_of_order, room.maintenance_required,
        room.in_house_booking_id, true
    FROM hotelmate.room
    INNER JOIN hotelmate.room_status_event AS last
        ON last.hotel_id = room.hotel_id AND last.room_id = room.id
            AND last.version = room.version - 1
    WHERE room.hotel_id = %(hotel_id)s AND room.id = %(room_id)s
        AND NOT EXISTS (
            SELECT FROM hotelmate.room_status_event AS newer
            WHERE newer.hotel_id = room.hotel_id AND newer.room_id = room.id
                AND newer.version >= room.version
        )
    RETURNING event.hotel_id, event.room_id, event.version
)

SELECT
    format('audit row %%s is written afterwards: %%s', written.version, room.room_status),
    hotelmate.publish(
        room.hotel_id, ARRAY['rooms'], 'rooms', 'room_updated',
        jsonb_build_object(
            'room_number', room.room_number, 'room_status', room.room_status,
            'turnover_status', room.turnover_status, 'is_occupied', room.is_occupied,
            'is_assignable', room.is_assignable, 'is_active', room.is_active,
            'is_out_of_order', room.is_out_of_order,
            'maintenance_required', room.maintenance_required
        ),
        jsonb_build_object(
            'room_id', room.id, 'room_number', room.room_number, 'version', written.version
        )
    )
FROM written
INNER JOIN hotelmate.room ON room.hotel_id = written.hotel_id AND room.id = written.room_id
"""

# The row of the current version is there and says something else: a new version says what is so.
TELL_BOOKING = f"""\
UPDATE hotelmate.room_booking AS booking SET corrections = booking.corrections + 1
WHERE booking.hotel_id = %(hotel_id)s AND booking.id = %(booking_id)s
    AND EXISTS (
        SELECT FROM hotelmate.booking_event AS last
        WHERE last.hotel_id = booking.hotel_id AND last.booking_id = booking.id
            AND last.version = booking.version
            AND (last.to_status, last.to_room_id)
            IS DISTINCT FROM (booking.status, booking.assigned_room_id)
    )
    AND {_ROOM_IS_THERE}
RETURNING format('the trail says that it is %%s', booking.status)
"""

TELL_ROOM = """\
UPDATE hotelmate.room SET corrections = room.corrections + 1
WHERE room.hotel_id = %(hotel_id)s AND room.id = %(room_id)s
    AND EXISTS (
        SELECT FROM hotelmate.room_status_event AS last
        WHERE last.hotel_id = room.hotel_id AND last.room_id = room.id
            AND last.version = room.version
            AND (
                last.to_status, last.to_turnover, last.is_active, last.is_out_of_order,
                last.maintenance_required, last.in_house_booking_id
            ) IS DISTINCT FROM (
                room.room_status, room.turnover_status, room.is_active, room.is_out_of_order,
                room.maintenance_required, room.in_house_booking_id
            )
    )
RETURNING format('the trail says that it is %%s', room.room_status)
"""

FIXES = {
    "booking_has_audit_row": Fix((WRITE_BOOKING_ROW, TELL_BOOKING), by_name_only=True),
    "room_has_audit_row": Fix((WRITE_ROOM_ROW, TELL_ROOM), by_name_only=True),
}
