-- Payment: what evidences a row of a ledger is an event that Stripe sent for that booking and that took effect.
-- Severity: critical.
-- Held by: payment_entry_event_known.
-- Reads: history.
SELECT
    'payment_entry_event_known' AS check_name,
    hotel.slug AS hotel,
    format('payment %s of booking %s', entry.payment_id, coalesce(booking.booking_reference, entry.booking_id::text))
        AS subject,
    format(
        'row %s, %s of %s %s, is evidenced by event %s, which %s', entry.seq, entry.kind, entry.amount, entry.currency,
        entry.provider_event_id,
        CASE
            WHEN event.event_id IS NULL THEN 'is not stored'
            WHEN event.status <> 'PROCESSED' THEN 'is ' || event.status || coalesce(': ' || event.error, '')
            ELSE 'is for another booking'
        END
    ) AS finding,
    entry.created_at AS since,
    'run hotelmate payments reconcile and compare the payment in Stripe''s Dashboard; never write the ledger' AS mend
FROM hotelmate.payment_entry AS entry
INNER JOIN hotelmate.hotel ON entry.hotel_id = hotel.hotel_id
-- Looked up for what is broken alone.
LEFT JOIN LATERAL (
    SELECT
        stored.event_id,
        stored.status,
        stored.error
    FROM hotelmate.stripe_webhook_event AS stored
    WHERE stored.event_id = entry.provider_event_id
    ORDER BY stored.event_id
    LIMIT 1
) AS event ON true
LEFT JOIN LATERAL (
    SELECT named.booking_reference
    FROM hotelmate.room_booking AS named
    WHERE named.hotel_id = entry.hotel_id AND named.id = entry.booking_id
    ORDER BY named.id
    LIMIT 1
) AS booking ON true
WHERE
    entry.provider_event_id IS NOT NULL
    AND NOT EXISTS (
        SELECT 1
        FROM hotelmate.stripe_webhook_event AS evidence
        WHERE
            evidence.event_id = entry.provider_event_id AND evidence.hotel_id = entry.hotel_id
            AND evidence.booking_id = entry.booking_id AND evidence.status = 'PROCESSED'
    )
ORDER BY hotel, subject;
