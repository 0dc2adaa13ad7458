-- Tenants: a cancellation term counts from the day of arrival or before and refunds 0 to 100 per cent.
-- Severity: high.
-- Held by: cancellation_term_days_from_zero, cancellation_term_percent.
-- Reads: live state.
SELECT
    broken.rule AS check_name,
    judged.hotel,
    format('cancellation term of %s days', judged.days_before_arrival) AS subject,
    CASE broken.rule
        WHEN 'cancellation_term_percent' THEN format('refunds %s per cent', judged.refund_percent)
        ELSE format('counts from %s days before arrival, not 0 to 3650', judged.days_before_arrival)
    END AS finding,
    NULL::timestamptz AS since,
    format(
        'UPDATE hotelmate.cancellation_term SET %s = … WHERE hotel_id = %s AND days_before_arrival = %s; '
        'bookings made meanwhile keep the terms they were made under',
        CASE broken.rule WHEN 'cancellation_term_percent' THEN 'refund_percent' ELSE 'days_before_arrival' END,
        judged.hotel_id, judged.days_before_arrival
    ) AS mend
FROM (
    SELECT
        term.*,
        hotel.slug AS hotel,
        array_remove(ARRAY[
            CASE WHEN term.days_before_arrival NOT BETWEEN 0 AND 3650 THEN 'cancellation_term_days_from_zero' END,
            CASE WHEN term.refund_percent NOT BETWEEN 0 AND 100 THEN 'cancellation_term_percent' END
        ], NULL) AS rules
    FROM hotelmate.hotel
    INNER JOIN hotelmate.cancellation_term AS term ON hotel.hotel_id = term.hotel_id
) AS judged
CROSS JOIN LATERAL unnest(judged.rules) AS broken (rule)
ORDER BY judged.hotel, subject;
