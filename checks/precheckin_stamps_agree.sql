-- Pre-check-in: a guest's answers were submitted with their booking's or after, never before or without.
-- Severity: medium.
-- Held by: nothing; a trigger stamps the guests of a booking, and no key proves it.
-- Reads: history.
SELECT
    'precheckin_stamps_agree' AS check_name,
    hotel.slug AS hotel,
    format('guest %s of booking %s', guest.id, booking.booking_reference) AS subject,
    CASE
        WHEN booking.precheckin_submitted_at IS NULL THEN 'submitted pre-check-in, and the booking has not'
        ELSE format('submitted pre-check-in before the booking, which did at %s', booking.precheckin_submitted_at)
    END AS finding,
    guest.precheckin_submitted_at AS since,
    'find out from the link when it was submitted; a DBA writes the other stamp, with the triggers of pre-check-in off'
        AS mend
FROM hotelmate.booking_guest AS guest
INNER JOIN hotelmate.hotel ON guest.hotel_id = hotel.hotel_id
INNER JOIN hotelmate.room_booking AS booking
    ON guest.hotel_id = booking.hotel_id AND guest.booking_id = booking.id
WHERE
    guest.precheckin_submitted_at IS NOT NULL
    AND coalesce(guest.precheckin_submitted_at < booking.precheckin_submitted_at, true)
ORDER BY hotel, subject;
