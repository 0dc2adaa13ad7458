"""Who is in a room: by the stamps of the bookings, which are never touched."""

from app.consistency.mending.fix import Fix

# A room left behind is dirty, as after any check-out, and one that a guest is in is not ready.
# Where two bookings claim the room, or it names one that never checked in, somebody has to look.
FOLLOW_THE_STAMPS = """\
UPDATE hotelmate.room AS room
SET in_house_booking_id = stay.id,
    corrections = room.corrections + 1,
    turnover_status = CASE
        WHEN stay.id IS NULL OR room.turnover_status = 'READY_FOR_GUEST' THEN 'CHECKOUT_DIRTY'
        ELSE room.turnover_status
    END
FROM (
    SELECT max(booking.id) AS id, max(booking.booking_reference) AS reference
    FROM hotelmate.room_booking AS booking
    WHERE booking.hotel_id = %(hotel_id)s AND booking.in_house_room_id = %(room_id)s
    HAVING count(*) <= 1
) AS stay
WHERE room.hotel_id = %(hotel_id)s AND room.id = %(room_id)s
    AND room.in_house_booking_id IS DISTINCT FROM stay.id
    AND (stay.id IS NOT NULL OR EXISTS (
        SELECT FROM hotelmate.room_booking AS named
        WHERE named.hotel_id = %(hotel_id)s AND named.id = room.in_house_booking_id
            AND named.checked_in_at IS NOT NULL
    ))
RETURNING format(
    'room %%s is %%s and %%s', room.room_number,
    coalesce('occupied by ' || stay.reference, 'vacant'), room.turnover_status
)
"""

OCCUPANCY = Fix((FOLLOW_THE_STAMPS,))
FIXES = {
    "room_occupied_by_in_house_booking": OCCUPANCY,
    "booking_in_house_occupies_room": OCCUPANCY,
}
