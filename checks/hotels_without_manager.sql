-- Access: a hotel where people work has a manager, who can let others in and out.
-- Severity: medium.
-- Held by: nothing; the first manager of a hotel is made by a command. That there stays one, hotel_keeps_manager holds.
-- Reads: live state.
WITH working AS (
    SELECT
        staff.hotel_id,
        count(*) FILTER (WHERE staff.role <> 'INTEGRATION') AS people,
        count(*) FILTER (WHERE staff.role = 'MANAGER') AS managers,
        min(staff.created_at) AS since
    FROM hotelmate.staff
    WHERE staff.is_active
    GROUP BY staff.hotel_id
)

SELECT
    'hotels_without_manager' AS check_name,
    hotel.slug AS hotel,
    'hotel ' || hotel.slug AS subject,
    format('has people at work (%s), and never had a manager', working.people) AS finding,
    working.since,
    format('hotelmate staff add USERNAME --hotel %s --role MANAGER --name …', hotel.slug) AS mend
FROM working
INNER JOIN hotelmate.hotel ON working.hotel_id = hotel.hotel_id
WHERE
    working.people > 0 AND working.managers = 0
    AND NOT EXISTS (
        SELECT 1
        FROM hotelmate.access_event AS told
        WHERE told.hotel_id = working.hotel_id AND told.role = 'MANAGER' AND told.is_active
    )
ORDER BY hotel.slug;
