-- Payment: what Stripe is to do is still wanted by the booking, and the money for it is there: a capture is of all
-- that the price asks, a void of all that is held. The ledger is added up anew here; of several refunds the later
-- ones are told that are too much.
-- Severity: critical.
-- Held by: payment_capture_needs_approval, payment_instruction_within_amounts, payment_void_needs_closed_booking.
-- Reads: live state.
SELECT
    broken.rule AS check_name,
    hotel.slug AS hotel,
    format('instruction %s of booking %s', told.id, booking.booking_reference) AS subject,
    CASE broken.rule
        WHEN 'payment_instruction_within_amounts'
            THEN
                format(
                    'is to %s %s of payment %s, with the ones before %s, and %s is there', told.kind, told.amount,
                    told.payment_id, due.amount,
                    CASE told.kind
                        WHEN 'REFUND' THEN ledger.refundable
                        WHEN 'CAPTURE' THEN least(ledger.held, booking.total_amount - ledger.captured)
                        ELSE ledger.held
                    END
                )
        ELSE
            format(
                'is to %s payment %s; the booking is %s, approved %s, and counts on %s', told.kind, told.payment_id,
                booking.status, coalesce('at ' || booking.approved_at, 'never'),
                coalesce('payment ' || booking.payment_id, 'none')
            )
    END AS finding,
    told.created_at AS since,
    format(
        'withdraw it; what is still owed, hotelmate check tells then: UPDATE hotelmate.payment_instruction '
        || 'SET state = ''WITHDRAWN'' WHERE hotel_id = %s AND id = %s;', told.hotel_id, told.id
    ) AS mend
FROM hotelmate.payment_instruction AS told
INNER JOIN hotelmate.hotel ON told.hotel_id = hotel.hotel_id
INNER JOIN hotelmate.room_booking AS booking ON told.hotel_id = booking.hotel_id AND told.booking_id = booking.id
INNER JOIN LATERAL (
    SELECT
        coalesce(sum(
            CASE
                WHEN entry.kind = 'AUTHORISED' THEN entry.amount
                WHEN entry.kind IN ('CAPTURED', 'VOIDED') THEN -entry.amount
            END
        ), 0) AS held,
        coalesce(sum(entry.amount) FILTER (WHERE entry.kind = 'CAPTURED'), 0) AS captured,
        coalesce(sum(
            CASE
                WHEN entry.kind IN ('CAPTURED', 'REFUND_FAILED', 'DISPUTE_WON') THEN entry.amount
                WHEN entry.kind IN ('REFUNDED', 'DISPUTED') THEN -entry.amount
            END
        ), 0) AS refundable
    FROM hotelmate.payment_entry AS entry
    WHERE
        entry.hotel_id = told.hotel_id AND entry.booking_id = told.booking_id
        AND entry.payment_id = told.payment_id
) AS ledger ON true
INNER JOIN LATERAL (
    SELECT sum(earlier.amount) AS amount
    FROM hotelmate.payment_instruction AS earlier
    WHERE
        earlier.hotel_id = told.hotel_id AND earlier.booking_id = told.booking_id
        AND earlier.payment_id = told.payment_id AND earlier.id <= told.id
        AND earlier.kind = told.kind AND earlier.state = 'PENDING'
) AS due ON true
INNER JOIN LATERAL unnest(array_remove(ARRAY[
    CASE
        WHEN
            told.kind = 'CAPTURE'
            AND (
                booking.payment_id = told.payment_id AND booking.status = 'PENDING_APPROVAL'
                AND booking.approved_at IS NOT NULL
            ) IS NOT TRUE
            THEN 'payment_capture_needs_approval'
        WHEN
            told.kind = 'VOID' AND booking.payment_id = told.payment_id
            AND booking.status NOT IN ('CANCELLED', 'CANCELLED_DRAFT', 'DECLINED')
            THEN 'payment_void_needs_closed_booking'
    END,
    CASE
        WHEN
            (told.kind = 'REFUND' AND due.amount > ledger.refundable)
            OR (told.kind = 'CAPTURE' AND due.amount <> least(ledger.held, booking.total_amount - ledger.captured))
            OR (told.kind = 'VOID' AND due.amount <> ledger.held)
            THEN 'payment_instruction_within_amounts'
    END
], NULL)) AS broken (rule) ON true
WHERE told.state = 'PENDING'
ORDER BY hotel, told.id;
