"""What a guest with the token of their stay sees and sets, and how the token comes about."""

from app.database import Write
from app.queries.bookings import THIS_BOOKING
from app.queries.precheckin import HOTEL_FOR_GUESTS, OF_GUEST

# Without a time it works until a day after the departure; where that has passed and the guest is
# still there, for a day.
ISSUE_TOKEN = Write(
    f"""\
INSERT INTO hotelmate.booking_token (
    hotel_id, booking_id, purpose, token_hash, token_recipe, expires_at
)
SELECT
    booking.hotel_id, booking.id, 'GUEST_CHAT', %(token_hash)s, %(token_recipe)s,
    coalesce(
        now() + make_interval(hours => %(ttl_hours)s),
        greatest(
            (booking.check_out + 1 + hotel.standard_check_out_time) AT TIME ZONE hotel.time_zone,
            now() + interval '1 day'
        )
    )
FROM hotelmate.room_booking AS booking
INNER JOIN hotelmate.hotel ON hotel.hotel_id = booking.hotel_id
WHERE {THIS_BOOKING}
RETURNING expires_at
"""
)

STAY = f"""\
SELECT json_build_object(
    'booking_id', booking.booking_reference,
    'hotel', {HOTEL_FOR_GUESTS},
    'language', coalesce(booking.language, hotel.language),
    'status', booking.status,
    'check_in', booking.check_in,
    'check_out', booking.check_out,
    'adults', booking.adults,
    'children', booking.children,
    'room_type', booked.code,
    'room_type_name', booked.name,
    'room', CASE WHEN room.id IS NOT NULL THEN json_build_object(
        'room_number', room.room_number,
        'room_type', kind.code,
        'room_type_name', kind.name
    ) END,
    'checked_in_at', booking.checked_in_at,
    'checked_out_at', booking.checked_out_at,
    'precheckin_submitted_at', booking.precheckin_submitted_at,
    'price', json_build_object(
        'total_amount', booking.total_amount,
        'currency', booking.currency,
        'paid_at', booking.paid_at
    ),
    'open', json_build_object(
        'chat', EXISTS (
            SELECT FROM hotelmate.guest_chat_session AS chat
            WHERE chat.hotel_id = booking.hotel_id AND chat.booking_id = booking.id
                AND chat.is_active
        ),
        'device', room.id IS NOT NULL,
        'precheckin', booking.precheckin_submitted_at IS NULL,
        'party', NOT booking.party_complete
    )
)
FROM hotelmate.room_booking AS booking
INNER JOIN hotelmate.hotel ON hotel.hotel_id = booking.hotel_id
INNER JOIN hotelmate.room_type AS booked
    ON booked.hotel_id = booking.hotel_id AND booked.id = booking.room_type_id
-- The room is told once the guest is in it.
LEFT JOIN hotelmate.room
    ON room.hotel_id = booking.hotel_id AND room.id = booking.in_house_room_id
LEFT JOIN hotelmate.room_type AS kind
    ON kind.hotel_id = room.hotel_id AND kind.id = room.room_type_id
WHERE {OF_GUEST}
"""

# The room is the one that the guest is in; there is none before check-in and after check-out.
SET_DEVICE = Write(
    """\
UPDATE hotelmate.room
SET guest_fcm_token = %(device)s
WHERE room.hotel_id = %(hotel_id)s
    AND room.in_house_booking_id = hotelmate.current_guest_booking_id()
RETURNING room.id
"""
)
