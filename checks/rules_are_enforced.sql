-- Enforcement: no trigger is off, no constraint waits for validation, no index is invalid.
-- Severity: critical.
-- Held by: nothing; whoever owns the schema can switch a rule off.
-- Reads: catalog.
-- Where this finds something, the other checks tell what it let through.
SELECT
    'rules_are_enforced' AS check_name,
    '' AS hotel,
    off.subject,
    off.finding,
    NULL::timestamptz AS since,
    off.mend
FROM (
    SELECT
        'trigger ' || trigger.tgname AS subject,
        'is off on ' || trigger.tgrelid::regclass AS finding,
        format('ALTER TABLE %s ENABLE TRIGGER %I', trigger.tgrelid::regclass, trigger.tgname) AS mend
    FROM pg_catalog.pg_trigger AS trigger
    INNER JOIN pg_catalog.pg_class AS relation ON trigger.tgrelid = relation.oid
    WHERE relation.relnamespace = 'hotelmate'::regnamespace AND trigger.tgenabled NOT IN ('O', 'A')
    UNION ALL
    SELECT
        'constraint ' || rule.conname AS subject,
        'is not validated or not enforced on ' || rule.conrelid::regclass AS finding,
        format('ALTER TABLE %s VALIDATE CONSTRAINT %I', rule.conrelid::regclass, rule.conname) AS mend
    FROM pg_catalog.pg_constraint AS rule
    WHERE rule.connamespace = 'hotelmate'::regnamespace AND NOT (rule.convalidated AND rule.conenforced)
    UNION ALL
    SELECT
        'index ' || part.indexrelid::regclass AS subject,
        'is invalid' AS finding,
        'REINDEX INDEX ' || part.indexrelid::regclass AS mend
    FROM pg_catalog.pg_index AS part
    INNER JOIN pg_catalog.pg_class AS relation ON part.indrelid = relation.oid
    WHERE relation.relnamespace = 'hotelmate'::regnamespace AND NOT part.indisvalid
) AS off
ORDER BY off.subject;
