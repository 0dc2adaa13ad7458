-- Payment: what is held for a booking that staff approved is being captured.
-- Severity: high.
-- Held by: nothing; triggers write the instruction to capture, and no key proves that there is one. A part that was
-- captured is no capture of the rest: what is held still waits for its own. A capture that failed,
-- payment_instructions_waiting tells for a week; a booking that is paid, pending_booking_payments.
-- Reads: live state.
SELECT
    'approved_holds_without_capture' AS check_name,
    hotel.slug AS hotel,
    'booking ' || booking.booking_reference AS subject,
    format(
        'is approved and waits for its payment: %s of %s %s are held by payment %s (%s), and nothing captures them',
        ledger.held, booking.total_amount, booking.currency, booking.payment_id, ledger.provider
    ) AS finding,
    booking.approved_at AS since,
    CASE
        -- Where the trail does not know the status, somebody may have forged it, and money is not moved on it.
        WHEN
            booking.status <> coalesce((
                SELECT step.to_status
                FROM hotelmate.booking_event AS step
                WHERE
                    step.hotel_id = booking.hotel_id AND step.booking_id = booking.id
                    AND step.version = booking.version
            ), 'none')
            THEN
                'first settle booking_has_audit_row: the trail does not say that the booking is ' || booking.status
                || '; what is to be captured then, hotelmate check tells'
        WHEN ledger.provider = 'desk'
            THEN
                format(
                    'see that the desk has the money, then confirm it: '
                    'UPDATE hotelmate.room_booking SET status = ''CONFIRMED'' WHERE hotel_id = %s AND id = %s;',
                    booking.hotel_id, booking.id
                )
        -- One that is DONE stays so, and payment_captured_once refuses another.
        WHEN capture.done IS NOT NULL
            THEN
                'capture the rest in Stripe''s Dashboard, then run hotelmate payments reconcile: capture instruction '
                || capture.done || ' is DONE, and none is given after it'
        ELSE
            format(
                'have it captured: '
                || 'INSERT INTO hotelmate.payment_instruction (hotel_id, booking_id, payment_id, kind, amount)'
                || ' VALUES (%s, %s, %s, ''CAPTURE'', %s);', booking.hotel_id, booking.id, booking.payment_id,
                least(ledger.held, booking.total_amount - ledger.captured)
            )
    END AS mend
FROM hotelmate.room_booking AS booking
INNER JOIN hotelmate.hotel ON booking.hotel_id = hotel.hotel_id
INNER JOIN LATERAL (
    SELECT
        min(entry.provider) AS provider,
        coalesce(sum(
            CASE
                WHEN entry.kind = 'AUTHORISED' THEN entry.amount
                WHEN entry.kind IN ('CAPTURED', 'VOIDED') THEN -entry.amount
            END
        ), 0) AS held,
        coalesce(sum(entry.amount) FILTER (WHERE entry.kind = 'CAPTURED'), 0) AS captured
    FROM hotelmate.payment_entry AS entry
    WHERE
        entry.hotel_id = booking.hotel_id AND entry.booking_id = booking.id
        AND entry.payment_id = booking.payment_id
) AS ledger ON true
INNER JOIN LATERAL (
    SELECT
        count(*) FILTER (
            WHERE told.state = 'PENDING' OR (told.state = 'FAILED' AND told.settled_at > now() - interval '7 days')
        ) AS under_way,
        max(told.id) FILTER (WHERE told.state = 'DONE') AS done
    FROM hotelmate.payment_instruction AS told
    WHERE
        told.hotel_id = booking.hotel_id AND told.booking_id = booking.id
        AND told.payment_id = booking.payment_id AND told.kind = 'CAPTURE'
) AS capture ON true
WHERE
    booking.status = 'PENDING_APPROVAL'
    AND booking.approved_at IS NOT NULL
    AND ledger.held > 0
    AND ledger.captured < booking.total_amount
    AND capture.under_way = 0
ORDER BY hotel, subject;
