-- Access: a permission needs of a table to read, insert, update or delete, and nothing else.
-- Severity: high.
-- Held by: permission_privilege_verb_known.
-- Reads: catalog.
SELECT
    'permission_privilege_verb_known' AS check_name,
    '' AS hotel,
    'permission ' || needed.permission AS subject,
    format('needs %s of %s', needed.verb, needed.table_name) AS finding,
    NULL::timestamptz AS since,
    format(
        'DELETE FROM hotelmate.permission_privilege WHERE permission = %L AND table_name = %L AND verb = %L;',
        needed.permission, needed.table_name, needed.verb
    ) AS mend
FROM hotelmate.permission_privilege AS needed
WHERE needed.verb NOT IN ('SELECT', 'INSERT', 'UPDATE', 'DELETE')
ORDER BY subject, finding;
