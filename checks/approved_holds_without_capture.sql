-- Payment: what is held for a booking that staff approved is being captured.
-- Severity: high.
-- Held by: nothing; triggers write the instruction to capture, and no key proves that there is one. A capture that
-- failed, payment_instructions_waiting tells.
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
        ELSE
            format(
                'have it captured: '
                || 'INSERT INTO hotelmate.payment_instruction (hotel_id, booking_id, payment_id, kind, amount)'
                || ' VALUES (%s, %s, %s, ''CAPTURE'', %s);', booking.hotel_id, booking.id, booking.payment_id,
                least(ledger.held, booking.total_amount)
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
        ), 0) AS held
    FROM hotelmate.payment_entry AS entry
    WHERE
        entry.hotel_id = booking.hotel_id AND entry.booking_id = booking.id
        AND entry.payment_id = booking.payment_id
) AS ledger ON true
INNER JOIN LATERAL (
    SELECT count(*) AS given
    FROM hotelmate.payment_instruction AS told
    WHERE
        told.hotel_id = booking.hotel_id AND told.booking_id = booking.id
        AND told.payment_id = booking.payment_id AND told.kind = 'CAPTURE'
        AND told.state IN ('PENDING', 'DONE', 'FAILED')
) AS capture ON true
WHERE
    booking.status = 'PENDING_APPROVAL'
    AND booking.approved_at IS NOT NULL
    AND ledger.held > 0
    AND capture.given = 0
ORDER BY hotel, subject;
