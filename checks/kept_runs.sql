-- Consistency: what is kept of runs of the checks has known words and adds up.
-- Severity: low.
-- Held by: consistency_run_occasion_known, consistency_result_severity_known,
-- consistency_count_mends_what_was_found, consistency_finding_mend_is_told.
-- Reads: history.
SELECT
    broken.check_name,
    '' AS hotel,
    'run ' || broken.run_id AS subject,
    broken.finding,
    run.started_at AS since,
    'no hotel is touched: run hotelmate check anew, and let the old run go after HOTELMATE_CONSISTENCY_DAYS' AS mend
FROM (
    SELECT
        'consistency_run_occasion_known' AS check_name,
        odd.id AS run_id,
        'is of the occasion ' || odd.occasion || ', which is none of the three' AS finding
    FROM hotelmate.consistency_run AS odd
    WHERE odd.occasion NOT IN ('CHECK', 'RECONCILE', 'SCHEDULE')
    UNION ALL
    SELECT
        'consistency_result_severity_known' AS check_name,
        result.run_id,
        format('calls %s of the severity %s, which is none of the four', result.check_file, result.severity) AS finding
    FROM hotelmate.consistency_result AS result
    WHERE result.severity NOT IN ('critical', 'high', 'medium', 'low')
    UNION ALL
    SELECT
        'consistency_count_mends_what_was_found' AS check_name,
        counted.run_id,
        format('has %s of %s findings of %s mended', counted.mended, counted.findings, counted.check_file) AS finding
    FROM hotelmate.consistency_count AS counted
    WHERE NOT (counted.findings > 0 AND counted.mended >= 0 AND counted.mended <= counted.findings)
    UNION ALL
    SELECT
        'consistency_finding_mend_is_told' AS check_name,
        told.run_id,
        format('says that its finding %s is mended, and not how', told.number) AS finding
    FROM hotelmate.consistency_finding AS told
    WHERE told.mended_at IS NOT NULL AND (told.mend_outcome ~ '\S') IS NOT TRUE
) AS broken
INNER JOIN hotelmate.consistency_run AS run ON broken.run_id = run.id
ORDER BY hotel, subject;
