-- Every object of schema hotelmate that takes part in holding a rule or in who may do what: its kind, what it belongs
-- to, its name and its definition as text. No settings of storage, no other roles and what they may do: those are a
-- DBA's business. Whether a trigger is off or a constraint not validated is no part of it: other checks tell.
WITH product_role AS (
    SELECT
        role.oid,
        role.rolname::text AS name
    FROM pg_catalog.pg_roles AS role
    WHERE
        role.rolname IN (
            'hotelmate_owner', 'hotelmate_speaker', 'hotelmate_api', 'hotelmate_dispatcher', 'hotelmate_front_desk',
            'hotelmate_housekeeping', 'hotelmate_manager', 'hotelmate_auditor', 'hotelmate_integration',
            'hotelmate_guest', 'hotelmate_gate', 'hotelmate_relay', 'hotelmate_checks'
        )
)

SELECT
    CASE relation.relkind WHEN 'r' THEN 'table' WHEN 'v' THEN 'view' ELSE 'relation' END AS kind,
    '' AS part_of,
    relation.relname::text AS name,
    concat_ws(
        ' ', relation.relkind, relation.relpersistence,
        CASE WHEN relation.relkind = 'v' THEN relation.reloptions::text || pg_get_viewdef(relation.oid) END
    ) AS definition
FROM pg_catalog.pg_class AS relation
WHERE
    relation.relnamespace = 'hotelmate'::regnamespace
    AND relation.relkind IN ('r', 'p', 'v', 'm', 'f')
UNION ALL
SELECT
    'column' AS kind,
    relation.relname::text AS part_of,
    attribute.attname::text AS name,
    concat_ws(
        ' ', format_type(attribute.atttypid, attribute.atttypmod), collation_of.collname,
        CASE WHEN attribute.attnotnull THEN 'NOT NULL' END,
        CASE attribute.attidentity WHEN 'a' THEN 'ALWAYS IDENTITY' WHEN 'd' THEN 'BY DEFAULT IDENTITY' END,
        CASE attribute.attgenerated WHEN 's' THEN 'STORED' WHEN 'v' THEN 'VIRTUAL' END,
        pg_get_expr(worth.adbin, worth.adrelid)
    ) AS definition
FROM pg_catalog.pg_class AS relation
INNER JOIN pg_catalog.pg_attribute AS attribute ON relation.oid = attribute.attrelid
LEFT JOIN pg_catalog.pg_attrdef AS worth
    ON attribute.attrelid = worth.adrelid AND attribute.attnum = worth.adnum
LEFT JOIN pg_catalog.pg_collation AS collation_of
    ON attribute.attcollation = collation_of.oid AND collation_of.collname <> 'default'
WHERE
    relation.relnamespace = 'hotelmate'::regnamespace AND relation.relkind IN ('r', 'p')
    AND attribute.attnum > 0 AND NOT attribute.attisdropped
UNION ALL
SELECT
    'domain' AS kind,
    '' AS part_of,
    type_of.typname::text AS name,
    concat_ws(
        ' ', format_type(type_of.typbasetype, type_of.typtypmod), CASE WHEN type_of.typnotnull THEN 'NOT NULL' END,
        type_of.typdefault
    ) AS definition
FROM pg_catalog.pg_type AS type_of
WHERE type_of.typnamespace = 'hotelmate'::regnamespace AND type_of.typtype = 'd'
UNION ALL
-- NOT NULL is told of with its column.
SELECT
    'constraint' AS kind,
    coalesce(relation.relname, type_of.typname)::text AS part_of,
    rule.conname::text AS name,
    regexp_replace(pg_get_constraintdef(rule.oid), '( NOT VALID| NOT ENFORCED)+$', '') AS definition
FROM pg_catalog.pg_constraint AS rule
LEFT JOIN pg_catalog.pg_class AS relation ON rule.conrelid = relation.oid
LEFT JOIN pg_catalog.pg_type AS type_of ON rule.contypid = type_of.oid
WHERE rule.connamespace = 'hotelmate'::regnamespace AND rule.contype IN ('c', 'f', 'p', 'u', 'x')
UNION ALL
-- The index of a key is told of with its constraint.
SELECT
    CASE WHEN indexed.indisunique THEN 'unique index' ELSE 'index' END AS kind,
    relation.relname::text AS part_of,
    part.relname::text AS name,
    pg_get_indexdef(part.oid) AS definition
