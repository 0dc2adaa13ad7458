-- Payment: what Stripe is told to do is done within an hour, and what it refused is settled by people.
-- Severity: high.
-- Held by: nothing; it takes a payments worker, Stripe and the guest's bank. A refund that failed is told of
-- while there is anything left to refund, a capture that failed for a week: its booking is cancelled.
-- Reads: live state.
SELECT
    'payment_instructions_waiting' AS check_name,
    hotel.slug AS hotel,
    'booking ' || booking.booking_reference AS subject,
    format(
        '%s of %s, instruction %s, %s%s',
        CASE told.kind
            WHEN 'CAPTURE' THEN 'the capture'
            WHEN 'VOID' THEN 'the release'
            WHEN 'REFUND' THEN 'the refund'
            ELSE 'the closing of the page'
        END,
        CASE told.kind
            WHEN 'EXPIRE_SESSION' THEN 'payment session ' || told.session_id
            ELSE told.amount || ' ' || payment.currency
        END,
        told.id,
        CASE told.state WHEN 'PENDING' THEN 'waits for Stripe after ' || told.tries || ' tries' ELSE 'has failed' END,
        coalesce(': ' || told.last_error, '')
    ) AS finding,
    coalesce(told.settled_at, told.created_at) AS since,
    CASE
        WHEN told.state = 'PENDING' THEN 'see that a payments worker runs and what it logs'
        WHEN told.kind = 'REFUND'
            THEN 'ask the guest, then refund again; or pay otherwise and set the instruction''s state to DONE'
        ELSE 'look at the payment in Stripe''s Dashboard and run hotelmate payments reconcile'
    END AS mend
FROM (
    -- Each by its own index, without history.
    SELECT waiting.*
    FROM hotelmate.payment_instruction AS waiting
    WHERE waiting.state = 'PENDING' AND waiting.created_at < now() - interval '1 hour'
    UNION ALL
    SELECT failed.*
    FROM hotelmate.payment_instruction AS failed
    WHERE failed.state = 'FAILED'
) AS told
INNER JOIN hotelmate.hotel ON told.hotel_id = hotel.hotel_id
INNER JOIN hotelmate.room_booking AS booking ON told.hotel_id = booking.hotel_id AND told.booking_id = booking.id
LEFT JOIN hotelmate.payment ON told.hotel_id = payment.hotel_id AND told.payment_id = payment.id
LEFT JOIN LATERAL (
    SELECT entry.*
    FROM hotelmate.payment_entry AS entry
    WHERE
        entry.hotel_id = told.hotel_id AND entry.booking_id = told.booking_id
        AND entry.payment_id = told.payment_id
    ORDER BY entry.seq DESC
    LIMIT 1
) AS ledger ON true
WHERE
    told.state = 'PENDING'
    OR CASE told.kind
        WHEN 'REFUND' THEN ledger.captured_total > ledger.refunded_total + ledger.disputed_total
        WHEN 'VOID' THEN ledger.authorised_total > ledger.captured_total + ledger.voided_total
        ELSE told.settled_at > now() - interval '7 days'
    END
ORDER BY hotel, since, subject;
