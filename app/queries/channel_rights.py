"""Who may hear a channel: a row says yes. Each is a few look-ups by keys."""

# Of staff, everybody who is active hears the hotel and the rooms, and their own notifications.
STAFF_MAY_HEAR = """\
SELECT staff.id
FROM hotelmate.hotel_directory AS hotel
INNER JOIN hotelmate.staff ON staff.hotel_id = hotel.hotel_id AND staff.username = %(username)s
WHERE hotel.slug = %(slug)s AND staff.is_active
    AND %(channel)s = ANY(ARRAY['hotel', 'rooms', 'staff.' || staff.id])
"""

# A guest's link, for whatever it was made, opens the channel of its own booking while it works.
GUEST_MAY_HEAR = """\
SELECT token.id
FROM hotelmate.hotel_directory AS hotel
INNER JOIN hotelmate.booking_token AS token
    ON token.hotel_id = hotel.hotel_id AND token.token_hash = %(token_hash)s
INNER JOIN hotelmate.room_booking AS booking
    ON booking.hotel_id = token.hotel_id AND booking.id = token.booking_id
WHERE hotel.slug = %(slug)s
    AND %(channel)s = 'guest.' || booking.booking_reference
    AND token.used_at IS NULL AND token.revoked_at IS NULL AND token.expires_at > now()
    AND booking.is_open
"""
