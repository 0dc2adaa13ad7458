-- Payments: at the desk two rows of a ledger each; by Stripe with the page, what Stripe was told and what it said.

INSERT INTO hotelmate.stripe_payment_intent (payment_intent_id, hotel_id, booking_id)
SELECT
    'pi_' || id,
    hotel_id,
    id
FROM planned
WHERE provider = 'stripe' AND authorised_at IS NOT NULL
ORDER BY created_at::date, hotel_id, id;

INSERT INTO hotelmate.payment (
    hotel_id, id, booking_id, provider, currency, payment_intent_id, provider_status, capture_before, created_at
) OVERRIDING SYSTEM VALUE
SELECT
    hotel_id,
    id,
    id AS booking_id,
    provider,
    'EUR' AS currency,
    CASE WHEN provider = 'stripe' THEN 'pi_' || id END AS payment_intent_id,
    CASE WHEN provider = 'stripe' THEN CASE WHEN is_captured THEN 'succeeded' ELSE 'requires_capture' END END
        AS provider_status,
    CASE WHEN provider = 'stripe' THEN authorised_at + interval '7 days' END AS capture_before,
    authorised_at AS created_at
FROM planned
WHERE authorised_at IS NOT NULL
ORDER BY authorised_at::date, hotel_id, id;

INSERT INTO hotelmate.payment_session (
    hotel_id, id, booking_id, state, amount, currency, success_url, cancel_url, stripe_session_id, url,
    expires_at, created_at
) OVERRIDING SYSTEM VALUE
SELECT
    hotel_id,
    id,
    id AS booking_id,
    CASE WHEN authorised_at IS NOT NULL THEN 'COMPLETE' ELSE 'OPEN' END AS state,
    price AS amount,
    'EUR' AS currency,
    'https://hotel.example/paid' AS success_url,
    'https://hotel.example/not-paid' AS cancel_url,
    'cs_' || id AS stripe_session_id,
    'https://checkout.example/cs_' || id AS url,
    created_at + interval '23 hours' AS expires_at,
    created_at + interval '1 minute' AS created_at
FROM planned
WHERE provider = 'stripe'
ORDER BY created_at::date, hotel_id, id;

-- One row for each row of a ledger.
DROP TABLE IF EXISTS planned_entry;
CREATE TEMPORARY TABLE planned_entry AS
SELECT
    planned.hotel_id,
    planned.id,
    planned.booking_reference,
    planned.provider,
    planned.price,
    planned.authorised_at,
    step.seq,
    step.entry AS kind,
    CASE step.entry WHEN 'REFUNDED' THEN planned.price / 2 ELSE planned.price END AS amount,
    CASE step.moment
        WHEN 'authorised' THEN planned.authorised_at
        WHEN 'captured' THEN planned.captured_at
        WHEN 'decided' THEN planned.decided_at
        ELSE planned.ended_at
    END AS happened_at
FROM planned
INNER JOIN step ON planned.story = step.story AND planned.version >= step.version
WHERE step.entry IS NOT NULL;
ANALYZE planned_entry;

INSERT INTO hotelmate.stripe_webhook_event (
    event_id, event_type, status, hotel_id, booking_id, payment_intent_id, payload, tries, received_at, processed_at
)
SELECT
    'evt_' || entry.id || '_' || entry.seq AS event_id,
    CASE entry.kind
        WHEN 'AUTHORISED' THEN 'payment_intent.amount_capturable_updated'
        WHEN 'CAPTURED' THEN 'payment_intent.succeeded'
        ELSE 'refund.updated'
    END AS event_type,
    'PROCESSED' AS status,
    entry.hotel_id,
    entry.id AS booking_id,
    'pi_' || entry.id AS payment_intent_id,
    jsonb_build_object(
        'id', 'evt_' || entry.id || '_' || entry.seq,
        'object', 'event',
        'created', extract(EPOCH FROM entry.happened_at)::bigint,
        'livemode', false,
        'data', jsonb_build_object('object', CASE
            WHEN entry.kind = 'REFUNDED'
                THEN jsonb_build_object(
                        'id', 're_' || entry.id, 'object', 'refund', 'amount', entry.amount, 'currency', 'eur',
                        'payment_intent', 'pi_' || entry.id, 'status', 'succeeded',
                        'metadata', jsonb_build_object('instruction', (2 * entry.id + 1)::text)
                    )
            ELSE jsonb_build_object(
                    'id', 'pi_' || entry.id, 'object', 'payment_intent', 'amount', entry.price, 'currency', 'eur',
                    'capture_method', 'manual', 'payment_method_types', '["card"]'::jsonb,
                    'status', CASE entry.kind WHEN 'CAPTURED' THEN 'succeeded' ELSE 'requires_capture' END,
                    'amount_capturable', CASE entry.kind WHEN 'CAPTURED' THEN 0 ELSE entry.price END,
                    'amount_received', CASE entry.kind WHEN 'CAPTURED' THEN entry.price ELSE 0 END,
                    'latest_charge', jsonb_build_object(
                        'id', 'ch_' || entry.id, 'object', 'charge', 'payment_method_details', jsonb_build_object(
                            'type', 'card', 'card', jsonb_build_object(
                                'brand', 'visa', 'last4', '4242',
                                'capture_before', extract(EPOCH FROM entry.authorised_at + interval '7 days')::bigint
                            )
                        )
                    ),
                    'metadata', jsonb_build_object(
                        'hotel', hotel.slug, 'booking', entry.booking_reference, 'session', entry.id::text
                    )
                )
        END)
    ) AS payload,
    1 AS tries,
    entry.happened_at AS received_at,
    entry.happened_at AS processed_at
