-- Payment: what we believe of a payment that is not over is what Stripe showed last, and Stripe was asked for what we
-- may have missed within a day, with nothing left that nobody can explain.
-- Severity: high.
-- Held by: nothing; Stripe's books are not ours. An event and its effect are one statement, so stored evidence is
-- ahead of the payment only where triggers were off; what never reached us, reconciliation alone finds.
-- Reads: live state.
SELECT
    'payments_differ_from_provider' AS check_name,
    hotel.slug AS hotel,
    format('payment %s of booking %s', payment.id, booking.booking_reference) AS subject,
    format(
        'is %s with %s %s captured; event %s of Stripe showed %s with %s',
        coalesce(payment.provider_status, 'of no status'), ledger.captured, payment.currency,
        told.event_id, told.provider_status, told.captured
    ) AS finding,
    told.received_at AS since,
    'hotelmate payments reconcile asks Stripe and records what it shows' AS mend
FROM hotelmate.payment
INNER JOIN hotelmate.hotel ON payment.hotel_id = hotel.hotel_id
-- Looked up one by one: the planner expects far more payments under way than there are, for those at the desk have no
-- status either, and would read all bookings.
INNER JOIN LATERAL (
    SELECT named.booking_reference
    FROM hotelmate.room_booking AS named
    WHERE named.hotel_id = payment.hotel_id AND named.id = payment.booking_id
    ORDER BY named.id
    LIMIT 1
) AS booking ON true
INNER JOIN LATERAL (
    SELECT coalesce(sum(entry.amount) FILTER (WHERE entry.kind = 'CAPTURED'), 0) AS captured
    FROM hotelmate.payment_entry AS entry
    WHERE
        entry.hotel_id = payment.hotel_id AND entry.booking_id = payment.booking_id
        AND entry.payment_id = payment.id
) AS ledger ON true
-- The furthest that Stripe showed: a payment never goes back, and events may arrive in any order.
INNER JOIN LATERAL (
    SELECT
        event.event_id,
        event.received_at,
        shown.provider_status,
        shown.captured,
        shown.reached
    FROM hotelmate.stripe_webhook_event AS event
    INNER JOIN LATERAL (
        SELECT
            event.payload #>> '{data,object,status}' AS provider_status,
            coalesce((event.payload #>> '{data,object,amount_received}')::numeric, 0) AS captured,
            CASE event.payload #>> '{data,object,status}'
                WHEN 'succeeded' THEN 2 WHEN 'canceled' THEN 2 WHEN 'requires_capture' THEN 1 ELSE 0
            END AS reached
    ) AS shown ON true
    WHERE
        event.payment_intent_id = payment.payment_intent_id AND event.status = 'PROCESSED'
        AND event.payload #>> '{data,object,object}' = 'payment_intent'
    ORDER BY shown.reached DESC, shown.captured DESC, event.received_at ASC
    LIMIT 1
) AS told ON true
WHERE
    payment.payment_intent_id IS NOT NULL
    AND (payment.provider_status IS NULL OR payment.provider_status NOT IN ('succeeded', 'canceled'))
    AND (
        payment.provider_status IS NULL
        OR told.reached > CASE payment.provider_status WHEN 'requires_capture' THEN 1 ELSE 0 END
        OR told.captured > ledger.captured
    )
UNION ALL
SELECT
    'payments_differ_from_provider' AS check_name,
    '' AS hotel,
    'reconciliation with Stripe' AS subject,
    CASE
        WHEN run.unexplained > 0 THEN format('left %s findings for people', run.unexplained)
        ELSE
            coalesce('has not ended since ' || run.finished_at, 'has never ended')
            || ', and payments by Stripe are under way'
    END AS finding,
    coalesce(run.finished_at, waiting.created_at) AS since,
    'run hotelmate payments reconcile and see to what it prints; an hourly run is the payments worker''s' AS mend
FROM (
    SELECT
        min(payment.created_at) AS created_at,
        (
            SELECT max(ended.id)
            FROM hotelmate.payment_reconciliation AS ended
            WHERE ended.finished_at IS NOT NULL
        ) AS last_run
    FROM hotelmate.payment
    WHERE
        payment.payment_intent_id IS NOT NULL
        AND (payment.provider_status IS NULL OR payment.provider_status NOT IN ('succeeded', 'canceled'))
) AS waiting
LEFT JOIN hotelmate.payment_reconciliation AS run ON waiting.last_run = run.id
WHERE
    run.unexplained > 0
    OR (
        waiting.created_at < now() - interval '1 day'
        AND (run.finished_at < now() - interval '1 day') IS NOT FALSE
    )
ORDER BY hotel, subject;
