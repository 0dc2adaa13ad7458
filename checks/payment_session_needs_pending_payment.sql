-- Payment: a page on which a guest can pay is for a booking that waits for payment, at its price.
-- Severity: high.
-- Held by: payment_session_needs_pending_payment.
-- Reads: live state.
SELECT
    'payment_session_needs_pending_payment' AS check_name,
    hotel.slug AS hotel,
    format('payment session %s of booking %s', page.id, booking.booking_reference) AS subject,
    format(
        'is %s and asks for %s %s; the booking is %s and costs %s %s', page.state, page.amount, page.currency,
        booking.status, booking.total_amount, booking.currency
    ) AS finding,
    greatest(page.created_at, booking.updated_at) AS since,
    format(
        'close it in Stripe''s Dashboard, and here: who still pays there is paid back: '
        || 'UPDATE hotelmate.payment_session SET state = ''EXPIRED'' WHERE hotel_id = %s AND id = %s;',
        page.hotel_id, page.id
    ) AS mend
FROM hotelmate.payment_session AS page
INNER JOIN hotelmate.hotel ON page.hotel_id = hotel.hotel_id
INNER JOIN hotelmate.room_booking AS booking ON page.hotel_id = booking.hotel_id AND page.booking_id = booking.id
WHERE
    page.state IN ('REQUESTED', 'OPEN')
    AND (
        booking.status <> 'PENDING_PAYMENT'
        OR (page.amount, page.currency) <> (booking.total_amount, booking.currency)
    )
ORDER BY hotel, page.id;
