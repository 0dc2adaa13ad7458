-- Payment: what Stripe is told to do names the payment by Stripe or the session, how much, and how it went.
-- Severity: high.
-- Held by: payment_instruction_has_object, payment_instruction_kind_known, payment_instruction_of_stripe_payment,
-- payment_instruction_settled_stamped, payment_instruction_state_known.
-- Reads: history.
SELECT
    broken.rule AS check_name,
    told.hotel,
    format('instruction %s of booking %s', told.id, coalesce(booking.booking_reference, told.booking_id::text))
        AS subject,
    CASE broken.rule
        WHEN 'payment_instruction_has_object'
            THEN
                format(
                    'to %s names payment %s, amount %s and session %s', told.kind,
                    coalesce(told.payment_id::text, 'none'), coalesce(told.amount::text, 'none'),
                    coalesce(told.session_id::text, 'none')
                )
        WHEN 'payment_instruction_kind_known' THEN format('is to %s, which Stripe is never told to', told.kind)
        WHEN 'payment_instruction_of_stripe_payment'
            THEN
                format(
                    'to %s is for payment %s, which is not one by Stripe of this booking', told.kind, told.payment_id
                )
        WHEN 'payment_instruction_settled_stamped'
            THEN format('is %s and was settled %s', told.state, coalesce('at ' || told.settled_at, 'never'))
        ELSE format('is %s, which is no state', told.state)
    END AS finding,
    told.created_at AS since,
    CASE
        WHEN broken.rule = 'payment_instruction_settled_stamped' AND told.state = 'PENDING'
            THEN
                'see in Stripe''s Dashboard what was done and run hotelmate payments reconcile, then withdraw it; what '
                || 'is still owed, hotelmate check tells: '
                || format(
                    'UPDATE hotelmate.payment_instruction SET state = ''WITHDRAWN'' WHERE hotel_id = %s AND id = %s;',
                    told.hotel_id, told.id
                )
        WHEN broken.rule IN ('payment_instruction_settled_stamped', 'payment_instruction_state_known')
            THEN
                'see in Stripe''s Dashboard what was done and run hotelmate payments reconcile; '
                || CASE
                    WHEN broken.rule = 'payment_instruction_state_known'
                        THEN 'what is still owed, hotelmate check tells once it is withdrawn. '
                    ELSE 'when exactly it was settled, the ledger may know. '
                END
                || format(
                    'In one transaction: BEGIN; ALTER TABLE hotelmate.payment_instruction DISABLE TRIGGER '
                    'payment_instruction_is_final; UPDATE hotelmate.payment_instruction SET %ssettled_at = '
                    'coalesce(settled_at, now()) WHERE hotel_id = %s AND id = %s; '
                    'ALTER TABLE hotelmate.payment_instruction ENABLE TRIGGER payment_instruction_is_final; COMMIT;',
                    CASE broken.rule WHEN 'payment_instruction_state_known' THEN 'state = ''WITHDRAWN'', ' ELSE '' END,
                    told.hotel_id, told.id
                )
        WHEN told.state = 'PENDING' AND told.tries = 0
            THEN
                'Stripe was never told: take it out, and hotelmate check tells what is still owed. In one '
                || format(
                    'transaction: BEGIN; ALTER TABLE hotelmate.payment_instruction DISABLE TRIGGER '
                    'payment_instruction_is_final; DELETE FROM hotelmate.payment_instruction '
                    'WHERE hotel_id = %s AND id = %s; '
                    'ALTER TABLE hotelmate.payment_instruction ENABLE TRIGGER payment_instruction_is_final; COMMIT;',
                    told.hotel_id, told.id
                )
        ELSE
            'stays in the history of what Stripe was told: see in Stripe''s Dashboard what it did, and run hotelmate '
            || 'payments reconcile. Where Stripe knows nothing of it, a DBA may take it out, with '
            || 'payment_instruction_is_final off for it'
    END AS mend
FROM (
    SELECT
        told.*,
        hotel.slug AS hotel,
        array_remove(ARRAY[
            CASE
                WHEN
                    NOT CASE
                        WHEN told.kind = 'EXPIRE_SESSION'
                            THEN told.session_id IS NOT NULL AND num_nonnulls(told.payment_id, told.amount) = 0
                        ELSE told.session_id IS NULL AND told.payment_id IS NOT NULL AND (told.amount > 0) IS TRUE
                    END
                    THEN 'payment_instruction_has_object'
                WHEN told.payment_id IS NOT NULL AND payment.id IS NULL
                    THEN 'payment_instruction_of_stripe_payment'
            END,
            CASE
                WHEN told.kind NOT IN ('CAPTURE', 'VOID', 'REFUND', 'EXPIRE_SESSION')
                    THEN 'payment_instruction_kind_known'
            END,
            CASE
                WHEN told.state NOT IN ('PENDING', 'DONE', 'WITHDRAWN', 'FAILED') THEN 'payment_instruction_state_known'
                WHEN (told.state = 'PENDING') <> (told.settled_at IS NULL) THEN 'payment_instruction_settled_stamped'
            END
        ], NULL) AS rules
    FROM hotelmate.payment_instruction AS told
    INNER JOIN hotelmate.hotel ON told.hotel_id = hotel.hotel_id
    LEFT JOIN hotelmate.payment
        ON
            told.hotel_id = payment.hotel_id AND told.booking_id = payment.booking_id
            AND told.payment_id = payment.id AND payment.provider = 'stripe'
) AS told
INNER JOIN LATERAL unnest(told.rules) AS broken (rule) ON true
-- Looked up for what is broken alone.
LEFT JOIN LATERAL (
    SELECT named.booking_reference
    FROM hotelmate.room_booking AS named
    WHERE named.hotel_id = told.hotel_id AND named.id = told.booking_id
    ORDER BY named.id
    LIMIT 1
) AS booking ON true
-- Healthy rows end here.
WHERE cardinality(told.rules) > 0
-- By rule first, which is known last: in another order all rows would be sorted before they are looked at.
ORDER BY check_name, told.hotel, told.id;
