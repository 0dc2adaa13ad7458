-- The roles of PostgreSQL that the product uses. Roles belong to the whole server and not to a database, so they are
-- no part of a revision: every migration starts here, as the user who migrates, and finds most of them made.
-- What each may do is granted by schema/triggers/zx_privileges.sql; docs/security.md has the whole matrix.
--
-- Three log in, without a password until a DBA gives them one. The others are what somebody acts as.
DO $roles$
DECLARE
    v_role record;
BEGIN
    FOR v_role IN
        SELECT wanted.name, wanted.kind, wanted.meaning
        FROM (
            VALUES
            (
                'hotelmate_owner', 'NOLOGIN',
                'Owns every object. Migrations, functions that run as the owner and DBAs act as it.'
            ),
            (
                'hotelmate_speaker', 'NOLOGIN',
                'Acts for somebody and must say for whom: all that the API acts as have it.'
            ),
            (
                'hotelmate_api', 'NOLOGIN',
                'What the API does by itself at one hotel: drafts lapse, payments are carried out.'
            ),
            (
                'hotelmate_dispatcher', 'NOLOGIN',
                'Finds out at which hotel there is work; stores what a payment provider says, for whomever it is.'
            ),
            ('hotelmate_front_desk', 'NOLOGIN', 'What requests of the front desk act as.'),
            ('hotelmate_housekeeping', 'NOLOGIN', 'What requests of housekeeping act as.'),
            ('hotelmate_manager', 'NOLOGIN', 'What requests of a manager act as.'),
            ('hotelmate_auditor', 'NOLOGIN', 'What requests of an auditor act as.'),
            ('hotelmate_integration', 'NOLOGIN', 'What requests of a program with an API key act as.'),
            ('hotelmate_guest', 'NOLOGIN', 'What requests of a guest with a link act as: one booking, its own.'),
            (
                'hotelmate_gate', 'LOGIN',
                'What the API connects as: it finds out who calls, and then acts as one of the others.'
            ),
            ('hotelmate_relay', 'LOGIN', 'Numbers and delivers the events of every hotel.'),
            ('hotelmate_checks', 'LOGIN', 'Reads everything but secrets, and keeps what the checks found.')
        ) AS wanted (name, kind, meaning)
        WHERE to_regrole(wanted.name) IS NULL
    LOOP
        BEGIN
            EXECUTE format('CREATE ROLE %I %s', v_role.name, v_role.kind);
            EXECUTE format('COMMENT ON ROLE %I IS %L', v_role.name, v_role.meaning);
        EXCEPTION WHEN duplicate_object OR unique_violation THEN
            NULL; -- a migration of another database made it in this very moment
        END;
    END LOOP;
END
$roles$;

DO $members$
DECLARE
    v_pair record;
BEGIN
    FOR v_pair IN
        SELECT part.granted, part.member, part.inherit
        FROM (
            VALUES
            -- Whoever migrates is a DBA: the owner's rights are theirs, and they can act as any role.
            ('hotelmate_owner', current_user::text, true),
            ('hotelmate_api', current_user::text, false),
            ('hotelmate_gate', current_user::text, false),
            ('hotelmate_relay', current_user::text, false),
            ('hotelmate_checks', current_user::text, false),
            ('hotelmate_speaker', 'hotelmate_api', true),
            ('hotelmate_speaker', 'hotelmate_dispatcher', true),
            ('hotelmate_speaker', 'hotelmate_front_desk', true),
            ('hotelmate_speaker', 'hotelmate_housekeeping', true),
            ('hotelmate_speaker', 'hotelmate_manager', true),
            ('hotelmate_speaker', 'hotelmate_auditor', true),
            ('hotelmate_speaker', 'hotelmate_integration', true),
            -- The gate has none of their rights until it acts as one of them.
            ('hotelmate_api', 'hotelmate_gate', false),
            ('hotelmate_dispatcher', 'hotelmate_gate', false),
            ('hotelmate_front_desk', 'hotelmate_gate', false),
            ('hotelmate_housekeeping', 'hotelmate_gate', false),
            ('hotelmate_manager', 'hotelmate_gate', false),
            ('hotelmate_auditor', 'hotelmate_gate', false),
            ('hotelmate_integration', 'hotelmate_gate', false),
            ('hotelmate_guest', 'hotelmate_gate', false)
        ) AS part (granted, member, inherit)
        WHERE
            part.granted <> part.member
            AND NOT EXISTS (
                SELECT FROM pg_catalog.pg_auth_members AS known
                WHERE
                    known.roleid = to_regrole(part.granted) AND known.member = to_regrole(quote_ident(part.member))
                    AND known.set_option AND known.inherit_option = part.inherit
            )
    LOOP
        BEGIN
            EXECUTE format(
                'GRANT %I TO %I WITH SET TRUE, INHERIT %s', v_pair.granted, v_pair.member, v_pair.inherit::text
            );
        EXCEPTION WHEN unique_violation THEN
            NULL; -- as above
        END;
    END LOOP;
