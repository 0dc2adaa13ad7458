-- Payment: a payment goes through the desk or is one payment intent of its own booking at Stripe, and its ledger is
-- as its end says: what was canceled took no money, and what is over holds none.
-- Severity: critical.
-- Held by: desk_payment_needs_pending_payment, payment_names_its_intent, payment_of_intent, payment_outcome_is_final,
-- payment_provider_known, payment_provider_status_known. The desk's payment is the one that counts, and is made once.
-- Reads: history.
SELECT
    broken.rule AS check_name,
    paid.hotel,
    format('payment %s of booking %s', paid.id, paid.booking_reference) AS subject,
    CASE broken.rule
        WHEN 'desk_payment_needs_pending_payment'
            THEN
                format(
                    'was taken at the desk in %s pieces, %s %s together, and the booking, which is %s, counts on %s',
                    paid.authorisations, paid.authorised, paid.currency, paid.booking_status,
                    coalesce('payment ' || paid.counts, 'none')
                )
        WHEN 'payment_names_its_intent'
            THEN
                format(
                    'is by %s with payment intent %s and status %s', paid.provider,
                    coalesce(paid.payment_intent_id, 'none'), coalesce(paid.provider_status, 'none')
                )
        WHEN 'payment_of_intent'
            THEN format('names payment intent %s, which is not one of this booking', paid.payment_intent_id)
        WHEN 'payment_provider_known' THEN format('is by %s', paid.provider)
        WHEN 'payment_provider_status_known' THEN format('has the status %s', paid.provider_status)
        ELSE
            format(
                'is %s at Stripe, and its ledger has %s %s captured and %s still held',
                paid.provider_status, paid.captured, paid.currency, paid.held
            )
    END AS finding,
    paid.created_at AS since,
    CASE broken.rule
        WHEN 'desk_payment_needs_pending_payment'
            THEN 'compare with the till, and give back at the desk what was taken too much; the ledger stays'
        ELSE
            'run hotelmate payments reconcile, and compare the payment in Stripe''s Dashboard'
    END AS mend
FROM (
    SELECT
        paid.*,
        array_remove(ARRAY[
            CASE
                WHEN
                    paid.provider = 'desk'
                    AND (
                        paid.authorisations > 1
                        -- While the booking waits for payment, pending_booking_payments tells it.
                        OR (
                            paid.authorisations = 1 AND paid.counts IS DISTINCT FROM paid.id
                            AND paid.booking_status <> 'PENDING_PAYMENT'
                        )
                    )
                    THEN 'desk_payment_needs_pending_payment'
            END,
            CASE
                WHEN
                    (paid.provider = 'stripe') <> (paid.payment_intent_id IS NOT NULL)
                    OR (paid.provider <> 'stripe' AND paid.provider_status IS NOT NULL)
                    THEN 'payment_names_its_intent'
                WHEN paid.payment_intent_id IS NOT NULL AND NOT paid.has_intent
                    THEN 'payment_of_intent'
            END,
            CASE WHEN paid.provider NOT IN ('desk', 'stripe') THEN 'payment_provider_known' END,
            CASE
                WHEN
                    paid.provider_status NOT IN (
                        'requires_payment_method', 'requires_confirmation', 'requires_action', 'processing',
                        'requires_capture', 'succeeded', 'canceled'
                    )
                    THEN 'payment_provider_status_known'
                WHEN
                    (paid.provider_status = 'canceled' AND paid.captured > 0)
                    OR (paid.provider_status IN ('succeeded', 'canceled') AND paid.held > 0)
                    THEN 'payment_outcome_is_final'
            END
        ], NULL) AS rules
    FROM (
        SELECT
            hotel.slug AS hotel,
            payment.id,
            payment.provider,
            payment.currency,
            payment.payment_intent_id,
            payment.provider_status,
            payment.created_at,
            booking.booking_reference,
            booking.status AS booking_status,
            booking.payment_id AS counts,
            known.payment_intent_id IS NOT NULL AS has_intent,
            ledger.*
        FROM hotelmate.payment
        INNER JOIN hotelmate.hotel ON payment.hotel_id = hotel.hotel_id
        INNER JOIN hotelmate.room_booking AS booking
            ON payment.hotel_id = booking.hotel_id AND payment.booking_id = booking.id
        LEFT JOIN hotelmate.stripe_payment_intent AS known
            ON
                payment.payment_intent_id = known.payment_intent_id AND payment.hotel_id = known.hotel_id
                AND payment.booking_id = known.booking_id
        -- Looked up by the primary key: payments and their ledgers lie in the same order of time, so that this reads on
        -- where it read last, and nothing is sorted or kept.
        INNER JOIN LATERAL (
            SELECT
                count(*) FILTER (WHERE entry.kind = 'AUTHORISED') AS authorisations,
                coalesce(sum(entry.amount) FILTER (WHERE entry.kind = 'AUTHORISED'), 0) AS authorised,
                coalesce(sum(entry.amount) FILTER (WHERE entry.kind = 'CAPTURED'), 0) AS captured,
                coalesce(sum(
                    CASE
                        WHEN entry.kind = 'AUTHORISED' THEN entry.amount
                        WHEN entry.kind IN ('CAPTURED', 'VOIDED') THEN -entry.amount
                    END
                ), 0) AS held
            FROM hotelmate.payment_entry AS entry
            WHERE
                entry.hotel_id = payment.hotel_id AND entry.booking_id = payment.booking_id
                AND entry.payment_id = payment.id
        ) AS ledger ON true
    ) AS paid
) AS paid
INNER JOIN LATERAL unnest(paid.rules) AS broken (rule) ON true
-- Healthy rows end here.
WHERE cardinality(paid.rules) > 0
-- By rule first, which is known last: in another order all rows would be sorted before they are looked at.
ORDER BY check_name, paid.hotel, subject;
