-- Access: a hotel that had an active manager has one. Else nobody could let anybody in.
-- Severity: high.
-- Held by: hotel_keeps_manager.
-- Reads: live state.
SELECT
    'hotel_keeps_manager' AS check_name,
    hotel.slug AS hotel,
    'hotel ' || hotel.slug AS subject,
    'has no active manager any more' AS finding,
    lost.since,
    format(
        'take one back or make one: hotelmate staff add USERNAME --hotel %s --role MANAGER --name …', hotel.slug
    ) AS mend
FROM hotelmate.hotel
INNER JOIN LATERAL (
    SELECT max(told.occurred_at) AS since
    FROM hotelmate.access_event AS told
    WHERE told.hotel_id = hotel.hotel_id AND told.event IN ('STAFF_ADDED', 'STAFF_CHANGED')
    HAVING bool_or(told.role = 'MANAGER' AND told.is_active)
) AS lost ON true
WHERE
    NOT EXISTS (
        SELECT 1
        FROM hotelmate.staff
        WHERE staff.hotel_id = hotel.hotel_id AND staff.role = 'MANAGER' AND staff.is_active
    )
ORDER BY hotel.slug;
