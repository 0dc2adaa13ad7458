-- Payment: of a booking that is closed the hotel keeps no more than the fee, and of a payment that does not count for
-- its booking nothing: the rest is refunded, or is being refunded. What the cardholder's bank holds back is not kept.
-- Severity: high.
-- Held by: nothing; triggers write the refunds, and no key proves that they are enough. A refund that failed,
-- payment_instructions_waiting tells.
-- Reads: history.
SELECT
    'money_kept_without_right' AS check_name,
    kept.hotel,
    format('payment %s of booking %s', kept.payment_id, kept.booking_reference) AS subject,
    format(
        '%s %s are kept and the hotel may keep %s: the booking is %s and counts on %s', kept.amount - refunds.told,
        kept.currency, kept.fee, kept.status, coalesce('payment ' || kept.counts, 'none')
    ) AS finding,
    kept.since,
    CASE
        WHEN kept.provider <> 'stripe'
            THEN 'give it back at the desk and record what was given back in hotelmate.payment_entry'
        -- Where the trail does not know the status, somebody may have forged it, and money is not moved on it.
        WHEN
            kept.status = (
                SELECT step.to_status
                FROM hotelmate.booking_event AS step
                WHERE
                    step.hotel_id = kept.hotel_id AND step.booking_id = kept.booking_id
                    AND step.version = kept.version
            )
            THEN
                format(
                    'have it refunded: '
                    || 'INSERT INTO hotelmate.payment_instruction (hotel_id, booking_id, payment_id, kind, amount)'
                    || ' VALUES (%s, %s, %s, ''REFUND'', %s);', kept.hotel_id, kept.booking_id, kept.payment_id,
                    kept.amount - refunds.told - kept.fee
                )
        ELSE
            'first settle booking_has_audit_row: the trail does not say that the booking is ' || kept.status
            || '; what is to be refunded then, hotelmate check tells'
    END AS mend
FROM (
    SELECT
        hotel.slug AS hotel,
        booking.hotel_id,
        booking.id AS booking_id,
        booking.booking_reference,
        booking.status,
        booking.version,
        booking.payment_id AS counts,
        entry.payment_id,
        min(entry.provider) AS provider,
        min(entry.currency) AS currency,
        greatest(max(entry.created_at), booking.updated_at) AS since,
        CASE entry.payment_id
            WHEN booking.payment_id THEN coalesce(booking.cancellation_fee_amount, 0) ELSE 0
        END AS fee,
        -- What the desk has taken is in the till, captured or not; what Stripe holds, holds_without_release tells.
        coalesce(sum(
            CASE
                WHEN entry.kind IN ('REFUND_FAILED', 'DISPUTE_WON') THEN entry.amount
                WHEN entry.kind IN ('REFUNDED', 'DISPUTED') THEN -entry.amount
                WHEN entry.provider = 'desk' AND entry.kind = 'AUTHORISED' THEN entry.amount
                WHEN entry.provider = 'desk' AND entry.kind = 'VOIDED' THEN -entry.amount
                WHEN entry.provider <> 'desk' AND entry.kind = 'CAPTURED' THEN entry.amount
            END
        ), 0)::bigint AS amount
    FROM hotelmate.room_booking AS booking
    INNER JOIN hotelmate.hotel ON booking.hotel_id = hotel.hotel_id
    INNER JOIN hotelmate.payment_entry AS entry
        ON booking.hotel_id = entry.hotel_id AND booking.id = entry.booking_id
    WHERE
        booking.status IN ('CANCELLED', 'CANCELLED_DRAFT', 'DECLINED')
        -- Another payment at the desk is one too many: payments and pending_booking_payments tell it.
        OR (booking.payment_id IS DISTINCT FROM entry.payment_id AND entry.provider <> 'desk')
    -- By the primary keys alone. The slug is among them for --hotel.
    GROUP BY hotel.hotel_id, hotel.slug, booking.hotel_id, booking.id, entry.payment_id
) AS kept
-- Looked up where something is kept alone: what is being refunded, and what people saw to or have to.
INNER JOIN LATERAL (
    SELECT coalesce(sum(told.amount), 0) AS told
    FROM hotelmate.payment_instruction AS told
    WHERE
        told.hotel_id = kept.hotel_id AND told.booking_id = kept.booking_id AND told.payment_id = kept.payment_id
        AND told.kind = 'REFUND'
        AND (
            told.state IN ('PENDING', 'FAILED')
            OR (
                told.state = 'DONE'
                AND NOT EXISTS (
                    SELECT 1
                    FROM hotelmate.payment_entry AS made
                    WHERE
                        made.hotel_id = told.hotel_id AND made.booking_id = told.booking_id
                        AND made.payment_id = told.payment_id
                        AND made.instruction_id = told.id AND made.kind = 'REFUNDED'
                        AND NOT EXISTS (
                            SELECT 1
                            FROM hotelmate.payment_entry AS back
                            WHERE
                                back.hotel_id = made.hotel_id AND back.booking_id = made.booking_id
                                AND back.payment_id = made.payment_id
                                AND back.refund_id = made.refund_id AND back.kind = 'REFUND_FAILED'
                        )
                )
            )
        )
) AS refunds ON true
WHERE
    kept.amount > kept.fee
    AND kept.amount - refunds.told > kept.fee
    AND (kept.provider <> 'desk' OR kept.counts = kept.payment_id)
ORDER BY kept.hotel, subject;
