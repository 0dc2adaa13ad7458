-- Booking: an open booking counts with the capacity that its room type has.
-- Severity: high.
-- Held by: booking_capacity_is_of_type. History keeps the capacity that counted then.
-- Reads: live state.
SELECT
    'booking_capacity_is_of_type' AS check_name,
    hotel.slug AS hotel,
    'booking ' || booking.booking_reference AS subject,
    format('counts with %s guests, but a %s takes %s', booking.capacity, kind.code, kind.max_occupancy) AS finding,
    NULL::timestamptz AS since,
    format(
        'see that its party fits: UPDATE hotelmate.room_booking SET capacity = %s WHERE hotel_id = %s AND id = %s;',
        kind.max_occupancy, booking.hotel_id, booking.id
    ) AS mend
FROM hotelmate.room_booking AS booking
INNER JOIN hotelmate.hotel ON booking.hotel_id = hotel.hotel_id
INNER JOIN hotelmate.room_type AS kind
    ON booking.hotel_id = kind.hotel_id AND booking.accommodating_room_type_id = kind.id
WHERE booking.held_capacity IS NOT NULL AND booking.held_capacity <> kind.max_occupancy
ORDER BY hotel, subject;
