-- Payment: the ledger of a payment is unbroken, says what happened and by which evidence, and moves no money that is
-- not there.
-- Severity: critical.
-- Held by: payment_captured_within_authorised, payment_disputed_not_negative, payment_entry_amount_positive,
-- payment_entry_chained, payment_entry_desk_method_known, payment_entry_has_evidence, payment_entry_kind_known,
-- payment_entry_names_its_dispute, payment_entry_names_its_refund, payment_entry_of_instruction,
-- payment_entry_of_payment, payment_entry_starts_at_zero, payment_entry_time_finite,
-- payment_refunded_within_captured.
-- Reads: history.
SELECT
    broken.rule AS check_name,
    entry.hotel,
    format('payment %s of booking %s', entry.payment_id, coalesce(booking.booking_reference, entry.booking_id::text))
        AS subject,
    format('row %s, %s of %s %s, ', entry.seq, entry.kind, entry.amount, entry.currency)
    || CASE broken.rule
        WHEN 'payment_captured_within_authorised'
            THEN
                format(
                    'brings it to %s captured and %s voided of %s authorised',
                    entry.captured_total, entry.voided_total, entry.authorised_total
                )
        WHEN 'payment_disputed_not_negative' THEN format('brings it to %s disputed', entry.disputed_total)
        WHEN 'payment_refunded_within_captured'
            THEN format('brings it to %s refunded of %s captured', entry.refunded_total, entry.captured_total)
        WHEN 'payment_entry_amount_positive' THEN 'moves nothing or less'
        WHEN 'payment_entry_chained'
            THEN
                format(
                    'begins with %s authorised, %s captured, %s voided, %s refunded, %s disputed, and the row before,'
                    || ' %s, ends with %s, %s, %s, %s, %s %s', entry.authorised_before, entry.captured_before,
                    entry.voided_before, entry.refunded_before, entry.disputed_before,
                    coalesce(last.seq::text, 'none'), last.authorised_total, last.captured_total,
                    last.voided_total, last.refunded_total, last.disputed_total, last.currency
                )
        WHEN 'payment_entry_desk_method_known'
            THEN format('is by %s with method %s', entry.provider, coalesce(entry.method, 'none'))
        WHEN 'payment_entry_has_evidence' THEN format('is by %s and names no event that evidences it', entry.provider)
        WHEN 'payment_entry_kind_known' THEN format('is %s, no known kind of row by %s', entry.kind, entry.provider)
        WHEN 'payment_entry_names_its_dispute' THEN format('names dispute %s', coalesce(entry.dispute_id, 'none'))
        WHEN 'payment_entry_names_its_refund'
            THEN format('is by %s and names refund %s', entry.provider, coalesce(entry.refund_id, 'none'))
        WHEN 'payment_entry_of_instruction'
            THEN format('carries out instruction %s, which is not one for this payment', entry.instruction_id)
        WHEN 'payment_entry_of_payment'
            THEN
                format(
                    'is by %s, and the payment is %s', entry.provider,
                    coalesce(payment.provider || ' in ' || payment.currency, 'not one of this booking')
                )
        WHEN 'payment_entry_starts_at_zero' THEN 'is the first of the ledger and does not start from nothing'
        ELSE format('happened at %s', entry.occurred_at)
    END AS finding,
    entry.created_at AS since,
    CASE entry.provider
        WHEN 'stripe'
            THEN
                'stays in the history, for rows are never made up: run hotelmate payments reconcile, and compare with '
                || 'Stripe''s Dashboard. A DBA may restore the row of a backup, with evidence_is_append_only off for it'
        ELSE
            'stays in the history, for rows are never made up: compare with the receipt at the desk. A DBA may restore '
            || 'the row of a backup, with evidence_is_append_only off for it'
    END AS mend
