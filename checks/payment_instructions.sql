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
        WHEN told.state IN ('DONE', 'WITHDRAWN', 'FAILED')
            THEN 'compare with the ledger in hotelmate.payment_entry, and restore the row from a backup'
        ELSE
            format(
                'stop the payments worker, then UPDATE hotelmate.payment_instruction SET state = ''WITHDRAWN'''
                || ' WHERE hotel_id = %s AND id = %s; what is still owed is instructed anew', told.hotel_id, told.id
            )
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
