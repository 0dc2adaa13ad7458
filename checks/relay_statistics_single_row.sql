-- Realtime: the figures of the relay are one row.
-- Severity: low; figures are missing or counted twice, delivery goes on.
-- Held by: relay_statistics_single_row.
-- Reads: live state.
SELECT
    'relay_statistics_single_row' AS check_name,
    '' AS hotel,
    'table relay_statistics' AS subject,
    format('has %s rows', count(*)) AS finding,
    NULL::timestamptz AS since,
    CASE count(*)
        WHEN 0 THEN 'INSERT INTO hotelmate.relay_statistics DEFAULT VALUES;'
        ELSE
            'in one transaction: BEGIN; '
            || 'ALTER TABLE hotelmate.relay_statistics DISABLE TRIGGER tg_relay_statistics__refuse_removal; '
            || 'DELETE FROM hotelmate.relay_statistics WHERE NOT only_row; '
            || 'ALTER TABLE hotelmate.relay_statistics ENABLE TRIGGER tg_relay_statistics__refuse_removal; COMMIT;'
    END AS mend
FROM hotelmate.relay_statistics
HAVING count(*) FILTER (WHERE only_row) <> 1 OR count(*) <> 1
ORDER BY hotel, subject;
