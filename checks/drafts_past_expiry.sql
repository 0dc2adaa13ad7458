-- Booking: an unpaid draft lapses within five minutes of its expiry.
-- Severity: medium.
-- Held by: nothing; a draft is cancelled by a job of the API, which has to run.
-- Reads: live state.
SELECT
    'drafts_past_expiry' AS check_name,
    hotel.slug AS hotel,
    'booking ' || booking.booking_reference AS subject,
    format(
        'is unpaid and was to lapse at %s',
        to_char(booking.expires_at AT TIME ZONE hotel.time_zone, 'YYYY-MM-DD HH24:MI')
    ) AS finding,
    booking.expires_at AS since,
    'hotelmate reconcile cancels it' AS mend
FROM hotelmate.room_booking AS booking
INNER JOIN hotelmate.hotel ON booking.hotel_id = hotel.hotel_id
WHERE booking.status = 'PENDING_PAYMENT' AND booking.expires_at < now() - interval '5 minutes'
ORDER BY hotel, subject;