FROM pg_catalog.pg_index AS indexed
INNER JOIN pg_catalog.pg_class AS part ON indexed.indexrelid = part.oid
INNER JOIN pg_catalog.pg_class AS relation ON indexed.indrelid = relation.oid
WHERE
    relation.relnamespace = 'hotelmate'::regnamespace
    AND NOT EXISTS (
        SELECT 1 FROM pg_catalog.pg_constraint AS key
        WHERE key.conindid = part.oid AND key.contype IN ('p', 'u', 'x')
    )
UNION ALL
SELECT
    'trigger' AS kind,
    relation.relname::text AS part_of,
    trigger.tgname::text AS name,
    -- One that is off has no definition here: whether it is to fire always cannot be compared.
    pg_get_triggerdef(trigger.oid)
    || CASE trigger.tgenabled WHEN 'O' THEN '' WHEN 'A' THEN ' ALWAYS' END AS definition
FROM pg_catalog.pg_trigger AS trigger
INNER JOIN pg_catalog.pg_class AS relation ON trigger.tgrelid = relation.oid
WHERE relation.relnamespace = 'hotelmate'::regnamespace AND NOT trigger.tgisinternal
UNION ALL
-- What hides rows, from the checks too, or adds some that no key of the table sees.
SELECT
    'row security' AS kind,
    '' AS part_of,
    relation.relname::text AS name,
    CASE
        WHEN NOT relation.relrowsecurity THEN 'switched off'
        WHEN relation.relforcerowsecurity THEN 'for the owner, too'
        ELSE 'but for the owner'
    END AS definition
FROM pg_catalog.pg_class AS relation
WHERE
    relation.relnamespace = 'hotelmate'::regnamespace AND (relation.relrowsecurity OR relation.relforcerowsecurity)
UNION ALL
SELECT
    'policy' AS kind,
    relation.relname::text AS part_of,
    policy.polname::text AS name,
    concat_ws(
        ' ', CASE WHEN NOT policy.polpermissive THEN 'RESTRICTIVE' END, policy.polcmd, 'TO',
        (
            SELECT string_agg(coalesce(role.rolname, 'PUBLIC'), ', ' ORDER BY role.rolname)
            FROM unnest(policy.polroles) AS named (role_oid)
            LEFT JOIN pg_catalog.pg_roles AS role ON named.role_oid = role.oid
        ),
        pg_get_expr(policy.polqual, policy.polrelid), pg_get_expr(policy.polwithcheck, policy.polrelid)
    ) AS definition
FROM pg_catalog.pg_policy AS policy
INNER JOIN pg_catalog.pg_class AS relation ON policy.polrelid = relation.oid
WHERE relation.relnamespace = 'hotelmate'::regnamespace
UNION ALL
SELECT
    'child table' AS kind,
    relation.relname::text AS part_of,
    child.relnamespace::regnamespace::text || '.' || child.relname AS name,
    'its rows are read with those of ' || relation.relname AS definition
FROM pg_catalog.pg_inherits AS heir
INNER JOIN pg_catalog.pg_class AS relation ON heir.inhparent = relation.oid
INNER JOIN pg_catalog.pg_class AS child ON heir.inhrelid = child.oid
WHERE
    relation.relnamespace = 'hotelmate'::regnamespace AND relation.relkind = 'r'
    AND child.relnamespace <> 'hotelmate'::regnamespace
UNION ALL
-- What rules and privileges are derived from. Legal steps have a check of their own; who may do what is a DBA's to
-- change.
SELECT
    'row of secret_column' AS kind,
    '' AS part_of,
    secret.table_name || '.' || secret.column_name AS name,
    'is a secret' AS definition
FROM hotelmate.secret_column AS secret
UNION ALL
SELECT
    'row of staff_role' AS kind,
    '' AS part_of,
    staff_role.name,
    'acts as ' || staff_role.database_role AS definition
FROM hotelmate.staff_role
UNION ALL
SELECT
    'row of precheckin_kind' AS kind,
    '' AS part_of,
    precheckin_kind.name,
    'has the rule ' || precheckin_kind.rule AS definition
FROM hotelmate.precheckin_kind
UNION ALL
SELECT
    'rule' AS kind,
    relation.relname::text AS part_of,
    rewriting.rulename::text AS name,
    pg_get_ruledef(rewriting.oid) AS definition
FROM pg_catalog.pg_rewrite AS rewriting
INNER JOIN pg_catalog.pg_class AS relation ON rewriting.ev_class = relation.oid
WHERE relation.relnamespace = 'hotelmate'::regnamespace AND rewriting.rulename <> '_RETURN'
UNION ALL
SELECT
    'function' AS kind,
    '' AS part_of,
    'hotelmate.' || routine.proname AS name,
    string_agg(
        pg_get_functiondef(routine.oid), E'\n' ORDER BY pg_get_function_identity_arguments(routine.oid)
    ) AS definition
