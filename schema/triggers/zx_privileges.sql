-- Who may enter the schema, and who may do what to which table and column: all of it is granted here. The roles of
-- staff get what hotelmate.staff_role_permission and hotelmate.permission_privilege say; docs/security.md shows the
-- result.
--
-- Derived columns, the audit trails, the ledger's totals and the outbox are written by triggers that run as the owner:
-- no other role may write them.

REVOKE ALL ON ALL TABLES IN SCHEMA hotelmate FROM
public, hotelmate_speaker, hotelmate_api, hotelmate_dispatcher, hotelmate_gate, hotelmate_relay, hotelmate_checks,
hotelmate_front_desk, hotelmate_housekeeping, hotelmate_manager, hotelmate_auditor, hotelmate_integration,
hotelmate_guest;

REVOKE ALL ON ALL SEQUENCES IN SCHEMA hotelmate FROM
public, hotelmate_speaker, hotelmate_api, hotelmate_dispatcher, hotelmate_gate, hotelmate_relay, hotelmate_checks,
hotelmate_front_desk, hotelmate_housekeeping, hotelmate_manager, hotelmate_auditor, hotelmate_integration,
hotelmate_guest;

REVOKE ALL ON SCHEMA hotelmate FROM
public, hotelmate_speaker, hotelmate_api, hotelmate_dispatcher, hotelmate_gate, hotelmate_relay, hotelmate_checks,
hotelmate_front_desk, hotelmate_housekeeping, hotelmate_manager, hotelmate_auditor, hotelmate_integration,
hotelmate_guest;

GRANT USAGE ON SCHEMA hotelmate TO
hotelmate_speaker, hotelmate_guest, hotelmate_gate, hotelmate_relay, hotelmate_checks;

-- Readiness compares the schema's revision with the program's.
DO $$
BEGIN
    IF to_regclass('public.alembic_version') IS NOT NULL THEN
        REVOKE ALL ON public.alembic_version FROM
        public, hotelmate_speaker, hotelmate_api, hotelmate_dispatcher, hotelmate_gate, hotelmate_relay,
        hotelmate_checks, hotelmate_front_desk, hotelmate_housekeeping, hotelmate_manager, hotelmate_auditor,
        hotelmate_integration, hotelmate_guest;
        GRANT SELECT ON public.alembic_version TO hotelmate_speaker, hotelmate_gate, hotelmate_relay, hotelmate_checks;
    END IF;
END
$$;

-- A check compares what the sequences gave with what is there. Nobody else needs them: identity columns take their
-- numbers without a privilege.
GRANT SELECT ON ALL SEQUENCES IN SCHEMA hotelmate TO hotelmate_checks;

CREATE OR REPLACE FUNCTION hotelmate.readable_columns(of_table text) RETURNS text
LANGUAGE sql STABLE
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
SELECT string_agg(quote_ident(attribute.attname), ', ' ORDER BY attribute.attnum)
FROM pg_attribute AS attribute
WHERE
    attribute.attrelid = to_regclass('hotelmate.' || quote_ident(of_table))
    AND attribute.attnum > 0 AND NOT attribute.attisdropped
    AND NOT EXISTS (
        SELECT FROM secret_column AS secret
        WHERE secret.table_name = of_table AND secret.column_name = attribute.attname
    )
$$;
COMMENT ON FUNCTION hotelmate.readable_columns(text) IS
'The columns of a table that are no secrets, as a list for GRANT.';

CREATE OR REPLACE FUNCTION hotelmate.grant_on_table(
    to_role text, on_table text, a_verb text, of_columns text[]
) RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
BEGIN
    EXECUTE format(
        'GRANT %s %s ON hotelmate.%I TO %I', a_verb,
        CASE
            WHEN of_columns <> '{}' AND a_verb <> 'DELETE' THEN
                (SELECT '(' || string_agg(quote_ident(named.name), ', ') || ')' FROM unnest(of_columns) AS named (name))
            -- A table without secrets is read as a whole, columns that are added later included.
            WHEN a_verb = 'SELECT' AND EXISTS (SELECT FROM secret_column WHERE secret_column.table_name = on_table)
                THEN '(' || readable_columns(on_table) || ')'
        END,
        on_table, to_role
    );
END
$$;
COMMENT ON FUNCTION hotelmate.grant_on_table(text, text, text, text[]) IS
'Grants a verb on columns of a table, or on all of them that are no secrets.';

