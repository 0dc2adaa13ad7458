-- Access: only people have a password and sessions, and a session has an end that lies after its start and, where
-- somebody ended it, a known reason.
-- Severity: high.
-- Held by: staff_password_of_person, staff_session_of_person, staff_session_expires_after_start,
-- staff_session_end_says_why, staff_session_end_known.
-- Reads: live state.
SELECT
    broken.check_name,
    hotel.slug AS hotel,
    'staff ' || coalesce(staff.username, broken.staff_id::text) AS subject,
    broken.finding,
    broken.since,
    CASE broken.check_name
        WHEN 'staff_password_of_person'
            THEN
                format(
                    'DELETE FROM hotelmate.staff_password WHERE hotel_id = %s AND staff_id = %s;',
                    broken.hotel_id, broken.staff_id
                )
        WHEN 'staff_session_of_person'
            THEN
                format(
                    'DELETE FROM hotelmate.staff_session WHERE hotel_id = %s AND id = ''%s'';',
                    broken.hotel_id, broken.session_id
                )
        ELSE
            format(
                'find out who wrote it, and let them log in anew: '
                'DELETE FROM hotelmate.staff_session WHERE hotel_id = %s AND id = ''%s'';',
                broken.hotel_id, broken.session_id
            )
    END AS mend
FROM (
    SELECT
        'staff_password_of_person' AS check_name,
        password.hotel_id,
        password.staff_id,
        NULL::uuid AS session_id,
        'has a password, and is no person of this hotel' AS finding,
        password.changed_at AS since
    FROM hotelmate.staff_password AS password
    LEFT JOIN hotelmate.staff AS owner
        ON password.hotel_id = owner.hotel_id AND password.staff_id = owner.id AND owner.role <> 'INTEGRATION'
    WHERE owner.id IS NULL
    UNION ALL
    SELECT
        ill.rule AS check_name,
        session.hotel_id,
        session.staff_id,
        session.id AS session_id,
        CASE ill.rule
            WHEN 'staff_session_of_person' THEN 'has a session, and is no person of this hotel'
            WHEN 'staff_session_expires_after_start'
                THEN format('has a session from %s that expires at %s', session.started_at, session.expires_at)
            WHEN 'staff_session_end_says_why'
                THEN
                    format(
                        'has a session that ended at %s, because %s',
                        coalesce(session.ended_at::text, 'no time'), coalesce(session.ended_reason, 'of nothing')
                    )
            ELSE format('has a session that ended because %s, which is no known reason', session.ended_reason)
        END AS finding,
        session.started_at AS since
    FROM hotelmate.staff_session AS session
    LEFT JOIN hotelmate.staff AS owner
        ON session.hotel_id = owner.hotel_id AND session.staff_id = owner.id AND owner.role <> 'INTEGRATION'
    CROSS JOIN LATERAL unnest(array_remove(ARRAY[
        CASE WHEN owner.id IS NULL THEN 'staff_session_of_person' END,
        CASE WHEN NOT session.expires_at > session.started_at THEN 'staff_session_expires_after_start' END,
        CASE
            WHEN (session.ended_at IS NULL) <> (session.ended_reason IS NULL) THEN 'staff_session_end_says_why'
        END,
        CASE
            WHEN
                session.ended_reason
                NOT IN ('LOGGED_OUT', 'TOKEN_REUSED', 'REVOKED', 'PASSWORD_CHANGED', 'STAFF_CHANGED')
                THEN 'staff_session_end_known'
        END
    ], NULL)) AS ill (rule)
) AS broken
INNER JOIN hotelmate.hotel ON broken.hotel_id = hotel.hotel_id
LEFT JOIN hotelmate.staff ON broken.hotel_id = staff.hotel_id AND broken.staff_id = staff.id
ORDER BY hotel, subject;
