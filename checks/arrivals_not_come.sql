-- Front desk: who was to arrive on a day that is over has checked in, or is a no-show.
-- Severity: medium.
-- Held by: nothing; time passes, and staff decide when a guest is given up.
-- Reads: live state.
SELECT
    'arrivals_not_come' AS check_name,
    hotel.slug AS hotel,
    'booking ' || booking.booking_reference AS subject,
    format(
        'was to stay from %s to %s and has not checked in', booking.check_in, booking.check_out
    ) AS finding,
    (booking.check_in + 1)::timestamp AT TIME ZONE hotel.time_zone AS since,
    CASE
        WHEN (now() AT TIME ZONE hotel.time_zone)::date <= booking.check_out
            THEN 'check the guest in, or record that they did not come (POST …/no-show)'
        ELSE 'record that the guest did not come (POST …/no-show)'
    END AS mend
FROM hotelmate.room_booking AS booking
INNER JOIN hotelmate.hotel ON booking.hotel_id = hotel.hotel_id
WHERE
    booking.status = 'CONFIRMED' AND booking.checked_in_at IS NULL AND booking.checked_out_at IS NULL
    AND booking.check_in < (now() AT TIME ZONE hotel.time_zone)::date
ORDER BY hotel, subject;
