-- What a cancellation costs the guest: the terms that the booking was made under, on the hotel's calendar.

CREATE OR REPLACE FUNCTION hotelmate.cancellation_terms_of_hotel(hotel bigint) RETURNS jsonb
LANGUAGE plpgsql STABLE -- its plan is kept for the session
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
BEGIN
    RETURN coalesce(
        (
            SELECT jsonb_agg(
                jsonb_build_object(
                    'days_before_arrival', term.days_before_arrival, 'refund_percent', term.refund_percent
                ) ORDER BY term.days_before_arrival DESC
            )
            FROM cancellation_term AS term WHERE term.hotel_id = hotel
        ),
        '[]'
    );
END
$$;
COMMENT ON FUNCTION hotelmate.cancellation_terms_of_hotel(bigint) IS
'A hotel''s cancellation terms of today, the earliest first, as a booking keeps them.';

CREATE OR REPLACE FUNCTION hotelmate.refund_percent(terms jsonb, days_before_arrival integer) RETURNS integer
LANGUAGE sql IMMUTABLE
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
SELECT coalesce(
    (
        SELECT term.refund_percent
        FROM jsonb_to_recordset(terms) AS term (days_before_arrival integer, refund_percent integer)
        WHERE term.days_before_arrival <= $2
        ORDER BY term.days_before_arrival DESC LIMIT 1
    ),
    CASE WHEN terms = '[]' THEN 100 ELSE 0 END -- a hotel without terms keeps nothing
)
$$;
COMMENT ON FUNCTION hotelmate.refund_percent(jsonb, integer) IS
'Percentage refunded when a booking is cancelled so many days before arrival: the term with most days that fits.';

CREATE OR REPLACE FUNCTION hotelmate.cancellation_fee(booking hotelmate.room_booking) RETURNS bigint
LANGUAGE sql STABLE
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
SELECT CASE
    -- Before it was confirmed the hotel had promised nothing.
    WHEN booking.status <> 'CONFIRMED' THEN 0
    ELSE (
        -- Of what the hotel still has, and does not give back already.
        SELECT kept.amount - floor(
            kept.amount::numeric * refund_percent(
                booking.cancellation_terms, booking.check_in - (now() AT TIME ZONE booking.time_zone)::date
            ) / 100
        )::bigint
        FROM (
            SELECT booking.captured_amount - booking.refunded_amount - coalesce(sum(refund.amount), 0)::bigint AS amount
            FROM payment_instruction AS refund
            WHERE refund.hotel_id = booking.hotel_id AND refund.booking_id = booking.id
                AND refund.payment_id = booking.payment_id AND refund.kind = 'REFUND' AND refund.state = 'PENDING'
        ) AS kept
    )
END
$$;
COMMENT ON FUNCTION hotelmate.cancellation_fee(hotelmate.room_booking) IS
'What the hotel keeps of a booking that is cancelled now, minor units; the refund is rounded down.';

CREATE OR REPLACE FUNCTION hotelmate.refunds_told_of(
    of_hotel bigint, of_booking bigint, of_payment bigint
)
RETURNS TABLE (pending bigint, left_to_people bigint, on_top bigint)
LANGUAGE plpgsql STABLE -- its plan is kept for the session
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
BEGIN
    RETURN QUERY
    SELECT
        coalesce(sum(refund.amount) FILTER (WHERE refund.state = 'PENDING'), 0)::bigint,
        -- What the guest's bank could not take is for people to settle, not to be sent again and again: it
        -- came back, or failed at once, or somebody has seen to it and said so.
        coalesce(sum(refund.amount) FILTER (
            WHERE refund.state = 'FAILED' OR (refund.state = 'DONE' AND NOT EXISTS (
                SELECT FROM payment_entry AS made
                WHERE made.hotel_id = refund.hotel_id AND made.payment_id = refund.payment_id
                    AND made.instruction_id = refund.id AND made.kind = 'REFUNDED' AND NOT EXISTS (
                        SELECT FROM payment_entry AS back
                        WHERE back.hotel_id = made.hotel_id AND back.payment_id = made.payment_id
                            AND back.refund_id = made.refund_id AND back.kind = 'REFUND_FAILED'
                    )
            ))
        ), 0)::bigint,
        -- What staff refund after the end comes on top of what the terms say.
        coalesce(sum(refund.amount) FILTER (
            WHERE refund.is_on_top AND refund.state <> 'WITHDRAWN'
        ), 0)::bigint
    FROM payment_instruction AS refund
    WHERE refund.hotel_id = of_hotel AND refund.booking_id = of_booking
        AND refund.payment_id = of_payment AND refund.kind = 'REFUND';
END
$$;
COMMENT ON FUNCTION hotelmate.refunds_told_of(bigint, bigint, bigint) IS
'What Stripe was told to refund of a payment: still pending, left to people, and given by staff after the end.';

CREATE OR REPLACE FUNCTION hotelmate.cancellation_outcome(booking hotelmate.room_booking)
RETURNS TABLE (refund_percent integer, fee_amount bigint, refund_amount bigint)
LANGUAGE sql STABLE
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
SELECT
    CASE
        WHEN booking.status <> 'CONFIRMED' THEN 100
        ELSE refund_percent(
            booking.cancellation_terms, booking.check_in - (now() AT TIME ZONE booking.time_zone)::date
        )
    END,
    fee.amount,
    greatest(
        booking.captured_amount - booking.refunded_amount - told.pending
        - greatest(fee.amount + told.left_to_people, booking.disputed_amount),
        0
    )
FROM (SELECT cancellation_fee(booking)) AS fee (amount)
CROSS JOIN refunds_told_of(booking.hotel_id, booking.id, booking.payment_id) AS told
$$;
COMMENT ON FUNCTION hotelmate.cancellation_outcome(hotelmate.room_booking) IS
'What cancelling a booking now would do: the percentage that is refunded, what the hotel keeps, what is refunded.';

CREATE OR REPLACE FUNCTION hotelmate.cancellation_outcome_of(of_hotel bigint, of_booking bigint)
RETURNS TABLE (refund_percent integer, fee_amount bigint, refund_amount bigint)
LANGUAGE sql STABLE SECURITY DEFINER -- whoever reads a booking need not read all that decides it
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
SELECT outcome.refund_percent, outcome.fee_amount, outcome.refund_amount
FROM room_booking AS booking
CROSS JOIN cancellation_outcome(booking) AS outcome
WHERE
    booking.hotel_id = of_hotel AND booking.id = of_booking
    -- This runs as the owner, who without a hotel sees all of them: the API does not.
    AND booking.hotel_id = CASE WHEN hotelmate.acts_for_api() THEN hotelmate.current_hotel_id() ELSE of_hotel END
$$;
COMMENT ON FUNCTION hotelmate.cancellation_outcome_of(bigint, bigint) IS
'What cancelling a booking of the transaction''s hotel now would do, for whoever may read the booking.';
