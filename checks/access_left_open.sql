-- Access: nobody who left has a session or an API key that works.
-- Severity: high.
-- Held by: nothing; triggers end them when somebody leaves, and no request of such staff is let in anyway.
-- Reads: live state.
SELECT
    'access_left_open' AS check_name,
    hotel.slug AS hotel,
    'staff ' || staff.username AS subject,
    open.finding,
    open.since,
    open.mend
FROM (
    SELECT
        session.hotel_id,
        session.staff_id,
        'left, and has a session that nobody ended' AS finding,
        session.started_at AS since,
        format(
            'UPDATE hotelmate.staff_session SET ended_at = now(), ended_reason = ''STAFF_CHANGED'' '
            'WHERE hotel_id = %s AND id = ''%s'';', session.hotel_id, session.id
        ) AS mend
    FROM hotelmate.staff_session AS session
    INNER JOIN hotelmate.staff AS gone ON session.hotel_id = gone.hotel_id AND session.staff_id = gone.id
    WHERE session.ended_at IS NULL AND session.expires_at > now() AND NOT gone.is_active
    UNION ALL
    SELECT
        key.hotel_id,
        key.staff_id,
        format('left, and has an API key, %s, that nobody revoked', key.id) AS finding,
        key.created_at AS since,
        format(
            'UPDATE hotelmate.api_key SET revoked_at = now() WHERE hotel_id = %s AND id = %s;', key.hotel_id, key.id
        ) AS mend
    FROM hotelmate.api_key AS key
    INNER JOIN hotelmate.staff AS holder ON key.hotel_id = holder.hotel_id AND key.staff_id = holder.id
    WHERE key.revoked_at IS NULL AND key.expires_at > now() AND NOT holder.is_active
) AS open
INNER JOIN hotelmate.hotel ON open.hotel_id = hotel.hotel_id
INNER JOIN hotelmate.staff ON open.hotel_id = staff.hotel_id AND open.staff_id = staff.id
ORDER BY hotel.slug, subject;
