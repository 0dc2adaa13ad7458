"""Guest records and the chat: made by check-in, closed with check-out."""

from app.consistency.mending.fix import Fix

# Check-in makes these rows: one without it would keep the guest from checking in, or tell of a stay
# that never was.
UNDO_GUESTS = """\
DELETE FROM hotelmate.guest USING hotelmate.room_booking AS booking
WHERE booking.hotel_id = %(hotel_id)s AND booking.id = %(booking_id)s
    AND booking.checked_in_at IS NULL
    AND guest.hotel_id = %(hotel_id)s AND guest.booking_id = %(booking_id)s
RETURNING format('guest record %%s, from before any check-in, is gone', guest.id)
"""

CLOSE_GUESTS = """\
UPDATE hotelmate.guest
SET room_id = NULL,
    checked_out_at = greatest(
        coalesce(guest.checked_out_at, booking.checked_out_at, now()), guest.checked_in_at
    )
FROM hotelmate.room_booking AS booking
WHERE booking.hotel_id = %(hotel_id)s AND booking.id = %(booking_id)s
    AND booking.in_house_room_id IS NULL
    AND guest.hotel_id = %(hotel_id)s AND guest.booking_id = %(booking_id)s
    AND (guest.room_id IS NOT NULL OR guest.checked_out_at IS NULL)
RETURNING format('guest record %%s is closed', guest.id)
"""

# The same that a change of the party does while the booking is in house.
FOLLOW_PARTY = """\
SELECT 'guest records follow the party', hotelmate.sync_guests_in_house(booking)
FROM hotelmate.room_booking AS booking
WHERE booking.hotel_id = %(hotel_id)s AND booking.id = %(booking_id)s
    AND booking.in_house_room_id IS NOT NULL
"""

UNDO_CHAT = """\
DELETE FROM hotelmate.guest_chat_session AS chat USING hotelmate.room_booking AS booking
WHERE booking.hotel_id = %(hotel_id)s AND booking.id = %(booking_id)s
    AND booking.checked_in_at IS NULL
    AND chat.hotel_id = %(hotel_id)s AND chat.booking_id = %(booking_id)s
RETURNING 'the chat, from before any check-in, is gone'
"""

CLOSE_CHAT = """\
UPDATE hotelmate.guest_chat_session AS chat
SET room_id = NULL,
    closed_at = greatest(coalesce(chat.closed_at, booking.checked_out_at, now()), chat.opened_at)
FROM hotelmate.room_booking AS booking
WHERE booking.hotel_id = %(hotel_id)s AND booking.id = %(booking_id)s
    AND booking.in_house_room_id IS NULL
    AND chat.hotel_id = %(hotel_id)s AND chat.booking_id = %(booking_id)s
    AND (chat.room_id IS NOT NULL OR chat.closed_at IS NULL)
RETURNING 'the chat is closed'
"""

OPEN_CHAT = """\
INSERT INTO hotelmate.guest_chat_session AS chat (hotel_id, booking_id, opened_at, room_id)
SELECT booking.hotel_id, booking.id, booking.checked_in_at, booking.in_house_room_id
FROM hotelmate.room_booking AS booking
WHERE booking.hotel_id = %(hotel_id)s AND booking.id = %(booking_id)s
    AND booking.in_house_room_id IS NOT NULL
ON CONFLICT (hotel_id, booking_id) DO UPDATE SET closed_at = NULL, room_id = excluded.room_id
WHERE chat.closed_at IS NOT NULL OR chat.room_id IS DISTINCT FROM excluded.room_id
RETURNING 'the chat is open'
"""

GUESTS = Fix((UNDO_GUESTS, CLOSE_GUESTS, FOLLOW_PARTY), has_trail=False)
CHAT = Fix((UNDO_CHAT, CLOSE_CHAT, OPEN_CHAT), has_trail=False)
FIXES = {
    "guest_in_house_while_booking_is": GUESTS,
    "guest_in_room_of_booking": GUESTS,
    "guest_in_room_until_check_out": GUESTS,
    "chat_open_until_check_out": CHAT,
    "chat_open_while_in_house": CHAT,
    "chat_room_until_closed": CHAT,
}
