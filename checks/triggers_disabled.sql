-- Enforcement: no trigger is off, neither one of the schema's own nor one by which PostgreSQL judges a foreign key,
-- and no setting of the server, the database or a role switches them off.
-- Severity: critical.
-- Held by: nothing; whoever owns the schema can switch a rule off.
-- Reads: catalog.
-- The other checks tell what it let through meanwhile. A guard that is to fire always is told of by
-- objects_differ_from_snapshot once it is on again.
SELECT
    'triggers_disabled' AS check_name,
    '' AS hotel,
    off.subject,
    off.finding,
    NULL::timestamptz AS since,
    off.mend
FROM (
    SELECT
        'trigger ' || trigger.tgname AS subject,
        CASE trigger.tgenabled
            WHEN 'R' THEN 'fires in replica mode only, on '
            ELSE 'is off on '
        END || relation.relname AS finding,
        format(
            'ALTER TABLE hotelmate.%I ENABLE %sTRIGGER %I;', relation.relname,
            -- Guards that hold in a replica, too.
            CASE
                WHEN
                    trigger.tgname IN (
                        'evidence_is_append_only', 'webhook_event_is_evidence',
                        'outbox_event_is_immutable', 'outbox_event_kept_until_numbered',
                        'tg_outbox_event__refuse_truncate', 'realtime_message_is_immutable',
                        'realtime_message_kept_until_delivered', 'tg_realtime_message__refuse_truncate',
                        'tg_realtime_message__tell_what_was_removed', 'tg_booking_event__only_reason_is_erased',
                        'tg_payment_entry__only_reason_is_erased', 'tg_room_status_event__only_reason_is_erased'
                    )
                    THEN 'ALWAYS '
                ELSE ''
            END, trigger.tgname
        ) AS mend
    FROM pg_catalog.pg_trigger AS trigger
    INNER JOIN pg_catalog.pg_class AS relation ON trigger.tgrelid = relation.oid
    WHERE
        relation.relnamespace = 'hotelmate'::regnamespace AND NOT trigger.tgisinternal
        AND trigger.tgenabled NOT IN ('O', 'A')
    UNION ALL
    SELECT
        'foreign key ' || rule.conname AS subject,
        format('is not judged: %s of its triggers are off', count(*)) AS finding,
        string_agg(
            format('ALTER TABLE hotelmate.%I ENABLE TRIGGER %I;', relation.relname, trigger.tgname), ' '
            ORDER BY trigger.tgname
        ) AS mend
    FROM pg_catalog.pg_trigger AS trigger
    INNER JOIN pg_catalog.pg_class AS relation ON trigger.tgrelid = relation.oid
    INNER JOIN pg_catalog.pg_constraint AS rule ON trigger.tgconstraint = rule.oid
    WHERE
        rule.connamespace = 'hotelmate'::regnamespace AND trigger.tgisinternal
        AND trigger.tgenabled NOT IN ('O', 'A')
    GROUP BY rule.oid, rule.conname
    UNION ALL
    SELECT
        'setting session_replication_role' AS subject,
        format(
            'is %s for %s', setting.value,
            CASE WHEN given.setdatabase = 0 AND role.oid IS NULL THEN 'all roles'
                ELSE coalesce('role ' || role.rolname, 'this database')
            END
        ) AS finding,
        CASE
            WHEN role.oid IS NULL AND given.setdatabase = 0 THEN 'ALTER ROLE ALL RESET session_replication_role;'
            WHEN role.oid IS NULL
                THEN format('ALTER DATABASE %I RESET session_replication_role;', current_database())
            WHEN given.setdatabase = 0 THEN format('ALTER ROLE %I RESET session_replication_role;', role.rolname)
            ELSE
                format(
                    'ALTER ROLE %I IN DATABASE %I RESET session_replication_role;', role.rolname, current_database()
                )
        END AS mend
    FROM pg_catalog.pg_db_role_setting AS given
    CROSS JOIN LATERAL pg_options_to_table(given.setconfig) AS setting (name, value)
    LEFT JOIN pg_catalog.pg_database AS database_of ON given.setdatabase = database_of.oid
    LEFT JOIN pg_catalog.pg_roles AS role ON given.setrole = role.oid
    WHERE
        setting.name = 'session_replication_role' AND setting.value = 'replica'
        AND (given.setdatabase = 0 OR database_of.datname = current_database())
    UNION ALL
    SELECT
        'setting session_replication_role' AS subject,
        'is replica for the whole server, by ' || server.source AS finding,
        'see postgresql.conf, too: ALTER SYSTEM RESET session_replication_role; SELECT pg_reload_conf();' AS mend
    FROM pg_catalog.pg_settings AS server
    WHERE
        server.name = 'session_replication_role' AND server.setting = 'replica'
        AND server.source IN ('configuration file', 'command line', 'environment variable')
) AS off
ORDER BY off.subject;
