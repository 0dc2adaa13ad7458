-- Front desk: a booking that waits for approval is decided upon within the time that the hotel allows itself.
-- Severity: high.
-- Held by: nothing; time passes until somebody decides.
-- Reads: live state.
SELECT
    'approvals_overdue' AS check_name,
    waiting.hotel,
    'booking ' || waiting.booking_reference AS subject,
    format(
        'waits for approval, which was due at %s; arrives on %s',
        to_char(waiting.due_at AT TIME ZONE waiting.time_zone, 'YYYY-MM-DD HH24:MI'), waiting.check_in
    ) AS finding,
    waiting.due_at AS since,
    'approve or decline it (POST …/approve, POST …/decline)' AS mend
FROM (
    SELECT
        hotel.slug AS hotel,
        hotel.time_zone,
        booking.booking_reference,
        booking.check_in,
        -- One that does not say when it was due was due as long after its payment as the hotel allows itself.
        coalesce(
            booking.approval_deadline_at,
            booking.payment_authorized_at + make_interval(mins => hotel.approval_sla_minutes)
        ) AS due_at
    FROM hotelmate.room_booking AS booking
    INNER JOIN hotelmate.hotel ON booking.hotel_id = hotel.hotel_id
    WHERE booking.status = 'PENDING_APPROVAL' AND booking.approved_at IS NULL
) AS waiting
WHERE waiting.due_at < now()
ORDER BY waiting.hotel, subject;