CREATE OR REPLACE FUNCTION hotelmate.grant_permissions() RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
DECLARE
    v_role text;
    v_needed record;
BEGIN
    FOR v_role IN SELECT database_role FROM staff_role ORDER BY database_role LOOP
        EXECUTE format('REVOKE ALL ON ALL TABLES IN SCHEMA hotelmate FROM %I', v_role);
    END LOOP;
    FOR v_needed IN
        SELECT DISTINCT role.database_role, needed.table_name, needed.verb, needed.columns
        FROM staff_role AS role
        INNER JOIN staff_role_permission AS permitted ON permitted.role = role.name
        INNER JOIN permission_privilege AS needed ON needed.permission = permitted.permission
        -- In one order, in which a dump then shows them.
        ORDER BY role.database_role, needed.table_name, needed.verb, needed.columns
    LOOP
        PERFORM grant_on_table(v_needed.database_role, v_needed.table_name, v_needed.verb, v_needed.columns);
    END LOOP;
END
$$;
COMMENT ON FUNCTION hotelmate.grant_permissions() IS
'Grants to each role of staff what its permissions need, and takes everything else from it.';

CREATE OR REPLACE FUNCTION hotelmate.follow_permissions() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER -- whoever may write the permissions need not own the tables
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
BEGIN
    PERFORM grant_permissions();
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION hotelmate.follow_permissions() IS 'Privileges follow the tables of permissions at once.';

CREATE OR REPLACE TRIGGER tg_staff_role_permission__grant
AFTER INSERT OR UPDATE OR DELETE ON hotelmate.staff_role_permission
FOR EACH STATEMENT EXECUTE FUNCTION hotelmate.follow_permissions();
COMMENT ON TRIGGER tg_staff_role_permission__grant ON hotelmate.staff_role_permission IS
'What a role may do is granted to it, or taken from it, at once.';

CREATE OR REPLACE TRIGGER tg_permission_privilege__grant
AFTER INSERT OR UPDATE OR DELETE ON hotelmate.permission_privilege
FOR EACH STATEMENT EXECUTE FUNCTION hotelmate.follow_permissions();
COMMENT ON TRIGGER tg_permission_privilege__grant ON hotelmate.permission_privilege IS
'What a permission needs is granted to whoever has it, or taken from them, at once.';

SELECT hotelmate.grant_permissions();

DO $$
DECLARE
    v_grant record;
