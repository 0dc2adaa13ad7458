-- Payment: what Stripe was told to do with money is done where the ledger shows it. The ledger is added up anew here.
-- A refund that failed may be seen to by people: it keeps what went wrong in last_error.
-- Severity: critical.
-- Held by: payment_instruction_done_by_evidence.
-- Reads: history.
SELECT
    'payment_instruction_done_by_evidence' AS check_name,
    told.hotel,
    format('instruction %s of booking %s', told.id, coalesce(booking.booking_reference, told.booking_id::text))
        AS subject,
    format(
        'to %s %s of payment %s is DONE, and the ledger has %s captured, %s held and %s refunded by it', told.kind,
        told.amount, told.payment_id, told.captured, told.held, told.refunded
    ) AS finding,
    told.settled_at AS since,
    CASE told.kind
        WHEN 'REFUND'
            THEN
                'hotelmate payments reconcile asks Stripe. If Stripe refunded nothing, refund again; '
                || 'if it was paid back otherwise, say how in last_error'
        ELSE 'hotelmate payments reconcile asks Stripe what became of the hold'
    END AS mend
FROM (
    SELECT
        hotel.slug AS hotel,
        instruction.hotel_id,
        instruction.id,
        instruction.booking_id,
        instruction.payment_id,
        instruction.kind,
        instruction.amount,
        instruction.last_error,
        instruction.settled_at,
        ledger.*
    FROM hotelmate.payment_instruction AS instruction
    INNER JOIN hotelmate.hotel ON instruction.hotel_id = hotel.hotel_id
    INNER JOIN LATERAL (
        SELECT
            coalesce(sum(entry.amount) FILTER (WHERE entry.kind = 'CAPTURED'), 0) AS captured,
            coalesce(sum(
                CASE
                    WHEN entry.kind = 'AUTHORISED' THEN entry.amount
                    WHEN entry.kind IN ('CAPTURED', 'VOIDED') THEN -entry.amount
                END
            ), 0) AS held,
            coalesce(
                sum(entry.amount) FILTER (WHERE entry.kind = 'REFUNDED' AND entry.instruction_id = instruction.id), 0
            ) AS refunded
        FROM hotelmate.payment_entry AS entry
        WHERE
            entry.hotel_id = instruction.hotel_id AND entry.booking_id = instruction.booking_id
            AND entry.payment_id = instruction.payment_id
    ) AS ledger ON true
    WHERE instruction.state = 'DONE' AND instruction.kind IN ('CAPTURE', 'VOID', 'REFUND')
) AS told
LEFT JOIN LATERAL (
    SELECT named.booking_reference
    FROM hotelmate.room_booking AS named
    WHERE named.hotel_id = told.hotel_id AND named.id = told.booking_id
    ORDER BY named.id
    LIMIT 1
) AS booking ON true
WHERE
    CASE told.kind
        WHEN 'CAPTURE' THEN told.captured = 0
        WHEN 'VOID' THEN told.held <> 0
        ELSE told.refunded = 0 AND (told.last_error ~ '\S') IS NOT TRUE
    END
ORDER BY told.hotel, told.id;
