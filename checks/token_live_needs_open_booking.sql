-- Party: no link is live on a booking that is closed or completed. It would still open what it was made for.
-- Severity: high.
-- Held by: token_live_needs_open_booking.
-- Reads: live state.
-- OFFSET 0 keeps what follows a look-up by an index, link by link, never a pass over history.
SELECT
    'token_live_needs_open_booking' AS check_name,
    hotel.slug AS hotel,
    format('link %s of booking %s', token.id, booking.booking_reference) AS subject,
    format(
        'of purpose %s is live until %s, but the booking is %s', token.purpose, token.expires_at, booking.status
    ) AS finding,
    booking.since,
    'hotelmate reconcile revokes it' AS mend
FROM hotelmate.hotel
INNER JOIN LATERAL (
    SELECT
        link.hotel_id,
        link.id,
        link.booking_id,
        link.purpose,
        link.expires_at
    FROM hotelmate.booking_token AS link
    WHERE link.hotel_id = hotel.hotel_id AND link.live_booking_id IS NOT NULL
    ORDER BY link.live_booking_id
    OFFSET 0
) AS token ON true
INNER JOIN LATERAL (
    SELECT
        closed.booking_reference,
        closed.status,
        coalesce(closed.checked_out_at, closed.cancelled_at, closed.no_show_at, closed.decision_at) AS since
    FROM hotelmate.room_booking AS closed
    WHERE closed.hotel_id = token.hotel_id AND closed.id = token.booking_id
    ORDER BY closed.id
    OFFSET 0
) AS booking ON true
WHERE booking.status NOT IN ('PENDING_PAYMENT', 'PENDING_APPROVAL', 'CONFIRMED')
ORDER BY hotel, subject;
