-- Payment: a booking's amounts, stamps and status are what the ledger of its payment comes to; each stamp has the time
-- of a row there. The ledger is added up anew here. Other payments that a guest began do not count: what they hold or
-- took is given back. Of a booking whose amounts are wrong nothing else is told that follows from them; what is still
-- pending, pending_booking_payments asks for its status.
-- Severity: critical.
-- Held by: booking_amounts_are_ledgers, booking_amounts_need_ledger, booking_cancellation_fee_within_captured,
-- booking_confirmed_is_paid, booking_paid_was_authorised, booking_payment_stamped.
-- Reads: history. The third query of the report's F.4, in a right form, with pending_booking_payments.
SELECT
    broken.rule AS check_name,
    owed.hotel,
    'booking ' || owed.booking_reference AS subject,
    CASE broken.rule
        WHEN 'booking_amounts_need_ledger'
            THEN
                format(
                    'has payment %s at row %s, and %s authorised, %s captured, %s voided, %s refunded, %s disputed',
                    coalesce(owed.payment_id::text, 'none'), coalesce(owed.payment_seq::text, 'none'),
                    owed.authorised_amount, owed.captured_amount, owed.voided_amount,
                    owed.refunded_amount, owed.disputed_amount
                )
        WHEN 'booking_amounts_are_ledgers'
            THEN
                format(
                    'says %s %s authorised, %s captured, %s voided, %s refunded, %s disputed by %s at row %s;'
                    || ' the ledger of payment %s comes to %s %s, %s, %s, %s, %s by %s at row %s',
                    owed.authorised_amount, owed.currency, owed.captured_amount, owed.voided_amount,
                    owed.refunded_amount, owed.disputed_amount, coalesce(owed.payment_provider, 'nobody'),
                    coalesce(owed.payment_seq::text, 'none'), coalesce(owed.payment_id::text, 'none'),
                    owed.authorised, coalesce(owed.ledger_currency, 'of nothing'), owed.captured, owed.voided,
                    owed.refunded, owed.disputed, coalesce(owed.provider, 'nobody'),
                    coalesce(owed.last_seq::text, 'none')
                )
        WHEN 'booking_confirmed_is_paid'
            THEN
                format(
                    'is %s and %s: the ledger of payment %s shows %s of %s %s captured%s',
                    owed.status, coalesce('has paid_at ' || owed.paid_at, 'paid_at is missing'),
                    coalesce(owed.payment_id::text, 'none'), owed.captured, owed.total_amount, owed.currency,
                    coalesce(' at ' || owed.last_captured_at, '')
                )
        WHEN 'booking_cancellation_fee_within_captured'
            THEN
                format(
                    'keeps a fee of %s %s of %s captured', owed.cancellation_fee_amount, owed.currency, owed.captured
                )
        ELSE
            format(
                'is %s, authorised %s and paid %s: the ledger of payment %s shows %s authorised%s and %s captured%s'
                || ' of %s %s', owed.status, coalesce('at ' || owed.payment_authorized_at, 'never'),
                coalesce('at ' || owed.paid_at, 'never'), coalesce(owed.payment_id::text, 'none'),
                owed.authorised, coalesce(' at ' || owed.last_authorised_at, ''),
                owed.captured, coalesce(' at ' || owed.last_captured_at, ''), owed.total_amount, owed.currency
            )
    END AS finding,
    owed.updated_at AS since,
    CASE
        WHEN broken.rule IN ('booking_amounts_are_ledgers', 'booking_amounts_need_ledger')
            THEN 'hotelmate reconcile takes the amounts from the ledger'
        WHEN broken.rule = 'booking_cancellation_fee_within_captured'
            THEN 'compare with cancellation_terms and the refund that the guest had; then correct the fee as owner'
        WHEN owed.captured >= greatest(owed.total_amount, 1) AND owed.paid_at IS NULL
            THEN 'hotelmate reconcile sets it from the ledger'
        WHEN broken.rule = 'booking_confirmed_is_paid' AND coalesce(owed.provider, 'stripe') <> 'desk'
            THEN 'hotelmate payments reconcile asks Stripe; without evidence nobody sets paid_at'
        WHEN broken.rule = 'booking_confirmed_is_paid'
            THEN 'ask the desk what was paid and record it in payment_entry; without evidence nobody sets paid_at'
        ELSE 'compare the stamps with occurred_at in hotelmate.payment_entry; never write one without evidence'
    END AS mend
