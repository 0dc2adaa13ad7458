-- Front desk: nobody is in house after the hotel's check-out time on the day of departure.
-- Severity: high.
-- Held by: nothing; time passes while the guest stays.
-- Reads: live state.
SELECT
    'guests_past_check_out' AS check_name,
    hotel.slug AS hotel,
    'booking ' || booking.booking_reference AS subject,
    format(
        'is still in room %s, and was to leave on %s by %s',
        room.room_number, booking.check_out, to_char(hotel.standard_check_out_time, 'HH24:MI')
    ) AS finding,
    (booking.check_out + hotel.standard_check_out_time) AT TIME ZONE hotel.time_zone AS since,
    format(
        'check the guest out, or extend the stay (POST …/check-out, or'
        || ' UPDATE hotelmate.room_booking SET check_out = … WHERE hotel_id = %s AND id = %s)',
        booking.hotel_id, booking.id
    ) AS mend
FROM hotelmate.room_booking AS booking
INNER JOIN hotelmate.hotel ON booking.hotel_id = hotel.hotel_id
LEFT JOIN hotelmate.room ON booking.hotel_id = room.hotel_id AND booking.held_room_id = room.id
WHERE
    booking.held_room_id IS NOT NULL AND booking.checked_in_at IS NOT NULL
    AND (booking.check_out + hotel.standard_check_out_time) AT TIME ZONE hotel.time_zone < now()
ORDER BY hotel, subject;