BEGIN
    FOR v_grant IN
        -- Everybody who is let in reads whose hotel it is, and may repeat a request.
        SELECT
            'hotelmate_speaker' AS database_role,
            shared.table_name,
            shared.verb,
            shared.columns
        FROM (
            VALUES
            ('time_zone', 'SELECT', '{}'::text []),
            ('booking_transition', 'SELECT', '{}'),
            ('turnover_transition', 'SELECT', '{}'),
            ('task_transition', 'SELECT', '{}'),
            ('country', 'SELECT', '{}'),
            ('precheckin_kind', 'SELECT', '{}'),
            ('precheckin_form', 'SELECT', '{hotel_id,version,published_at}'),
            ('precheckin_field', 'SELECT', '{}'),
            ('staff_role', 'SELECT', '{}'),
            ('permission', 'SELECT', '{}'),
            ('staff_role_permission', 'SELECT', '{}'),
            ('hotel', 'SELECT', '{hotel_id,slug,name,time_zone,currency,requires_if_match}'),
            ('staff', 'SELECT', '{hotel_id,id,username,display_name,role,is_active}'),
            ('idempotency_key', 'SELECT', '{hotel_id,staff_id,key,request_hash,status,headers,body,created_at}'),
            ('idempotency_key', 'INSERT', '{hotel_id,staff_id,key,request_hash,status,headers,body}'),
            ('idempotency_key', 'UPDATE', '{request_hash,status,headers,body,created_at}')
        ) AS shared (table_name, verb, columns)
        UNION
        SELECT own.role, own.table_name, own.verb, own.columns
        FROM (
            VALUES
            -- Just enough to find out who calls and what they may do.
            ('hotelmate_gate', 'hotel', 'SELECT', '{hotel_id,slug,requires_if_match}'::text []),
            ('hotelmate_gate', 'staff', 'SELECT', '{hotel_id,id,username,role,is_active}'),
            ('hotelmate_gate', 'staff_session', 'SELECT', '{hotel_id,id,staff_id,expires_at,ended_at}'),
            ('hotelmate_gate', 'api_key', 'SELECT', '{hotel_id,id,staff_id,expires_at,revoked_at}'),
            ('hotelmate_gate', 'api_key_scope', 'SELECT', '{}'),
            ('hotelmate_gate', 'staff_role', 'SELECT', '{}'),
            ('hotelmate_gate', 'staff_role_permission', 'SELECT', '{}'),
            ('hotelmate_dispatcher', 'hotel', 'SELECT', '{}'),
            ('hotelmate_dispatcher', 'hotel_directory', 'SELECT', '{}'),
            (
                'hotelmate_dispatcher', 'room_booking', 'SELECT',
                '{hotel_id,id,booking_reference,status,expires_at,total_amount,currency,payment_id,authorised_amount,'
                'captured_amount,voided_amount,refunded_amount,disputed_amount,payment_provider,payment_reference,'
                'is_open,created_at,updated_at,check_out,time_zone,personal_data_erased_at,guest_count,erased_guest_count}'
            ),
            ('hotelmate_dispatcher', 'guest_message', 'SELECT', '{}'),
            ('hotelmate_dispatcher', 'payment', 'SELECT', '{}'),
            ('hotelmate_dispatcher', 'payment_entry', 'SELECT', '{}'),
            ('hotelmate_dispatcher', 'payment_session', 'SELECT', '{}'),
            ('hotelmate_dispatcher', 'payment_instruction', 'SELECT', '{}'),
            ('hotelmate_dispatcher', 'stripe_payment_intent', 'SELECT', '{}'),
            ('hotelmate_dispatcher', 'stripe_webhook_event', 'SELECT', '{}'),
            (
                'hotelmate_dispatcher', 'stripe_webhook_event', 'INSERT',
                '{event_id,event_type,origin,status,payload,is_foreign,error}'
            ),
            ('hotelmate_dispatcher', 'stripe_webhook_event', 'UPDATE', '{status,error}'),
            ('hotelmate_dispatcher', 'payment_reconciliation', 'SELECT', '{}'),
            ('hotelmate_dispatcher', 'payment_reconciliation', 'INSERT', '{listed_until}'),
            (
                'hotelmate_dispatcher', 'payment_reconciliation', 'UPDATE',
                '{finished_at,events_listed,payments_compared,repaired,unexplained}'
            ),
            ('hotelmate_dispatcher', 'outbox_event', 'SELECT', '{hotel_id,id,event_id,occurred_at}'),
            ('hotelmate_dispatcher', 'realtime_stream', 'SELECT', '{}'),
            ('hotelmate_dispatcher', 'realtime_channel', 'SELECT', '{}'),
            (
                'hotelmate_dispatcher', 'realtime_message', 'SELECT',
                '{hotel_id,position,event_id,channel,occurred_at,numbered_at}'
            ),
            ('hotelmate_dispatcher', 'realtime_dead_letter', 'SELECT', '{}'),
            ('hotelmate_dispatcher', 'relay_statistics', 'SELECT', '{}'),
            ('hotelmate_dispatcher', 'consistency_run', 'SELECT', '{}'),
            ('hotelmate_dispatcher', 'consistency_result', 'SELECT', '{}'),
            ('hotelmate_dispatcher', 'consistency_count', 'SELECT', '{}'),
            (
                'hotelmate_api', 'room_booking', 'INSERT',
                '{hotel_id,room_type_id,check_in,check_out,adults,children,total_amount,currency,special_requests,'
                'booker_first_name,booker_last_name,booker_email,booker_phone,language}'
            ),
            (
                'hotelmate_api', 'room_booking', 'UPDATE',
                '{status,check_in,check_out,adults,children,special_requests,booker_first_name,booker_last_name,'
                'booker_email,booker_phone,approved_at,decision_at,decline_reason,cancelled_at,cancellation_reason,'
                'no_show_at,assigned_room_id,checked_in_at,checked_out_at,precheckin_payload,precheckin_submitted_at,'
                'language,personal_data_erased_at}'
            ),
            (
                'hotelmate_api', 'booking_guest', 'INSERT',
                '{hotel_id,booking_id,role,age_group,first_name,last_name,email,phone,is_staying,precheckin_payload}'
            ),
            (
                'hotelmate_api', 'booking_guest', 'UPDATE',
                '{role,age_group,first_name,last_name,email,phone,is_staying,precheckin_payload,'
                'personal_data_erased_at}'
            ),
            ('hotelmate_api', 'booking_guest', 'DELETE', '{}'),
            (
                'hotelmate_api', 'payment_entry', 'INSERT',
                '{hotel_id,booking_id,payment_id,kind,amount,currency,provider,method,reference}'
            ),
            (
                'hotelmate_api', 'room', 'UPDATE',
                '{turnover_status,is_active,is_out_of_order,maintenance_required,guest_fcm_token}'
            ),
            (
                'hotelmate_api', 'housekeeping_task', 'INSERT',
                '{hotel_id,room_id,booking_id,task_type,priority,note,assigned_to}'
            ),
            ('hotelmate_api', 'housekeeping_task', 'UPDATE', '{status,priority,note,assigned_to}'),
            ('hotelmate_api', 'booking_token', 'SELECT', '{token_hash,token_recipe}'),
            (
                'hotelmate_api', 'booking_token', 'INSERT',
                '{hotel_id,booking_id,purpose,token_hash,token_recipe,expires_at}'
            ),
            (
                'hotelmate_api', 'guest_message', 'UPDATE',
                '{state,tries,next_try_at,claimed_until,finished_at,last_error}'
            ),
            -- A guest fills in what is asked, names who comes along, and has a device in the room. What all that act
            -- for somebody may do is not theirs.
            (
                'hotelmate_guest', 'hotel', 'SELECT',
                '{hotel_id,slug,name,time_zone,currency,standard_check_in_time,standard_check_out_time,language,'
                'brand_color,contact_email,contact_phone}'
            ),
            ('hotelmate_guest', 'time_zone', 'SELECT', '{}'),
            ('hotelmate_guest', 'country', 'SELECT', '{}'),
            ('hotelmate_guest', 'precheckin_kind', 'SELECT', '{}'),
            ('hotelmate_guest', 'precheckin_form', 'SELECT', '{hotel_id,version,published_at}'),
            ('hotelmate_guest', 'precheckin_field', 'SELECT', '{}'),
            ('hotelmate_guest', 'booking_token', 'SELECT', '{hotel_id,booking_id,live_booking_id,purpose,form_version}'),
            ('hotelmate_guest', 'room_type', 'SELECT', '{}'),
            (
                'hotelmate_guest', 'room_booking', 'SELECT',
                '{hotel_id,id,booking_reference,status,room_type_id,check_in,check_out,adults,children,language,is_open,'
                'total_amount,currency,paid_at,assigned_room_id,in_house_room_id,checked_in_at,checked_out_at,'
                'party_complete,precheckin_payload,precheckin_submitted_at,precheckin_form_version,occupancy}'
            ),
            ('hotelmate_guest', 'room_booking', 'UPDATE', '{precheckin_payload,precheckin_submitted_at}'),
            (
                'hotelmate_guest', 'booking_guest', 'SELECT',
                '{hotel_id,id,booking_id,role,age_group,first_name,last_name,email,phone,is_staying,precheckin_payload,'
                'precheckin_submitted_at,primary_of_booking_id}'
            ),
            (
                'hotelmate_guest', 'booking_guest', 'INSERT',
                '{hotel_id,booking_id,role,age_group,first_name,last_name,email,phone,precheckin_payload,'
                'precheckin_submitted_at}'
            ),
            (
                'hotelmate_guest', 'booking_guest', 'UPDATE',
                '{first_name,last_name,email,phone,precheckin_payload,precheckin_submitted_at}'
            ),
            ('hotelmate_guest', 'guest_chat_session', 'SELECT', '{}'),
            ('hotelmate_guest', 'room', 'SELECT', '{hotel_id,id,room_number,room_type_id,in_house_booking_id}'),
            ('hotelmate_guest', 'room', 'UPDATE', '{guest_fcm_token}'),
            ('hotelmate_api', 'booking_token', 'UPDATE', '{revoked_at,revoked_reason}'),
            (
                'hotelmate_api', 'stripe_webhook_event', 'INSERT',
                '{event_id,event_type,origin,status,payload,is_foreign,error}'
            ),
            ('hotelmate_api', 'stripe_webhook_event', 'UPDATE', '{status,error}'),
            ('hotelmate_api', 'payment', 'UPDATE', '{looked_at,lapse_reported_at}'),
            ('hotelmate_api', 'payment_session', 'INSERT', '{hotel_id,booking_id,success_url,cancel_url}'),
            ('hotelmate_api', 'payment_session', 'UPDATE', '{state,stripe_session_id,url,expires_at}'),
            ('hotelmate_api', 'payment_instruction', 'INSERT', '{hotel_id,booking_id,payment_id,kind,amount}'),
            (
                'hotelmate_api', 'payment_instruction', 'UPDATE',
                '{state,key_generation,tries,next_try_at,claimed_until,last_error}'
            ),
            ('hotelmate_api', 'cancellation_term', 'INSERT', '{hotel_id,days_before_arrival,refund_percent}'),
            ('hotelmate_api', 'cancellation_term', 'UPDATE', '{refund_percent}'),
            ('hotelmate_api', 'cancellation_term', 'DELETE', '{}'),
            -- The secrets that a rule is about. Nothing that lets staff or programs in is among them.
            ('hotelmate_checks', 'room_booking', 'SELECT', '{precheckin_payload}'),
            ('hotelmate_checks', 'booking_guest', 'SELECT', '{precheckin_payload}'),
            ('hotelmate_checks', 'booking_token', 'SELECT', '{token_hash}'),
            ('hotelmate_checks', 'room', 'SELECT', '{guest_fcm_token}'),
            ('hotelmate_checks', 'stripe_webhook_event', 'SELECT', '{payload}'),
            ('hotelmate_relay', 'hotel', 'SELECT', '{hotel_id,slug}'),
            ('hotelmate_relay', 'outbox_event', 'SELECT', '{}'),
            ('hotelmate_relay', 'realtime_stream', 'SELECT', '{}'),
            ('hotelmate_relay', 'realtime_stream', 'INSERT', '{hotel_id,last_position,removed_position}'),
            ('hotelmate_relay', 'realtime_stream', 'UPDATE', '{last_position,removed_position}'),
            ('hotelmate_relay', 'realtime_message', 'SELECT', '{}'),
            ('hotelmate_relay', 'realtime_message', 'DELETE', '{}')
        ) AS own (role, table_name, verb, columns)
        UNION
        -- All that is no secret, of these tables whole.
        SELECT wide.role, relation.relname::text, wide.verb, '{}'
        FROM (
            VALUES
            ('hotelmate_checks', 'SELECT', '%'),
            ('hotelmate_api', 'SELECT', '%'),
            ('hotelmate_checks', 'INSERT', 'consistency\_%'),
            ('hotelmate_checks', 'UPDATE', 'consistency\_%'),
            ('hotelmate_checks', 'DELETE', 'consistency\_%'),
            ('hotelmate_relay', 'SELECT', 'realtime\_%'),
            ('hotelmate_relay', 'INSERT', 'realtime\_dead\_letter'),
            ('hotelmate_relay', 'UPDATE', 'realtime\_dead\_letter'),
            ('hotelmate_relay', 'DELETE', 'realtime\_dead\_letter'),
            ('hotelmate_relay', 'UPDATE', 'realtime\_channel'),
            ('hotelmate_relay', 'DELETE', 'realtime\_channel'),
            ('hotelmate_relay', 'SELECT', 'relay\_statistics'),
            ('hotelmate_relay', 'UPDATE', 'relay\_statistics')
        ) AS wide (role, verb, tables)
        INNER JOIN pg_catalog.pg_class AS relation ON relation.relname LIKE wide.tables
        WHERE
            relation.relnamespace = 'hotelmate'::regnamespace AND relation.relkind IN ('r', 'v')
            -- Jobs have nothing to do with how people get in.
            AND NOT (
                wide.role = 'hotelmate_api'
                AND relation.relname IN (
                    'staff_session', 'staff_password', 'refresh_token', 'api_key', 'api_key_scope', 'log_in_limit',
                    'access_event', 'permission_privilege', 'secret_column', 'repeatable_file'
                )
            )
        -- In one order, in which a dump then shows them.
        ORDER BY 1, 2, 3, 4
    LOOP
        PERFORM hotelmate.grant_on_table(
            v_grant.database_role, v_grant.table_name, v_grant.verb, v_grant.columns
        );
    END LOOP;
END
$$;
