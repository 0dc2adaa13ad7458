-- Payment: no hold on a card is within a day of its end, and none has outlived it.
-- Severity: medium; high where its time is over.
-- Held by: nothing; the card's network ends a hold, and only Stripe says so. The booking is then cancelled by itself.
-- Reads: live state.
SELECT
    'holds_about_to_lapse' AS check_name,
    hotel.slug AS hotel,
    'booking ' || booking.booking_reference AS subject,
    format(
        '%s at %s: %s %s of payment intent %s are held, the booking is %s',
        CASE WHEN payment.capture_before < now() THEN 'its hold was to lapse' ELSE 'its hold lapses' END,
        to_char(payment.capture_before AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI "UTC"'),
        ledger.authorised_total - ledger.captured_total - ledger.voided_total,
        payment.currency, payment.payment_intent_id, booking.status
    ) AS finding,
    payment.capture_before AS since,
    CASE
        WHEN
            payment.capture_before < now()
            THEN 'run hotelmate payments reconcile: Stripe has not said what became of it'
        WHEN
            booking.status = 'PENDING_APPROVAL' AND booking.payment_id = payment.id
            AND booking.approved_at IS NOT NULL
            THEN 'see that a payments worker runs: the capture waits for it'
        WHEN booking.status = 'PENDING_APPROVAL' AND booking.payment_id = payment.id
            THEN 'approve or decline the booking before'
        WHEN booking.is_open AND booking.payment_id = payment.id
            THEN 'nothing is lost: the price is captured, and what is held beyond it is let go'
        ELSE 'nothing is lost: no booking waits for it, and it is to be released'
    END AS mend
FROM hotelmate.payment
INNER JOIN hotelmate.hotel ON payment.hotel_id = hotel.hotel_id
INNER JOIN hotelmate.room_booking AS booking
    ON payment.hotel_id = booking.hotel_id AND payment.booking_id = booking.id
INNER JOIN LATERAL (
    SELECT entry.*
    FROM hotelmate.payment_entry AS entry
    WHERE
        entry.hotel_id = payment.hotel_id AND entry.booking_id = payment.booking_id
        AND entry.payment_id = payment.id
    ORDER BY entry.seq DESC
    LIMIT 1
) AS ledger ON true
WHERE
    payment.provider_status = 'requires_capture'
    AND payment.capture_before < now() + interval '24 hours'
    AND ledger.authorised_total > ledger.captured_total + ledger.voided_total
ORDER BY since, hotel, subject;
