-- Payment: what evidences a row of a ledger is an event that Stripe sent for that booking and that took effect, and it
-- shows nothing else: no other payment, refund or currency, no less held or captured; and what a row takes back was
-- there before.
-- Severity: critical.
-- Held by: payment_entry_event_known. What the event shows, no key asks: a trigger does as the row is written.
-- Reads: history. Events are looked up by their key: they lie in the order of time, as the ledgers do.
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
            WHEN event.is_of_booking IS NOT TRUE THEN 'is for another booking'
            WHEN event.shows_else IS NOT NULL THEN event.shows_else
            WHEN (event.shown < event.claimed) IS NOT TRUE THEN 'takes back what was not there before'
            ELSE format(
                    'is %s and shows %s %s, where the ledger comes to %s', event.event_type, event.shown,
                    CASE entry.kind WHEN 'CAPTURED' THEN 'captured' ELSE 'authorised' END, event.claimed
                )
        END
    ) AS finding,
    entry.created_at AS since,
    'run hotelmate payments reconcile and compare the payment in Stripe''s Dashboard; never write the ledger' AS mend
FROM hotelmate.payment_entry AS entry
INNER JOIN hotelmate.hotel ON entry.hotel_id = hotel.hotel_id
LEFT JOIN LATERAL (
    SELECT
        stored.event_id,
        stored.event_type,
        stored.status,
        stored.error,
        stored.hotel_id = entry.hotel_id AND stored.booking_id = entry.booking_id AS is_of_booking,
        CASE entry.kind
            WHEN 'CAPTURED' THEN entry.captured_total
            -- What was released before is shown no more.
            WHEN 'AUTHORISED' THEN entry.authorised_total - entry.voided_before
        END AS claimed,
        -- By the numbers that the triggers read, or that a charge has; what has none shows nothing to compare.
        CASE entry.kind
            WHEN 'CAPTURED'
                THEN coalesce(
                        jsonb_path_query_first(stored.payload, '$.data.object.amount_received + 0', silent => true),
                        jsonb_path_query_first(stored.payload, '$.data.object.amount_captured + 0', silent => true)
                    )::numeric
            WHEN 'AUTHORISED'
                THEN coalesce(
                        jsonb_path_query_first(
                            stored.payload,
                            '$.data.object ? (@.status == "requires_capture").amount_capturable'
                            ' + $.data.object.amount_received', silent => true
                        ),
                        jsonb_path_query_first(
                            stored.payload,
                            '$.data.object ? (@.object == "payment_intent" || @.object == "charge").amount + 0',
                            silent => true
                        )
                    )::numeric
        END AS shown,
        CASE
            WHEN stored.payment_intent_id <> paid.payment_intent_id THEN 'is about ' || stored.payment_intent_id
            -- Of one whose end was told first, the news of its hold is late.
            WHEN
                entry.kind = 'VOIDED' AND coalesce(paid.provider_status, '') <> 'canceled'
                AND jsonb_path_query_first(
                    stored.payload, '$.data.object ? (@.status == "requires_capture").amount_capturable + 0',
                    silent => true
                )::numeric > entry.authorised_total - entry.captured_total - entry.voided_total
                THEN 'shows it as held'
            WHEN
                (
                    entry.kind IN ('AUTHORISED', 'CAPTURED', 'VOIDED')
                    AND stored.payload #>> '{data,object,object}' NOT IN ('charge', 'payment_intent')
                )
                OR (
                    entry.kind IN ('REFUNDED', 'REFUND_FAILED')
                    AND stored.payload #>> '{data,object,object}' NOT IN ('charge', 'payment_intent', 'refund')
                )
                OR (
                    entry.kind IN ('DISPUTED', 'DISPUTE_WON')
                    AND stored.payload #>> '{data,object,object}' <> 'dispute'
                )
                THEN 'shows an object ' || (stored.payload #>> '{data,object,object}')
            WHEN upper(stored.payload #>> '{data,object,currency}') <> entry.currency
                THEN 'shows currency ' || (stored.payload #>> '{data,object,currency}')
            WHEN
                entry.refund_id IS NOT NULL
                AND jsonb_path_exists(stored.payload, '$.** ? (@.object == "refund")', silent => true)
                AND NOT jsonb_path_exists(
                    stored.payload,
                    '$.** ? (@.object == "refund" && @.id == $id && @.amount == $amount'
                    ' && ($kind == "REFUNDED" || @.status == "failed" || @.status == "canceled"))',
                    jsonb_build_object('id', entry.refund_id, 'amount', entry.amount, 'kind', entry.kind),
                    silent => true
                )
                THEN 'shows another refund'
            WHEN
                entry.dispute_id IS NOT NULL AND stored.payload #>> '{data,object,object}' = 'dispute'
                AND NOT jsonb_path_exists(
                    stored.payload,
                    '$.data.object ? (@.id == $id && ($kind == "DISPUTED" && @.amount == $amount'
                    ' || $kind == "DISPUTE_WON" && (@.status == "won" || @.status == "prevented")))',
                    jsonb_build_object('id', entry.dispute_id, 'amount', entry.amount, 'kind', entry.kind),
                    silent => true
                )
                THEN 'shows another dispute'
        END AS shows_else
    FROM hotelmate.stripe_webhook_event AS stored
    LEFT JOIN hotelmate.payment AS paid ON entry.hotel_id = paid.hotel_id AND entry.payment_id = paid.id
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
    AND (
        (event.status = 'PROCESSED' AND event.is_of_booking) IS NOT TRUE
        OR event.shown < event.claimed
        OR event.shows_else IS NOT NULL
        -- One that brings a total below nothing, payment_entries tells.
        OR (
            entry.kind IN ('REFUND_FAILED', 'DISPUTE_WON') AND entry.refunded_total >= 0 AND entry.disputed_total >= 0
            AND NOT EXISTS (
                SELECT
                FROM hotelmate.payment_entry AS begun
                WHERE
                    begun.hotel_id = entry.hotel_id AND begun.payment_id = entry.payment_id
                    AND begun.amount = entry.amount
                    AND (
                        (begun.refund_id = entry.refund_id AND begun.kind = 'REFUNDED')
                        OR (begun.dispute_id = entry.dispute_id AND begun.kind = 'DISPUTED')
                    )
            )
        )
    )
-- By the subject first, which is known last: in another order all rows would be sorted before they are looked at.
ORDER BY subject, hotel;
