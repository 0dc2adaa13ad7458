-- Access: who is counted among those who try to log in has tried.
-- Severity: low.
-- Held by: log_in_limit_counts.
-- Reads: live state.
SELECT
    'log_in_limit_counts' AS check_name,
    '' AS hotel,
    'count of attempts to log in' AS subject,
    format('says that there were %s', counted.failures) AS finding,
    counted.since,
    'DELETE FROM hotelmate.log_in_limit WHERE failures <= 0;' AS mend
FROM hotelmate.log_in_limit AS counted
WHERE counted.failures <= 0
ORDER BY counted.since;
