-- Enforcement: every constraint is enforced and was proved for all rows, and every index is whole.
-- Severity: critical.
-- Held by: nothing; NOT VALID, NOT ENFORCED and CREATE INDEX CONCURRENTLY leave a rule half on until they are finished.
-- Reads: catalog.
SELECT
    'constraints_not_validated' AS check_name,
    '' AS hotel,
    open_end.subject,
    open_end.finding,
    NULL::timestamptz AS since,
    open_end.mend
FROM (
    SELECT
        'constraint ' || rule.conname AS subject,
        CASE
            WHEN NOT rule.conenforced THEN 'is not enforced on '
            ELSE 'holds new rows only, on '
        END || coalesce(relation.relname, type_of.typname) AS finding,
        CASE
            WHEN type_of.oid IS NOT NULL
                THEN format('ALTER DOMAIN hotelmate.%I VALIDATE CONSTRAINT %I;', type_of.typname, rule.conname)
            WHEN rule.conenforced
                THEN format('ALTER TABLE hotelmate.%I VALIDATE CONSTRAINT %I;', relation.relname, rule.conname)
            WHEN rule.contype = 'f'
                THEN format('ALTER TABLE hotelmate.%I ALTER CONSTRAINT %I ENFORCED;', relation.relname, rule.conname)
            ELSE
                format(
                    'drop constraint %I of table hotelmate.%I, then hotelmate adopt adds it while others write',
                    rule.conname, relation.relname
                )
        END AS mend
    FROM pg_catalog.pg_constraint AS rule
    LEFT JOIN pg_catalog.pg_class AS relation ON rule.conrelid = relation.oid
    LEFT JOIN pg_catalog.pg_type AS type_of ON rule.contypid = type_of.oid
    WHERE
        rule.connamespace = 'hotelmate'::regnamespace
        AND NOT (rule.convalidated AND rule.conenforced)
    UNION ALL
    SELECT
        'index ' || part.relname AS subject,
        'is not whole, on ' || relation.relname AS finding,
        'REINDEX INDEX CONCURRENTLY hotelmate.' || quote_ident(part.relname) || ';' AS mend
    FROM pg_catalog.pg_index AS indexed
    INNER JOIN pg_catalog.pg_class AS part ON indexed.indexrelid = part.oid
    INNER JOIN pg_catalog.pg_class AS relation ON indexed.indrelid = relation.oid
    WHERE
        relation.relnamespace = 'hotelmate'::regnamespace
        AND NOT (indexed.indisvalid AND indexed.indisready AND indexed.indislive)
) AS open_end
ORDER BY open_end.subject, open_end.finding;
