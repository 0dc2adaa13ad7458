-- Access: what is told of somebody's access is one of eight things that can happen to it.
-- Severity: medium.
-- Held by: access_event_known.
-- Reads: history.
SELECT
    'access_event_known' AS check_name,
    hotel.slug AS hotel,
    'staff ' || coalesce(staff.username, told.staff_id::text) AS subject,
    format('has %s told of their access, which is none of the eight', told.event) AS finding,
    told.occurred_at AS since,
    'stays in the history: ask who was at work then, and keep the answer elsewhere' AS mend
FROM hotelmate.access_event AS told
INNER JOIN hotelmate.hotel ON told.hotel_id = hotel.hotel_id
LEFT JOIN hotelmate.staff ON told.hotel_id = staff.hotel_id AND told.staff_id = staff.id
WHERE
    told.event NOT IN (
        'STAFF_ADDED', 'STAFF_CHANGED', 'PASSWORD_SET', 'PASSWORD_REMOVED', 'SESSION_REVOKED',
        'API_KEY_ISSUED', 'API_KEY_CHANGED', 'API_KEY_REVOKED'
    )
ORDER BY hotel, subject;