FROM (
    SELECT
        owed.*,
        array_remove(ARRAY[
            CASE
                WHEN
                    num_nulls(owed.payment_id, owed.payment_seq) = 1
                    OR (
                        owed.payment_id IS NULL
                        AND (
                            owed.authorised_amount, owed.captured_amount, owed.voided_amount,
                            owed.refunded_amount, owed.disputed_amount
                        ) <> (0, 0, 0, 0, 0)
                    )
                    THEN 'booking_amounts_need_ledger'
                WHEN
                    (
                        owed.payment_seq, owed.payment_provider, owed.currency, owed.authorised_amount,
                        owed.captured_amount, owed.voided_amount, owed.refunded_amount, owed.disputed_amount
                    ) IS DISTINCT FROM (
                        owed.last_seq, owed.provider, coalesce(owed.ledger_currency, owed.currency), owed.authorised,
                        owed.captured, owed.voided, owed.refunded, owed.disputed
                    )
                    THEN 'booking_amounts_are_ledgers'
                WHEN owed.status IN ('CONFIRMED', 'COMPLETED', 'NO_SHOW')
                    AND (owed.paid_at IS NULL OR owed.captured < owed.total_amount)
                    THEN 'booking_confirmed_is_paid'
                WHEN owed.status IN ('PENDING_PAYMENT', 'PENDING_APPROVAL')
                    THEN CASE WHEN owed.is_authorised_at_that_time IS FALSE THEN 'booking_payment_stamped' END
                WHEN (owed.paid_at IS NOT NULL) <> (owed.captured >= greatest(owed.total_amount, 1))
                    THEN 'booking_payment_stamped'
                WHEN owed.paid_at IS NOT NULL AND (owed.payment_authorized_at <= owed.paid_at) IS NOT TRUE
                    THEN 'booking_paid_was_authorised'
                WHEN (owed.payment_authorized_at IS NULL) <> (owed.authorised = 0)
                    THEN 'booking_payment_stamped'
                WHEN owed.is_authorised_at_that_time IS FALSE OR owed.is_paid_at_that_time IS FALSE
                    THEN 'booking_payment_stamped'
            END,
            CASE
                WHEN NOT (owed.cancellation_fee_amount BETWEEN 0 AND owed.captured)
                    THEN 'booking_cancellation_fee_within_captured'
            END
        ], NULL) AS rules
    FROM (
        SELECT
            hotel.slug AS hotel,
            booking.booking_reference,
            booking.status,
            booking.total_amount,
            booking.currency,
            booking.payment_id,
            booking.payment_seq,
            booking.payment_provider,
            booking.authorised_amount,
            booking.captured_amount,
            booking.voided_amount,
            booking.refunded_amount,
            booking.disputed_amount,
            booking.payment_authorized_at,
            booking.paid_at,
            booking.cancellation_fee_amount,
            booking.updated_at,
            ledger.*
        FROM hotelmate.room_booking AS booking
        INNER JOIN hotelmate.hotel ON booking.hotel_id = hotel.hotel_id
        -- Looked up by the primary key: bookings and their ledgers lie in the same order of time, so that this reads on
        -- where it read last, and nothing is sorted or kept.
        INNER JOIN LATERAL (
            SELECT
                min(entry.provider) AS provider,
                min(entry.currency) AS ledger_currency,
                max(entry.seq) AS last_seq,
                max(entry.occurred_at) FILTER (WHERE entry.kind = 'AUTHORISED') AS last_authorised_at,
                max(entry.occurred_at) FILTER (WHERE entry.kind = 'CAPTURED') AS last_captured_at,
                bool_or(entry.occurred_at = booking.payment_authorized_at)
                FILTER (WHERE entry.kind = 'AUTHORISED') AS is_authorised_at_that_time,
                -- Paid is not before authorised, also where the news of the capture came first.
                bool_or(greatest(entry.occurred_at, booking.payment_authorized_at) = booking.paid_at)
                FILTER (WHERE entry.kind = 'CAPTURED') AS is_paid_at_that_time,
                coalesce(sum(entry.amount) FILTER (WHERE entry.kind = 'AUTHORISED'), 0)::bigint AS authorised,
                coalesce(sum(entry.amount) FILTER (WHERE entry.kind = 'CAPTURED'), 0)::bigint AS captured,
                coalesce(sum(entry.amount) FILTER (WHERE entry.kind = 'VOIDED'), 0)::bigint AS voided,
                coalesce(sum(
                    CASE entry.kind WHEN 'REFUNDED' THEN entry.amount WHEN 'REFUND_FAILED' THEN -entry.amount END
                ), 0)::bigint AS refunded,
                coalesce(sum(
                    CASE entry.kind WHEN 'DISPUTED' THEN entry.amount WHEN 'DISPUTE_WON' THEN -entry.amount END
                ), 0)::bigint AS disputed
            FROM hotelmate.payment_entry AS entry
            WHERE
                entry.hotel_id = booking.hotel_id AND entry.booking_id = booking.id
                AND entry.payment_id = booking.payment_id
        ) AS ledger ON true
    ) AS owed
) AS owed
INNER JOIN LATERAL unnest(owed.rules) AS broken (rule) ON true
-- Healthy rows end here.
WHERE cardinality(owed.rules) > 0
-- By rule first, which is known last: in another order all rows would be sorted before they are looked at.
ORDER BY check_name, owed.hotel, subject;
