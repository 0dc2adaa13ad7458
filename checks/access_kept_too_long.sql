-- Access: what is kept of log-ins and requests goes when its time is over: answers after a day, counts of attempts
-- after a day, sessions 30 days after they expired.
-- Severity: low.
-- Held by: nothing; the API removes them beside its requests, while one runs.
-- Reads: live state. The oldest of each, by an index. A day more is allowed.
SELECT
    'access_kept_too_long' AS check_name,
    '' AS hotel,
    'table ' || oldest.kept_in AS subject,
    'has a row whose time was over more than a day ago' AS finding,
    oldest.since,
    'see whether the API runs, and in its log why it removes nothing' AS mend
FROM (
    SELECT
        'idempotency_key' AS kept_in,
        min(kept.created_at) + interval '1 day' AS since
    FROM hotelmate.idempotency_key AS kept
    UNION ALL
    SELECT
        'log_in_limit' AS kept_in,
        min(kept.since) + interval '1 day' AS since
    FROM hotelmate.log_in_limit AS kept
    UNION ALL
    SELECT
        'staff_session' AS kept_in,
        min(kept.expires_at) + interval '30 days' AS since
    FROM hotelmate.staff_session AS kept
) AS oldest
WHERE oldest.since < now() - interval '1 day'
ORDER BY subject;