FROM (
    SELECT
        entry.*,
        hotel.slug AS hotel,
        -- Counted, not asked by EXISTS: the planner might then read the other table as a whole, for one hotel too.
        array_remove(ARRAY[
            CASE
                WHEN entry.captured_total + entry.voided_total > entry.authorised_total
                    THEN 'payment_captured_within_authorised'
            END,
            CASE WHEN entry.disputed_total < 0 THEN 'payment_disputed_not_negative' END,
            CASE
                WHEN entry.refunded_total NOT BETWEEN 0 AND entry.captured_total THEN 'payment_refunded_within_captured'
            END,
            CASE WHEN entry.amount <= 0 THEN 'payment_entry_amount_positive' END,
            CASE
                WHEN
                    entry.seq > 1
                    AND 0 = (
                        SELECT count(*)
                        FROM hotelmate.payment_entry AS before
                        WHERE
                            before.hotel_id = entry.hotel_id AND before.booking_id = entry.booking_id
                            AND before.payment_id = entry.payment_id AND before.seq = entry.seq - 1
                            AND before.currency = entry.currency
                            AND before.authorised_total = entry.authorised_before
                            AND before.captured_total = entry.captured_before
                            AND before.voided_total = entry.voided_before
                            AND before.refunded_total = entry.refunded_before
                            AND before.disputed_total = entry.disputed_before
                    )
                    THEN 'payment_entry_chained'
                WHEN
                    entry.seq < 1
                    OR (
                        entry.seq = 1
                        AND (
                            entry.authorised_before, entry.captured_before, entry.voided_before,
                            entry.refunded_before, entry.disputed_before
                        ) <> (0, 0, 0, 0, 0)
                    )
                    THEN 'payment_entry_starts_at_zero'
            END,
            CASE
                WHEN
                    (entry.provider = 'desk') <> (entry.method IS NOT NULL)
                    OR entry.method NOT IN ('CASH', 'CARD_TERMINAL', 'BANK_TRANSFER')
                    THEN 'payment_entry_desk_method_known'
            END,
            CASE
                WHEN entry.provider <> 'desk' AND entry.provider_event_id IS NULL THEN 'payment_entry_has_evidence'
            END,
            CASE
                WHEN
                    entry.kind NOT IN ('AUTHORISED', 'CAPTURED', 'VOIDED', 'REFUNDED')
                    AND NOT (entry.provider = 'stripe' AND entry.kind IN ('REFUND_FAILED', 'DISPUTED', 'DISPUTE_WON'))
                    THEN 'payment_entry_kind_known'
            END,
            CASE
                WHEN (entry.dispute_id IS NOT NULL) <> (entry.kind IN ('DISPUTED', 'DISPUTE_WON'))
                    THEN 'payment_entry_names_its_dispute'
            END,
            CASE
                WHEN
                    (entry.refund_id IS NOT NULL)
                    <> (entry.provider = 'stripe' AND entry.kind IN ('REFUNDED', 'REFUND_FAILED'))
                    THEN 'payment_entry_names_its_refund'
            END,
            CASE
                WHEN
                    entry.instruction_id IS NOT NULL
                    AND 0 = (
                        SELECT count(*)
                        FROM hotelmate.payment_instruction AS told
                        WHERE
                            told.hotel_id = entry.hotel_id AND told.booking_id = entry.booking_id
                            AND told.payment_id = entry.payment_id AND told.id = entry.instruction_id
                    )
                    THEN 'payment_entry_of_instruction'
            END,
            CASE
                WHEN
                    0 = (
                        SELECT count(*)
                        FROM hotelmate.payment
                        WHERE
                            payment.hotel_id = entry.hotel_id AND payment.booking_id = entry.booking_id
                            AND payment.id = entry.payment_id AND payment.provider = entry.provider
                            AND payment.currency = entry.currency
                    )
                    THEN 'payment_entry_of_payment'
            END,
            CASE WHEN NOT isfinite(entry.occurred_at) THEN 'payment_entry_time_finite' END
        ], NULL) AS rules
    FROM hotelmate.payment_entry AS entry
    INNER JOIN hotelmate.hotel ON entry.hotel_id = hotel.hotel_id
) AS entry
INNER JOIN LATERAL unnest(entry.rules) AS broken (rule) ON true
-- Looked up for what is broken alone.
LEFT JOIN LATERAL (
    SELECT named.booking_reference
    FROM hotelmate.room_booking AS named
    WHERE named.hotel_id = entry.hotel_id AND named.id = entry.booking_id
    ORDER BY named.id
    LIMIT 1
) AS booking ON true
LEFT JOIN LATERAL (
    SELECT
        paid.provider,
        paid.currency
    FROM hotelmate.payment AS paid
    WHERE
        paid.hotel_id = entry.hotel_id AND paid.booking_id = entry.booking_id AND paid.id = entry.payment_id
    ORDER BY paid.id
    LIMIT 1
) AS payment ON true
LEFT JOIN LATERAL (
    SELECT previous.*
    FROM hotelmate.payment_entry AS previous
    WHERE
        previous.hotel_id = entry.hotel_id AND previous.booking_id = entry.booking_id
        AND previous.payment_id = entry.payment_id AND previous.seq < entry.seq
    ORDER BY previous.seq DESC
    LIMIT 1
) AS last ON true
-- Healthy rows end here.
WHERE cardinality(entry.rules) > 0
-- By rule first, which is known last: in another order all rows would be sorted before they are looked at.
ORDER BY check_name, entry.hotel, subject, entry.seq;
