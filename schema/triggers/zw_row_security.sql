-- Each transaction of the API has one hotel and sees no other.
--
-- Every table of the schema gets its policies here, so that a new one is behind the wall before anybody thinks of it:
-- with hotel_id by the hotel, without it for those who are named. Forced, for the owner too: functions that run as
-- the owner see no other hotel than whoever called them.

-- What each policy says and for whom, as rows: {table}, {command}, who, which rows.
CREATE OR REPLACE FUNCTION hotelmate.row_policies()
RETURNS TABLE (table_name text, policy text, command text, roles text, visible text)
LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
WITH tables AS (
    SELECT
        relation.relname::text AS name,
        EXISTS (
            SELECT FROM pg_attribute AS attribute
            WHERE attribute.attrelid = relation.oid AND attribute.attname = 'hotel_id' AND NOT attribute.attisdropped
        ) AS has_hotel
    FROM pg_class AS relation
    WHERE relation.relnamespace = 'hotelmate'::regnamespace AND relation.relkind IN ('r', 'p')
)
-- Whatever acts for somebody: one hotel. A query of its own is asked once; without it, a query that looks something up
-- for each of many rows would ask each time.
SELECT name, 'hotel_of_transaction', 'ALL', 'hotelmate_speaker', 'hotel_id = (SELECT hotelmate.current_hotel_id())'
FROM tables
WHERE has_hotel
UNION ALL
-- The owner is a DBA, who may look at all hotels, and every function that runs as the owner, which may not where
-- its caller may not. What runs for a DBA must see what he writes to: a superuser passes every policy, and whoever
-- acts as the owner may choose another hotel within the statement that writes.
SELECT
    name, 'hotel_of_transaction_if_any', 'ALL', 'hotelmate_owner',
    CASE
        WHEN has_hotel
            THEN 'coalesce(hotel_id = nullif(pg_catalog.current_setting(''hotelmate.hotel_id'', true), '''')::bigint, true)'
                ' OR pg_catalog.current_setting(''is_superuser'') = ''on'''
                ' OR (SELECT pg_catalog.pg_has_role(hotelmate.acting_role()::name, ''hotelmate_owner'', ''USAGE''))'
        ELSE 'true'
    END
FROM tables
UNION ALL
SELECT name, 'checks_read_every_hotel', 'SELECT', 'hotelmate_checks', 'true'
FROM tables
UNION ALL
SELECT name, 'checks_keep_what_they_found', 'ALL', 'hotelmate_checks', 'true'
FROM tables
WHERE name LIKE 'consistency\_%'
UNION ALL
-- What was looked for in all hotels, and found in none, is told to each.
SELECT name, 'all_hotels_together', 'SELECT', 'hotelmate_speaker', 'hotel_id IS NULL'
FROM tables
WHERE name IN ('consistency_run', 'consistency_count', 'consistency_finding')
UNION ALL
SELECT
    'consistency_result', 'result_of_visible_run', 'SELECT', 'hotelmate_speaker',
    'EXISTS (SELECT FROM hotelmate.consistency_run AS run WHERE run.id = run_id)'
UNION ALL
SELECT name, 'relay_carries_every_hotel', 'ALL', 'hotelmate_relay', 'true'
FROM tables
WHERE name IN (
    'hotel', 'outbox_event', 'realtime_stream', 'realtime_channel', 'realtime_message', 'realtime_dead_letter',
    'relay_statistics'
)
UNION ALL
-- What is told to a guest is for the guest. This policy takes away what another gives, like the one of kept answers.
SELECT
    'realtime_message', 'staff_hears_no_guest', 'SELECT',
    'hotelmate_front_desk, hotelmate_housekeeping, hotelmate_manager, hotelmate_auditor, hotelmate_integration',
    'channel NOT LIKE ''guest.%'''
UNION ALL
-- A guest has their own booking and what belongs to it, and is told of the hotel what all guests are. No other policy
-- is for guests, so tables without a word here are closed to them.
SELECT
    name, 'guest_has_own_stay', 'ALL', 'hotelmate_guest',
    'hotel_id = (SELECT hotelmate.current_hotel_id())' || CASE
        WHEN name IN ('hotel', 'room_type', 'precheckin_form', 'precheckin_field') THEN ''
        WHEN name = 'room_booking' THEN ' AND id = (SELECT hotelmate.current_guest_booking_id())'
        WHEN name = 'room' THEN ' AND in_house_booking_id = (SELECT hotelmate.current_guest_booking_id())'
        ELSE ' AND booking_id = (SELECT hotelmate.current_guest_booking_id())'
    END
