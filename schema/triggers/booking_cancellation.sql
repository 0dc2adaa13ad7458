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