FROM pg_catalog.pg_proc AS routine
WHERE routine.pronamespace = 'hotelmate'::regnamespace AND routine.prokind IN ('f', 'p')
GROUP BY routine.proname
UNION ALL
-- What the roles may do without a privilege of their own.
SELECT
    'membership' AS kind,
    member.name AS part_of,
    granted.rolname::text AS name,
    concat_ws(
        ' ', member.name || ' may act as ' || granted.rolname,
        CASE WHEN bool_or(membership.inherit_option) THEN 'and does without asking' END,
        CASE WHEN NOT bool_or(membership.set_option) THEN 'without SET' END,
        CASE WHEN bool_or(membership.admin_option) THEN 'and lets others' END
    ) AS definition
FROM pg_catalog.pg_auth_members AS membership
INNER JOIN product_role AS member ON membership.member = member.oid
INNER JOIN pg_catalog.pg_roles AS granted ON membership.roleid = granted.oid
GROUP BY member.name, granted.rolname
UNION ALL
-- Whether the three that log in may is a DBA's business: others may be members of them and log in instead.
SELECT
    'role' AS kind,
    '' AS part_of,
    product_role.name,
    concat_ws(
        ' ', 'a role of the product',
        CASE
            WHEN
                role.rolcanlogin AND role.rolname NOT IN ('hotelmate_gate', 'hotelmate_relay', 'hotelmate_checks')
                THEN 'LOGIN'
        END,
        CASE WHEN role.rolsuper THEN 'SUPERUSER' END,
        CASE WHEN role.rolbypassrls THEN 'BYPASSRLS' END,
        CASE WHEN role.rolcreaterole THEN 'CREATEROLE' END,
        CASE WHEN role.rolcreatedb THEN 'CREATEDB' END,
        CASE WHEN role.rolreplication THEN 'REPLICATION' END
    ) AS definition
FROM product_role
INNER JOIN pg_catalog.pg_roles AS role ON product_role.oid = role.oid
UNION ALL
-- A function that runs as its owner is held by the owner's policies, unless a superuser owns it.
SELECT
    'owner' AS kind,
    '' AS part_of,
    owned.name,
    'belongs to ' || owned.owner::regrole::text || ' and not to hotelmate_owner' AS definition
FROM (
    SELECT
        'function hotelmate.' || routine.proname AS name,
        max(routine.proowner) AS owner
    FROM pg_catalog.pg_proc AS routine
    WHERE
        routine.pronamespace = 'hotelmate'::regnamespace
        AND routine.proowner <> coalesce(to_regrole('hotelmate_owner'), 0::regrole)
    GROUP BY routine.proname
    UNION ALL
    SELECT
        'relation ' || relation.relname AS name,
        relation.relowner AS owner
    FROM pg_catalog.pg_class AS relation
    WHERE
        relation.relnamespace = 'hotelmate'::regnamespace AND relation.relkind IN ('r', 'p', 'v', 'm', 'f', 'S')
        AND relation.relowner <> coalesce(to_regrole('hotelmate_owner'), 0::regrole)
    UNION ALL
    SELECT
        'schema ' || namespace.nspname AS name,
        namespace.nspowner AS owner
    FROM pg_catalog.pg_namespace AS namespace
    WHERE
        namespace.nspname = 'hotelmate'
        AND namespace.nspowner <> coalesce(to_regrole('hotelmate_owner'), 0::regrole)
    UNION ALL
    SELECT
        'domain ' || type_of.typname AS name,
        type_of.typowner AS owner
    FROM pg_catalog.pg_type AS type_of
    WHERE
        type_of.typnamespace = 'hotelmate'::regnamespace AND type_of.typtype = 'd'
        AND type_of.typowner <> coalesce(to_regrole('hotelmate_owner'), 0::regrole)
) AS owned
UNION ALL
-- What the roles and everybody may do, on the whole or on columns. The owner may do everything in its schema. What
-- roles of staff may do in tables follows the tables of permissions, which are a DBA's to change: another check
-- compares the two.
SELECT
    'privileges of ' || coalesce(role.name, 'PUBLIC') || ' on ' || granted.kind AS kind,
    '' AS part_of,
    granted.name,
    string_agg(
        item.privilege_type || coalesce(' (' || granted.column_name || ')', '')
        || CASE WHEN item.is_grantable THEN ' grantable' ELSE '' END,
        ', ' ORDER BY item.privilege_type, granted.column_name
    ) AS definition
