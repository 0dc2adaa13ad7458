-- Front desk: a booking that waits for approval is decided upon within the time that the hotel allows itself.
-- Severity: high.
-- Held by: nothing; time passes until somebody decides.
-- Reads: live state.
SELECT
    'approvals_overdue' AS check_name,
    hotel.slug AS hotel,
    'booking ' || booking.booking_reference AS subject,
    format(
        'waits for approval, which was due at %s; arrives on %s',
        to_char(booking.approval_deadline_at AT TIME ZONE hotel.time_zone, 'YYYY-MM-DD HH24:MI'), booking.check_in
    ) AS finding,
    booking.approval_deadline_at AS since,
    'approve or decline it (POST …/approve, POST …/decline)' AS mend
FROM hotelmate.room_booking AS booking
INNER JOIN hotelmate.hotel ON booking.hotel_id = hotel.hotel_id
WHERE
    booking.status = 'PENDING_APPROVAL' AND booking.approved_at IS NULL AND booking.approval_deadline_at < now()
ORDER BY hotel, subject;