FROM tables
WHERE name IN (
    'hotel', 'room_type', 'room', 'room_booking', 'booking_guest', 'guest', 'guest_chat_session', 'booking_token',
    'precheckin_form', 'precheckin_field'
)
UNION ALL
-- An answer is told again to whoever it was told to, and to nobody else of the hotel.
SELECT
    'idempotency_key', 'answers_of_whoever_acts', 'ALL', 'hotelmate_speaker',
    'staff_id = (SELECT hotelmate.current_staff_id())'
UNION ALL
-- Who calls is found out before there is a hotel.
SELECT name, 'gate_finds_who_calls', 'SELECT', 'hotelmate_gate', 'true'
FROM tables
WHERE name IN ('hotel', 'staff', 'staff_session', 'api_key', 'api_key_scope')
UNION ALL
SELECT name, 'dispatcher_finds_work', 'SELECT', 'hotelmate_dispatcher', 'true'
FROM tables
WHERE name IN (
    'hotel', 'hotel_directory', 'room_booking', 'payment', 'payment_entry', 'payment_session', 'payment_instruction',
    'stripe_payment_intent', 'stripe_webhook_event', 'payment_reconciliation', 'outbox_event', 'realtime_stream',
    'realtime_channel', 'realtime_message', 'realtime_dead_letter', 'relay_statistics', 'consistency_run',
    'consistency_result', 'consistency_count', 'guest_message'
)
UNION ALL
SELECT name, 'dispatcher_stores_what_stripe_says', 'ALL', 'hotelmate_dispatcher', 'true'
FROM tables
WHERE name IN ('stripe_webhook_event', 'payment_reconciliation')
UNION ALL
-- What is the same for everybody.
SELECT name, 'same_for_every_hotel', 'SELECT', 'public', 'true'
FROM tables
WHERE name IN (
    'time_zone', 'booking_transition', 'turnover_transition', 'task_transition', 'staff_role', 'permission',
    'staff_role_permission', 'permission_privilege', 'secret_column', 'repeatable_file', 'country', 'precheckin_kind'
)
$$;
COMMENT ON FUNCTION hotelmate.row_policies() IS
'The policies that every table of the schema should have: which rows each role sees and may write.';

DO $$
DECLARE
    v_policy record;
BEGIN
    FOR v_policy IN
        SELECT relation.relname
        FROM pg_catalog.pg_class AS relation
        WHERE
            relation.relnamespace = 'hotelmate'::regnamespace AND relation.relkind IN ('r', 'p')
            AND NOT (relation.relrowsecurity AND relation.relforcerowsecurity)
    LOOP
        EXECUTE format(
            'ALTER TABLE hotelmate.%I ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', v_policy.relname
        );
    END LOOP;
    FOR v_policy IN SELECT tablename, policyname FROM pg_catalog.pg_policies WHERE schemaname = 'hotelmate' LOOP
        EXECUTE format('DROP POLICY %I ON hotelmate.%I', v_policy.policyname, v_policy.tablename);
    END LOOP;
    FOR v_policy IN SELECT * FROM hotelmate.row_policies() LOOP
        EXECUTE format(
            'CREATE POLICY %I ON hotelmate.%I AS %s FOR %s TO %s USING (%s)',
            v_policy.policy, v_policy.table_name,
            CASE
                WHEN v_policy.policy IN ('staff_hears_no_guest', 'answers_of_whoever_acts') THEN 'RESTRICTIVE'
                ELSE 'PERMISSIVE'
            END,
            v_policy.command, v_policy.roles, v_policy.visible
        );
        EXECUTE format(
            'COMMENT ON POLICY %I ON hotelmate.%I IS %L', v_policy.policy, v_policy.table_name,
            CASE v_policy.policy
                WHEN 'hotel_of_transaction' THEN 'A transaction that acts for somebody has one hotel.'
                WHEN 'hotel_of_transaction_if_any' THEN 'What runs as the owner for others stays in the chosen hotel.'
                ELSE initcap(left(replace(v_policy.policy, '_', ' '), 1)) || substr(replace(v_policy.policy, '_', ' '), 2)
                    || '.'
            END
        );
    END LOOP;
END
$$;
