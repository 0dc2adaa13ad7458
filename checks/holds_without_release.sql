-- Payment: a hold on a card that no booking waits for is being released.
-- Severity: high.
-- Held by: nothing; triggers write the instruction to void, and no key proves that there is one. A release that
-- failed, payment_instructions_waiting tells.
-- Reads: live state.
SELECT
    'holds_without_release' AS check_name,
    hotel.slug AS hotel,
    format('payment %s of booking %s', payment.id, booking.booking_reference) AS subject,
    format(
        '%s %s of payment intent %s are held; the booking is %s and counts on %s', ledger.held, payment.currency,
        payment.payment_intent_id, booking.status, coalesce('payment ' || booking.payment_id, 'none')
    ) AS finding,
    greatest(ledger.recorded_at, booking.updated_at) AS since,
    CASE
        -- Where the trail does not know the status, somebody may have forged it, and money is not moved on it.
        WHEN
            booking.status = (
                SELECT step.to_status
                FROM hotelmate.booking_event AS step
                WHERE
                    step.hotel_id = payment.hotel_id AND step.booking_id = payment.booking_id
                    AND step.version = booking.version
            )
            THEN
                format(
                    'have it released: '
                    || 'INSERT INTO hotelmate.payment_instruction (hotel_id, booking_id, payment_id, kind, amount)'
                    || ' VALUES (%s, %s, %s, ''VOID'', %s);', payment.hotel_id, payment.booking_id, payment.id,
                    ledger.held
                )
        ELSE
            'first settle booking_has_audit_row: the trail does not say that the booking is ' || booking.status
            || '; what is to be released then, hotelmate check tells'
    END AS mend
FROM hotelmate.payment
INNER JOIN hotelmate.hotel ON payment.hotel_id = hotel.hotel_id
-- Looked up one by one: the planner expects far more payments under way than there are, for those at the desk have no
-- status either, and would read all bookings.
INNER JOIN LATERAL (
    SELECT
        named.booking_reference,
        named.status,
        named.version,
        named.payment_id,
        named.updated_at
    FROM hotelmate.room_booking AS named
    WHERE named.hotel_id = payment.hotel_id AND named.id = payment.booking_id
    ORDER BY named.id
    LIMIT 1
) AS booking ON true
INNER JOIN LATERAL (
    SELECT
        max(entry.created_at) AS recorded_at,
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
INNER JOIN LATERAL (
    SELECT count(*) AS given
    FROM hotelmate.payment_instruction AS told
    WHERE
        told.hotel_id = payment.hotel_id AND told.booking_id = payment.booking_id
        AND told.payment_id = payment.id AND told.kind = 'VOID' AND told.state IN ('PENDING', 'DONE', 'FAILED')
) AS release ON true
WHERE
    payment.payment_intent_id IS NOT NULL
    AND (payment.provider_status IS NULL OR payment.provider_status NOT IN ('succeeded', 'canceled'))
    AND (
        booking.payment_id IS DISTINCT FROM payment.id
        OR booking.status IN ('CANCELLED', 'CANCELLED_DRAFT', 'DECLINED')
    )
    AND ledger.held > 0
    AND release.given = 0
ORDER BY hotel, subject;
