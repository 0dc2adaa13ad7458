-- Enforcement: each role of staff has in the database what its permissions need, and nothing else of its own.
-- Severity: critical.
-- Held by: nothing; what is written to the tables of permissions is granted at once, but a DBA can grant past them.
-- Reads: catalog.
-- What all that acts for somebody may do, like reading whose hotel it is, is granted to hotelmate_speaker.
WITH needed AS (
    SELECT DISTINCT
        role.database_role,
        privilege.table_name,
        privilege.verb,
        coalesce(meant.column_name, '') AS column_name
    FROM hotelmate.staff_role AS role
    INNER JOIN hotelmate.staff_role_permission AS permitted ON role.name = permitted.role
    INNER JOIN hotelmate.permission_privilege AS privilege ON permitted.permission = privilege.permission
    LEFT JOIN LATERAL (
        SELECT named.name AS column_name
        FROM unnest(privilege.columns) AS named (name)
        UNION ALL
        SELECT attribute.attname::text AS column_name
        FROM pg_catalog.pg_attribute AS attribute
        WHERE
            privilege.columns = '{}' AND privilege.verb = 'SELECT'
            AND attribute.attrelid = to_regclass(format('hotelmate.%I', privilege.table_name))
            AND attribute.attnum > 0 AND NOT attribute.attisdropped
            AND NOT EXISTS (
                SELECT 1
                FROM hotelmate.secret_column AS secret
                WHERE secret.table_name = privilege.table_name AND secret.column_name = attribute.attname
            )
    ) AS meant ON true
),

granted AS (
    SELECT
        role.database_role,
        relation.relname::text AS table_name,
        entry.privilege_type AS verb,
        true AS is_of_table,
        coalesce(attribute.attname::text, '') AS column_name
    FROM hotelmate.staff_role AS role
    INNER JOIN pg_catalog.pg_roles AS grantee ON role.database_role = grantee.rolname
    CROSS JOIN pg_catalog.pg_class AS relation
    CROSS JOIN LATERAL aclexplode(relation.relacl) AS entry
    LEFT JOIN pg_catalog.pg_attribute AS attribute
        ON
            relation.oid = attribute.attrelid AND attribute.attnum > 0 AND NOT attribute.attisdropped
            AND entry.privilege_type IN ('SELECT', 'INSERT', 'UPDATE')
    WHERE
        relation.relnamespace = 'hotelmate'::regnamespace AND relation.relkind IN ('r', 'p', 'v', 'm')
        AND entry.grantee = grantee.oid
    UNION ALL
    SELECT
        role.database_role,
        relation.relname::text AS table_name,
        entry.privilege_type AS verb,
        false AS is_of_table,
        attribute.attname::text AS column_name
    FROM hotelmate.staff_role AS role
    INNER JOIN pg_catalog.pg_roles AS grantee ON role.database_role = grantee.rolname
    CROSS JOIN pg_catalog.pg_attribute AS attribute
    INNER JOIN pg_catalog.pg_class AS relation ON attribute.attrelid = relation.oid
    CROSS JOIN LATERAL aclexplode(attribute.attacl) AS entry
    WHERE
        relation.relnamespace = 'hotelmate'::regnamespace AND NOT attribute.attisdropped
        AND entry.grantee = grantee.oid
),

differing AS (
    SELECT
        coalesce(needed.database_role, granted.database_role) AS database_role,
        coalesce(needed.table_name, granted.table_name) AS table_name,
        coalesce(needed.verb, granted.verb) AS verb,
        granted.verb IS NULL AS is_missing,
        -- What was granted of a whole table is taken back of the whole.
        CASE
            WHEN bool_or(granted.is_of_table) IS NOT TRUE
                THEN
                    ' (' || string_agg(
                        DISTINCT quote_ident(nullif(coalesce(needed.column_name, granted.column_name), '')), ', '
                    ) || ')'
        END AS columns
    FROM needed
    FULL JOIN granted
        ON
            needed.database_role = granted.database_role AND needed.table_name = granted.table_name
            AND needed.verb = granted.verb AND needed.column_name = granted.column_name
    WHERE needed.verb IS NULL OR granted.verb IS NULL
    GROUP BY
        coalesce(needed.database_role, granted.database_role), coalesce(needed.table_name, granted.table_name),
        coalesce(needed.verb, granted.verb), granted.verb IS NULL
)

SELECT
    'privileges_differ_from_permissions' AS check_name,
    '' AS hotel,
    'role ' || database_role AS subject,
    format(
        CASE WHEN is_missing THEN 'lacks %s%s on %s, which a permission needs'
            ELSE 'has %s%s on %s, which no permission needs'
        END, verb, columns, table_name
    ) AS finding,
    NULL::timestamptz AS since,
    format(
        CASE WHEN is_missing THEN 'GRANT %s%s ON hotelmate.%I TO %I;' ELSE 'REVOKE %s%s ON hotelmate.%I FROM %I;' END,
        verb, columns, table_name, database_role
    ) AS mend
FROM differing
ORDER BY subject, finding;
