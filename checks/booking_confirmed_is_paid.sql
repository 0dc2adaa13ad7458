-- Payment: a booking's status agrees with the money that the ledger of its payment has (report F.4, third
-- query). The ledger is added up anew here. Other payments that a guest began do not count: what they hold or
-- took is given back.
-- Severity: critical.
-- Held by: booking_confirmed_is_paid.
-- Reads: history.
WITH ledger AS (
    SELECT
        hotel_id,
        booking_id,
        payment_id,
        provider,
        coalesce(sum(amount) FILTER (WHERE kind = 'AUTHORISED'), 0)
        - coalesce(sum(amount) FILTER (WHERE kind = 'VOIDED'), 0) AS authorised,
        coalesce(sum(amount) FILTER (WHERE kind = 'CAPTURED'), 0) AS captured
    FROM hotelmate.payment_entry
    GROUP BY hotel_id, booking_id, payment_id, provider
)

SELECT
    'booking_confirmed_is_paid' AS check_name,
    hotel.slug AS hotel,
    'booking ' || booking.booking_reference AS subject,
    format(
        'is %s with %s authorised and %s captured of %s',
        booking.status, coalesce(ledger.authorised, 0), coalesce(ledger.captured, 0), booking.total_amount
    ) AS finding,
    booking.updated_at AS since,
    'ask the provider or the desk what was paid, then record it in payment_entry; never write paid_at' AS mend
FROM hotelmate.room_booking AS booking
INNER JOIN hotelmate.hotel ON booking.hotel_id = hotel.hotel_id
LEFT JOIN ledger
    ON
        booking.hotel_id = ledger.hotel_id AND booking.id = ledger.booking_id
        AND (booking.payment_id = ledger.payment_id OR (booking.payment_id IS NULL AND ledger.provider = 'desk'))
WHERE
    CASE booking.status
        WHEN 'PENDING_PAYMENT' THEN booking.payment_id IS NOT NULL OR coalesce(ledger.authorised, 0) > 0
        WHEN
            'PENDING_APPROVAL'
            THEN coalesce(ledger.authorised, 0) < booking.total_amount OR booking.paid_at IS NOT NULL
        WHEN 'CONFIRMED' THEN coalesce(ledger.captured, 0) < booking.total_amount OR booking.paid_at IS NULL
        WHEN 'COMPLETED' THEN coalesce(ledger.captured, 0) < booking.total_amount OR booking.paid_at IS NULL
        WHEN 'NO_SHOW' THEN coalesce(ledger.captured, 0) < booking.total_amount OR booking.paid_at IS NULL
        ELSE false
    END
ORDER BY hotel, subject;