END
$members$;

-- The owner makes the schema, and Alembic's table beside it.
DO $database$
BEGIN
    IF NOT has_database_privilege('hotelmate_owner', current_database(), 'CREATE') THEN
        EXECUTE format('GRANT CREATE ON DATABASE %I TO hotelmate_owner', current_database());
    END IF;
    IF NOT has_schema_privilege('hotelmate_owner', 'public', 'CREATE') THEN
        GRANT USAGE, CREATE ON SCHEMA public TO hotelmate_owner;
    END IF;
    -- PostgreSQL lets everybody make temporary tables, which nobody here needs. Only the owner of the database can
    -- take that back; where another migrates it stays, and nothing leans on it: docs/security.md.
    IF
        has_database_privilege('hotelmate_gate', current_database(), 'TEMPORARY')
        AND EXISTS (
            SELECT FROM pg_catalog.pg_database AS present
            WHERE present.datname = current_database() AND pg_has_role(current_user, present.datdba, 'USAGE')
        )
    THEN
        EXECUTE format('REVOKE TEMPORARY ON DATABASE %I FROM public', current_database());
        EXECUTE format('GRANT TEMPORARY ON DATABASE %I TO hotelmate_owner', current_database());
    END IF;
END
$database$;

-- What belongs to somebody else, as in a dump that was restored without owners, is handed over. Whoever migrates must
-- own it or be a superuser. Sequences follow their tables.
DO $handed_over$
DECLARE
    v_object text;
BEGIN
    FOR v_object IN
        SELECT other.object
        FROM (
            SELECT
                1 AS place,
                format('SCHEMA %I', namespace.nspname) AS object,
                namespace.nspowner AS owner
            FROM pg_catalog.pg_namespace AS namespace
            WHERE namespace.nspname = 'hotelmate'
            UNION ALL
            SELECT
                2 AS place,
                format('TABLE %s', relation.oid::regclass) AS object,
                relation.relowner AS owner
            FROM pg_catalog.pg_class AS relation
            WHERE
                relation.oid = to_regclass('public.alembic_version')
                OR (relation.relnamespace = to_regnamespace('hotelmate') AND relation.relkind IN ('r', 'p', 'v', 'm'))
            UNION ALL
            SELECT
                2 AS place,
                format('DOMAIN %s', type_of.oid::regtype) AS object,
                type_of.typowner AS owner
            FROM pg_catalog.pg_type AS type_of
            WHERE type_of.typnamespace = to_regnamespace('hotelmate') AND type_of.typtype = 'd'
            UNION ALL
            SELECT
                2 AS place,
                format('ROUTINE %s', routine.oid::regprocedure) AS object,
                routine.proowner AS owner
            FROM pg_catalog.pg_proc AS routine
            WHERE routine.pronamespace = to_regnamespace('hotelmate')
        ) AS other
        WHERE other.owner <> to_regrole('hotelmate_owner')
        ORDER BY other.place, other.object
    LOOP
        EXECUTE format('ALTER %s OWNER TO hotelmate_owner', v_object);
    END LOOP;
END
$handed_over$;

-- A migration is about every hotel: keys are judged over the rows that policies show.
DO $every_hotel$
BEGIN
    PERFORM set_config('hotelmate.hotel_id', '', true);
END
$every_hotel$;

-- Everything from here on belongs to the owner, whoever migrates.
SET LOCAL ROLE hotelmate_owner;
