-- Payment: what Stripe said has had its effect within an hour, or our rows agree with it anyway.
-- Severity: high.
-- Held by: nothing; an event may contradict what is known, or be for nobody here. It was stored and is tried
-- again by itself for 30 days. Left out is what is not about a payment, what shows nothing that our rows do not
-- have by now, and after a week what was not for this server.
-- Reads: live state.
SELECT
    'stripe_events_without_effect' AS check_name,
    coalesce(hotel.slug, '') AS hotel,
    'event ' || said.event_id AS subject,
    said.event_type || CASE
        WHEN said.is_foreign THEN ' is not for this server: ' || said.error
        WHEN said.status = 'RECEIVED' THEN ' names no booking of ours'
        ELSE
            format(
                ' was refused by %s: booking %s, payment %s with %s held, %s captured, %s refunded',
                said.error, coalesce(booking.booking_reference, 'unknown'),
                coalesce(ours.provider_status, 'unknown'), coalesce(ours.held, 0),
                coalesce(ours.captured, 0), coalesce(ours.refunded, 0)
            )
    END AS finding,
    said.received_at AS since,
    CASE
        WHEN said.is_foreign
            THEN 'compare mode, account and API version of the webhook endpoint at Stripe with ours, then reconcile'
        WHEN said.status = 'RECEIVED'
            THEN 'look it up in Stripe''s Dashboard; of another system on the same account it does no harm'
        ELSE 'run hotelmate payments reconcile, compare the payment in Stripe''s Dashboard; never write the ledger'
    END AS mend
FROM (
    SELECT
        event.event_id,
        event.event_type,
        event.status,
        event.hotel_id,
        event.booking_id,
        event.payment_intent_id,
        event.is_foreign,
        event.error,
        event.received_at,
        event.payload #> '{data,object}' AS shown
    FROM hotelmate.stripe_webhook_event AS event
    WHERE
        event.status <> 'PROCESSED' -- the few that an index knows
        AND event.received_at < now() - interval '1 hour'
        AND CASE
            WHEN event.is_foreign THEN event.received_at > now() - interval '7 days'
            WHEN event.status = 'RECEIVED' THEN event.next_try_at IS NOT NULL
            ELSE event.status = 'FAILED'
        END
) AS said
LEFT JOIN hotelmate.hotel ON said.hotel_id = hotel.hotel_id
LEFT JOIN hotelmate.room_booking AS booking ON said.hotel_id = booking.hotel_id AND said.booking_id = booking.id
-- Amounts are compared as JSON: what was refused may have no number there.
LEFT JOIN LATERAL (
    SELECT
        payment.provider_status,
        coalesce(ledger.authorised_total - ledger.captured_total - ledger.voided_total, 0) AS held,
        coalesce(ledger.captured_total, 0) AS captured,
        coalesce(ledger.refunded_total, 0) AS refunded
    FROM hotelmate.payment
    LEFT JOIN LATERAL (
        SELECT entry.*
        FROM hotelmate.payment_entry AS entry
        WHERE
            entry.hotel_id = payment.hotel_id AND entry.booking_id = payment.booking_id
            AND entry.payment_id = payment.id
        ORDER BY entry.seq DESC
        LIMIT 1
    ) AS ledger ON true
    WHERE payment.hotel_id = said.hotel_id AND payment.payment_intent_id = said.payment_intent_id
) AS ours ON true
WHERE
    said.is_foreign OR said.status = 'RECEIVED'
    OR NOT coalesce(
        CASE said.shown ->> 'object'
            WHEN 'payment_intent'
                THEN
                    -- Older news: it was held by then, or over.
                    CASE said.shown ->> 'status'
                        WHEN 'succeeded' THEN false
                        WHEN 'canceled' THEN false
                        WHEN 'requires_capture' THEN ours.provider_status IN ('succeeded', 'canceled')
                        ELSE ours.provider_status IN ('requires_capture', 'succeeded', 'canceled')
                    END
                    OR (
                        said.shown ->> 'status' = ours.provider_status
                        AND coalesce(said.shown -> 'amount_received', '0') = to_jsonb(ours.captured)
                        AND coalesce(said.shown -> 'amount_capturable', '0') = to_jsonb(ours.held)
                    )
            WHEN 'charge'
                THEN
                    said.shown -> 'amount_captured' <= to_jsonb(ours.captured)
                    AND said.shown -> 'amount_refunded' <= to_jsonb(ours.refunded)
            WHEN 'refund'
                THEN EXISTS (
                        SELECT 1 FROM hotelmate.payment_entry AS entry
                        WHERE
                            entry.hotel_id = said.hotel_id AND entry.booking_id = said.booking_id
                            AND entry.refund_id = said.shown ->> 'id'
                            AND entry.kind = CASE
                                WHEN said.shown ->> 'status' IN ('failed', 'canceled') THEN 'REFUND_FAILED'
                                ELSE 'REFUNDED'
                            END
                    )
            WHEN 'dispute'
                THEN EXISTS (
                        SELECT 1 FROM hotelmate.payment_entry AS entry
                        WHERE
                            entry.hotel_id = said.hotel_id AND entry.booking_id = said.booking_id
                            AND entry.dispute_id = said.shown ->> 'id'
                            AND entry.kind
                            = CASE said.shown ->> 'status' WHEN 'won' THEN 'DISPUTE_WON' ELSE 'DISPUTED' END
                    )
        END,
        false
    )
ORDER BY since, subject;
