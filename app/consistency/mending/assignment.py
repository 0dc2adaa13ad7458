"""Rooms that closed bookings still hold. A stay keeps its room: that is history."""

from app.consistency.mending.fix import Fix

RELEASE = """\
UPDATE hotelmate.room_booking AS booking
SET assigned_room_id = NULL, corrections = booking.corrections + 1
WHERE booking.hotel_id = %(hotel_id)s AND booking.id = %(booking_id)s
    AND booking.status IN ('CANCELLED', 'CANCELLED_DRAFT', 'DECLINED', 'NO_SHOW')
    AND booking.checked_in_at IS NULL AND booking.assigned_room_id IS NOT NULL
RETURNING 'room ' || (
    SELECT room.room_number FROM hotelmate.room
    WHERE room.hotel_id = old.hotel_id AND room.id = old.assigned_room_id
) || ' is released'
"""

FIXES = {"booking_closed_holds_no_room": Fix((RELEASE,))}