FROM (
    SELECT
        'table' AS kind,
        relation.relname::text AS name,
        NULL::text AS column_name,
        coalesce(relation.relacl, acldefault('r', relation.relowner)) AS acl
    FROM pg_catalog.pg_class AS relation
    WHERE relation.relnamespace = 'hotelmate'::regnamespace AND relation.relkind IN ('r', 'p', 'v', 'm', 'f')
    UNION ALL
    SELECT
        'table' AS kind,
        relation.relname::text AS name,
        attribute.attname::text AS column_name,
        attribute.attacl AS acl
    FROM pg_catalog.pg_class AS relation
    INNER JOIN pg_catalog.pg_attribute AS attribute ON relation.oid = attribute.attrelid
    WHERE relation.relnamespace = 'hotelmate'::regnamespace AND NOT attribute.attisdropped
    UNION ALL
    SELECT
        'table of revisions' AS kind,
        'public.alembic_version' AS name,
        NULL::text AS column_name,
        coalesce(relation.relacl, acldefault('r', relation.relowner)) AS acl
    FROM pg_catalog.pg_class AS relation
    INNER JOIN pg_catalog.pg_namespace AS place ON relation.relnamespace = place.oid
    WHERE place.nspname = 'public' AND relation.relname = 'alembic_version'
    UNION ALL
    SELECT
        'table of revisions' AS kind,
        'public.alembic_version' AS name,
        attribute.attname::text AS column_name,
        attribute.attacl AS acl
    FROM pg_catalog.pg_class AS relation
    INNER JOIN pg_catalog.pg_namespace AS place ON relation.relnamespace = place.oid
    INNER JOIN pg_catalog.pg_attribute AS attribute ON relation.oid = attribute.attrelid
    WHERE place.nspname = 'public' AND relation.relname = 'alembic_version' AND NOT attribute.attisdropped
    UNION ALL
    SELECT
        'sequence' AS kind,
        relation.relname::text AS name,
        NULL::text AS column_name,
        coalesce(relation.relacl, acldefault('s', relation.relowner)) AS acl
    FROM pg_catalog.pg_class AS relation
    WHERE relation.relnamespace = 'hotelmate'::regnamespace AND relation.relkind = 'S'
    UNION ALL
    SELECT
        'function' AS kind,
        'hotelmate.' || routine.proname AS name,
        NULL::text AS column_name,
        coalesce(routine.proacl, acldefault('f', routine.proowner)) AS acl
    FROM pg_catalog.pg_proc AS routine
    WHERE routine.pronamespace = 'hotelmate'::regnamespace
    UNION ALL
    SELECT
        'domain' AS kind,
        type_of.typname::text AS name,
        NULL::text AS column_name,
        coalesce(type_of.typacl, acldefault('T', type_of.typowner)) AS acl
    FROM pg_catalog.pg_type AS type_of
    WHERE type_of.typnamespace = 'hotelmate'::regnamespace AND type_of.typtype = 'd'
    UNION ALL
    SELECT
        'schema' AS kind,
        namespace.nspname::text AS name,
        NULL::text AS column_name,
        coalesce(namespace.nspacl, acldefault('n', namespace.nspowner)) AS acl
    FROM pg_catalog.pg_namespace AS namespace
    WHERE namespace.nspname IN ('hotelmate', 'public')
    UNION ALL
    -- Its name is of no importance.
    SELECT
        'database' AS kind,
        'that is connected to' AS name,
        NULL::text AS column_name,
        database_of.datacl AS acl
    FROM pg_catalog.pg_database AS database_of
    WHERE database_of.datname = current_database()
    UNION ALL
    SELECT
        'parameter' AS kind,
        parameter.parname AS name,
        NULL::text AS column_name,
        parameter.paracl AS acl
    FROM pg_catalog.pg_parameter_acl AS parameter
) AS granted
CROSS JOIN LATERAL aclexplode(granted.acl) AS item
LEFT JOIN product_role AS role ON item.grantee = role.oid
WHERE
    (item.grantee = 0 OR role.name <> 'hotelmate_owner' OR (granted.kind = 'parameter' AND role.name IS NOT NULL))
    AND NOT (
        granted.kind = 'table'
        AND coalesce(role.name, '') IN (SELECT staff_role.database_role FROM hotelmate.staff_role)
    )
    -- Outside of the product's schema, whether somebody may connect and look is a DBA's business; whether they may
    -- make something there that others then take for ours is not.
    AND (
        (granted.kind <> 'database' AND (granted.kind, granted.name) <> ('schema', 'public'))
        OR item.privilege_type = 'CREATE'
    )
GROUP BY role.name, granted.kind, granted.name
