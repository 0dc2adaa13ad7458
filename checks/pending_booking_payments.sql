-- Payment: a booking that waits for payment has none, and one that waits for approval has its price authorised and
-- not captured yet. The ledger is added up anew here; that the amounts of the booking agree with it,
-- booking_payments asks.
-- Severity: critical.
-- Held by: booking_paid_is_confirmed, booking_pending_approval_is_authorised, booking_pending_payment_is_unpaid,
-- desk_payment_is_the_price. What the desk took counts for the booking at once; here it shows as money of a booking
-- that still waits for it.
-- Reads: live state.
SELECT
    broken.rule AS check_name,
    hotel.slug AS hotel,
    'booking ' || booking.booking_reference AS subject,
    CASE broken.rule
        WHEN 'desk_payment_is_the_price'
            THEN
                format(
                    'costs %s %s and the desk took %s %s', booking.total_amount, booking.currency,
                    ledger.authorised, ledger.currency
                )
        ELSE
            format(
                'is %s, authorised %s and paid %s: %s shows %s authorised, %s voided and %s captured of %s %s',
                booking.status, coalesce('at ' || booking.payment_authorized_at, 'never'),
                coalesce('at ' || booking.paid_at, 'never'),
                coalesce('payment ' || ledger.payment_id, 'no ledger'), ledger.authorised, ledger.voided,
                ledger.captured, booking.total_amount, booking.currency
            )
    END AS finding,
    coalesce(ledger.recorded_at, booking.updated_at) AS since,
    CASE
        WHEN broken.rule = 'desk_payment_is_the_price'
            THEN 'give the money back at the desk, cancel the booking and make a new one at the price agreed'
        WHEN ledger.provider = 'desk' AND booking.status = 'PENDING_PAYMENT' AND booking.payment_id IS NULL
            THEN 'hotelmate reconcile takes the payment from the ledger; compare with the till'
        WHEN ledger.provider = 'desk' AND booking.status = 'PENDING_PAYMENT'
            THEN
                'compare with the till; the desk has the payment, so the status is behind: write PENDING_APPROVAL to '
                || 'it, as a correction (corrections + 1, with hotelmate.reason set)'
        WHEN ledger.provider = 'desk' AND broken.rule = 'booking_paid_is_confirmed'
            THEN
                'compare with the till; where it has the money, approve the booking; else a DBA takes paid_at away, '
                || 'with booking_stamps_are_final off for it'
        WHEN ledger.provider = 'desk' AND booking.payment_authorized_at IS NULL
            THEN 'hotelmate reconcile takes the stamp from the ledger; compare with the till'
        WHEN ledger.provider = 'desk'
            THEN
                'compare with the till; decline the booking and make a new one, or agree on the price that was paid '
                || '(total_amount) and approve it'
        WHEN
            broken.rule = 'booking_paid_is_confirmed' AND ledger.provider = 'stripe'
            AND ledger.captured >= greatest(booking.total_amount, 1)
            THEN
                format(
                    'look at the evidence first: see in Stripe''s Dashboard that payment %s is captured and that staff '
                    'approved the booking; then it is paid: '
                    'UPDATE hotelmate.room_booking SET status = ''CONFIRMED'' WHERE hotel_id = %s AND id = %s;',
                    ledger.payment_id, booking.hotel_id, booking.id
                )
        WHEN booking.status = 'PENDING_PAYMENT' AND ledger.last_seq IS NULL
            THEN
                'hotelmate payments reconcile asks Stripe; where nothing was paid, a DBA takes the stamps away, with '
                || 'booking_stamps_are_final off for it'
        WHEN booking.status = 'PENDING_PAYMENT'
            THEN 'hotelmate payments reconcile asks Stripe; cancel the booking if nothing is held'
        ELSE 'hotelmate payments reconcile asks Stripe; decline the booking if nothing is held'
    END AS mend
FROM hotelmate.room_booking AS booking
INNER JOIN hotelmate.hotel ON booking.hotel_id = hotel.hotel_id
-- What the desk took is the booking's, whether the booking knows of it or not.
INNER JOIN LATERAL (
    SELECT
        min(entry.payment_id) AS payment_id,
        min(entry.provider) AS provider,
        min(entry.currency) AS currency,
        max(entry.seq) AS last_seq,
        max(entry.created_at) AS recorded_at,
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
        AND (entry.payment_id = booking.payment_id OR (booking.payment_id IS NULL AND entry.provider = 'desk'))
) AS ledger ON true
INNER JOIN LATERAL unnest(array_remove(ARRAY[
    CASE
        WHEN
            booking.status = 'PENDING_PAYMENT' AND booking.payment_id IS NULL AND ledger.last_seq IS NOT NULL
            AND (ledger.authorised, ledger.currency) <> (booking.total_amount, booking.currency)
            THEN 'desk_payment_is_the_price'
        WHEN
            booking.status = 'PENDING_PAYMENT'
            AND (
                num_nonnulls(booking.payment_authorized_at, booking.paid_at, booking.payment_id) > 0
                OR ledger.authorised > 0
            )
            THEN 'booking_pending_payment_is_unpaid'
        WHEN booking.status = 'PENDING_PAYMENT'
            THEN NULL
        WHEN booking.paid_at IS NOT NULL OR ledger.captured >= greatest(booking.total_amount, 1)
            THEN 'booking_paid_is_confirmed'
        WHEN
            booking.payment_authorized_at IS NULL
            OR ledger.authorised - ledger.voided < booking.total_amount
            THEN 'booking_pending_approval_is_authorised'
    END
], NULL)) AS broken (rule) ON true
WHERE
    booking.status IN ('PENDING_PAYMENT', 'PENDING_APPROVAL')
    -- Else booking_payments tells it.
    AND CASE
        WHEN booking.payment_id IS NULL
            THEN
                booking.payment_seq IS NULL AND booking.payment_provider IS NULL
                AND (
                    booking.authorised_amount, booking.captured_amount, booking.voided_amount,
                    booking.refunded_amount, booking.disputed_amount
                ) = (0, 0, 0, 0, 0)
        ELSE
            (
                booking.payment_seq, booking.payment_provider, booking.currency, booking.authorised_amount,
                booking.captured_amount, booking.voided_amount, booking.refunded_amount, booking.disputed_amount
            ) IS NOT DISTINCT FROM (
                ledger.last_seq, ledger.provider, ledger.currency, ledger.authorised,
                ledger.captured, ledger.voided, ledger.refunded, ledger.disputed
            )
    END
ORDER BY hotel, subject;
