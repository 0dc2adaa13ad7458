-- Front desk: who arrives today has a room by the hotel's check-in time.
-- Severity: medium.
-- Held by: nothing; time passes, and a room may become free later.
-- Reads: live state.
SELECT
    'arrivals_without_room' AS check_name,
    hotel.slug AS hotel,
    'booking ' || booking.booking_reference AS subject,
    format(
        'arrives today, check-in began at %s, and no room%s is assigned yet',
        to_char(hotel.standard_check_in_time, 'HH24:MI'), ' of type ' || kind.code
    ) AS finding,
    (booking.check_in + hotel.standard_check_in_time) AT TIME ZONE hotel.time_zone AS since,
    CASE
        WHEN booking.staying_guest_count = booking.adults + booking.children
            THEN 'assign a room that is ready (POST …/assign-room)'
        ELSE 'name all guests, then assign a room that is ready (PUT …/party, POST …/assign-room)'
    END AS mend
FROM hotelmate.room_booking AS booking
INNER JOIN hotelmate.hotel ON booking.hotel_id = hotel.hotel_id
LEFT JOIN hotelmate.room_type AS kind ON booking.hotel_id = kind.hotel_id AND booking.room_type_id = kind.id
WHERE
    booking.status = 'CONFIRMED' AND booking.assigned_room_id IS NULL AND booking.checked_in_at IS NULL
    AND booking.check_in = (now() AT TIME ZONE hotel.time_zone)::date
    AND (booking.check_in + hotel.standard_check_in_time) AT TIME ZONE hotel.time_zone < now()
ORDER BY hotel, subject;
