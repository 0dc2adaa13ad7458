WITH difference AS (
    SELECT
        coalesce(made.kind, present.kind) AS kind,
        coalesce(nullif(coalesce(made.part_of, present.part_of), '') || '.', '') AS owner,
        coalesce(made.part_of, present.part_of) AS part_of,
        coalesce(made.name, present.name) AS name,
        present.definition,
        CASE
            WHEN present.name IS NULL THEN 'is missing'
            WHEN made.name IS NULL THEN 'is not part of the schema'
            ELSE 'is not as the migrations make it'
        END AS what
    FROM made
    FULL JOIN present ON made.kind = present.kind AND made.part_of = present.part_of AND made.name = present.name
    WHERE
        -- One more index that refuses nothing is a DBA's business.
        (made.name IS NULL AND present.kind <> 'index')
        OR present.name IS NULL
        OR (
            made.digest <> md5(replace(present.definition, 'hotelmate.', ''))
            AND current_setting('server_version_num')::integer / 10000 = 18
        )
)

SELECT
    'objects_differ_from_snapshot' AS check_name,
    '' AS hotel,
    difference.kind || ' ' || CASE difference.kind WHEN 'column' THEN difference.owner ELSE '' END
    || difference.name AS subject,
    difference.what || CASE
        WHEN difference.kind <> 'column' AND difference.part_of <> '' THEN ' on ' || difference.part_of
        ELSE ''
    END || coalesce(': ' || left(difference.definition, 300), '') AS finding,
    NULL::timestamptz AS since,
    CASE
        -- These are older than the files of schema/triggers, which lean on them.
        WHEN
            difference.what <> 'is not part of the schema' AND difference.kind = 'function'
            AND replace(difference.name, 'hotelmate.', '') IN (
                'acting_role', 'acts_for_api', 'are_choice_labels', 'are_choices', 'is_text_by_language',
                'current_actor', 'current_source', 'current_staff_id',
                'current_reason', 'current_request_id'
            )
            THEN
                'make it anew, as CREATE OR REPLACE FUNCTION, from its CREATE FUNCTION in '
                || 'schema/migrations/sql/0001_tenants.up.sql'
        WHEN
            difference.what <> 'is not part of the schema'
            AND difference.kind IN ('trigger', 'function')
            THEN 'DELETE FROM hotelmate.repeatable_file, then hotelmate migrate: they are made anew'
        WHEN
            difference.kind IN ('policy', 'row security') OR difference.kind LIKE 'privileges of % on function'
            OR difference.kind LIKE 'privileges of % on table' OR difference.kind LIKE 'privileges of % on sequence'
            OR difference.kind LIKE 'privileges of % on table of revisions'
            OR (difference.kind LIKE 'privileges of % on schema' AND difference.name = 'hotelmate')
            THEN 'DELETE FROM hotelmate.repeatable_file, then hotelmate migrate: all of them are made anew'
        WHEN difference.kind = 'owner' THEN 'find out who made it, then ALTER … OWNER TO hotelmate_owner'
        WHEN difference.kind IN ('role', 'membership')
            THEN 'find out who changed it, then ALTER ROLE, GRANT or REVOKE, as schema/roles.sql says'
        WHEN difference.kind LIKE 'row of %'
            THEN
                'write the row as schema/migrations/sql has it, DELETE FROM hotelmate.repeatable_file, then hotelmate '
                || 'migrate makes the privileges anew'
        WHEN difference.kind LIKE 'privileges of %' THEN 'GRANT or REVOKE, as schema/snapshot.sql says'
        WHEN difference.what = 'is not part of the schema' THEN 'find out who made it and drop it where nobody needs it'
        WHEN difference.what = 'is missing' AND difference.kind IN ('constraint', 'index', 'unique index')
            THEN 'hotelmate adopt adds it while others write'
        WHEN difference.kind IN ('constraint', 'index', 'unique index')
            THEN 'find out who changed it, drop it, then hotelmate adopt adds it while others write'
        ELSE 'compare with schema/snapshot.sql and write the ALTER that is missing'
    END AS mend
FROM difference
ORDER BY subject, finding;