FROM planned_entry AS entry
INNER JOIN hotelmate.hotel ON entry.hotel_id = hotel.hotel_id
WHERE entry.provider = 'stripe'
ORDER BY entry.happened_at::date, entry.hotel_id, entry.id, entry.seq;

INSERT INTO hotelmate.payment_instruction (
    hotel_id, id, booking_id, payment_id, kind, amount, is_derived, state, tries,
    actor, changed_by, source, created_at, next_try_at, settled_at
) OVERRIDING SYSTEM VALUE
SELECT
    planned.hotel_id,
    2 * planned.id + told.place AS id,
    planned.id AS booking_id,
    planned.id AS payment_id,
    told.kind,
    told.amount,
    true AS is_derived,
    CASE WHEN told.settled_at IS NULL THEN 'PENDING' ELSE 'DONE' END AS state,
    CASE WHEN told.settled_at IS NULL THEN 0 ELSE 1 END AS tries,
    'staff:desk' AS actor,
    3 * planned.hotel_id - 2 AS changed_by,
    'FRONT_DESK' AS source,
    told.created_at,
    told.created_at AS next_try_at,
    told.settled_at
FROM planned
CROSS JOIN
    LATERAL (
        VALUES
        (0, 'CAPTURE', planned.price, planned.decided_at, planned.captured_at),
        (1, 'REFUND', planned.price / 2, planned.ended_at, planned.ended_at)
    ) AS told (place, kind, amount, created_at, settled_at)
WHERE planned.provider = 'stripe' AND told.created_at IS NOT NULL
ORDER BY told.created_at::date, planned.hotel_id, planned.id;

INSERT INTO hotelmate.payment_entry (
    hotel_id, booking_id, payment_id, seq, kind, amount, currency, provider, method, reference,
    provider_event_id, refund_id, instruction_id, occurred_at,
    authorised_before, captured_before, voided_before, refunded_before, disputed_before,
    actor, changed_by, source, created_at
)
SELECT
    hotel_id,
    id AS booking_id,
    id AS payment_id,
    seq,
    kind,
    amount,
    'EUR' AS currency,
    provider,
    CASE provider WHEN 'desk' THEN 'CASH' END AS method,
    CASE provider WHEN 'stripe' THEN 'pi_' || id END AS reference,
    CASE provider WHEN 'stripe' THEN 'evt_' || id || '_' || seq END AS provider_event_id,
    CASE WHEN provider = 'stripe' AND kind = 'REFUNDED' THEN 're_' || id END AS refund_id,
    CASE WHEN provider = 'stripe' AND kind = 'REFUNDED' THEN 2 * id + 1 END AS instruction_id,
    happened_at AS occurred_at,
    CASE WHEN seq > 1 THEN price ELSE 0 END AS authorised_before,
    CASE WHEN kind = 'REFUNDED' THEN price ELSE 0 END AS captured_before,
    0 AS voided_before,
    0 AS refunded_before,
    0 AS disputed_before,
    CASE provider WHEN 'desk' THEN 'staff:desk' ELSE 'system:stripe' END AS actor,
    CASE provider WHEN 'desk' THEN 3 * hotel_id - 2 END AS changed_by,
    CASE provider WHEN 'desk' THEN 'FRONT_DESK' ELSE 'SYSTEM' END AS source,
    happened_at AS created_at
FROM planned_entry
ORDER BY happened_at::date, hotel_id, id, seq;
