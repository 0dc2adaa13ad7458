-- The audit trail of who may do what, written by triggers like every other, and by nothing else: what it tells is
-- believed, as that a hotel had a manager.

CREATE OR REPLACE FUNCTION hotelmate.refuse_access_event() RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
BEGIN
    RAISE EXCEPTION 'who may do what is told by triggers'
        USING ERRCODE = '23514', CONSTRAINT = 'evidence_is_append_only',
            SCHEMA = 'hotelmate', TABLE = 'access_event';
END
$$;
COMMENT ON FUNCTION hotelmate.refuse_access_event() IS
'A row of the trail of access that somebody writes themselves is refused: evidence_is_append_only.';

-- The depth tells a statement of somebody's from that of a trigger.
CREATE OR REPLACE TRIGGER tg_access_event__told_by_trigger
BEFORE INSERT ON hotelmate.access_event
FOR EACH ROW WHEN (pg_catalog.pg_trigger_depth() = 0)
EXECUTE FUNCTION hotelmate.refuse_access_event();
COMMENT ON TRIGGER tg_access_event__told_by_trigger ON hotelmate.access_event IS
'A row of the trail of access that somebody writes themselves is refused: evidence_is_append_only.';

CREATE OR REPLACE FUNCTION hotelmate.record_access() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER -- nobody writes the trail but this
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
DECLARE
    v_row jsonb := to_jsonb(coalesce(NEW, OLD));
BEGIN
    INSERT INTO access_event (hotel_id, staff_id, event, role, is_active, api_key_id, session_id)
    VALUES (
        (v_row ->> 'hotel_id')::bigint,
        CASE TG_TABLE_NAME WHEN 'staff' THEN v_row ->> 'id' ELSE v_row ->> 'staff_id' END::bigint,
        TG_ARGV[0],
        CASE TG_TABLE_NAME WHEN 'staff' THEN v_row ->> 'role' END,
        CASE TG_TABLE_NAME WHEN 'staff' THEN (v_row ->> 'is_active')::boolean END,
        CASE TG_TABLE_NAME WHEN 'api_key' THEN (v_row ->> 'id')::bigint END,
        CASE TG_TABLE_NAME WHEN 'staff_session' THEN (v_row ->> 'id')::uuid END
    );
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION hotelmate.record_access() IS
'Writes the audit row of a change of staff, a password, a session or an API key; the event is the argument.';

CREATE OR REPLACE TRIGGER tg_staff__5_record_new
AFTER INSERT ON hotelmate.staff
FOR EACH ROW EXECUTE FUNCTION hotelmate.record_access('STAFF_ADDED');
COMMENT ON TRIGGER tg_staff__5_record_new ON hotelmate.staff IS 'Records who was added.';

CREATE OR REPLACE TRIGGER tg_staff__5_record_change
AFTER UPDATE ON hotelmate.staff
FOR EACH ROW WHEN (
    old.username IS DISTINCT FROM new.username OR old.display_name IS DISTINCT FROM new.display_name
    OR old.role IS DISTINCT FROM new.role OR old.is_active IS DISTINCT FROM new.is_active
)
EXECUTE FUNCTION hotelmate.record_access('STAFF_CHANGED');
COMMENT ON TRIGGER tg_staff__5_record_change ON hotelmate.staff IS 'Records who was changed, let go or taken back.';

CREATE OR REPLACE TRIGGER tg_staff_password__5_record_new
AFTER INSERT ON hotelmate.staff_password
FOR EACH ROW EXECUTE FUNCTION hotelmate.record_access('PASSWORD_SET');
COMMENT ON TRIGGER tg_staff_password__5_record_new ON hotelmate.staff_password IS 'Records who got a password.';

CREATE OR REPLACE TRIGGER tg_staff_password__5_record_change
AFTER UPDATE ON hotelmate.staff_password
FOR EACH ROW WHEN (
    old.password_hash <> new.password_hash AND old.rehashed_at IS NOT DISTINCT FROM new.rehashed_at
)
EXECUTE FUNCTION hotelmate.record_access('PASSWORD_SET');
COMMENT ON TRIGGER tg_staff_password__5_record_change ON hotelmate.staff_password IS
'Records whose password was changed.';

CREATE OR REPLACE TRIGGER tg_staff_password__5_record_removed
AFTER DELETE ON hotelmate.staff_password
FOR EACH ROW EXECUTE FUNCTION hotelmate.record_access('PASSWORD_REMOVED');
COMMENT ON TRIGGER tg_staff_password__5_record_removed ON hotelmate.staff_password IS
'Records who has no password any more.';

CREATE OR REPLACE TRIGGER tg_staff_session__5_record_revoked
AFTER UPDATE ON hotelmate.staff_session
FOR EACH ROW WHEN (old.ended_at IS NULL AND new.ended_reason = 'REVOKED')
EXECUTE FUNCTION hotelmate.record_access('SESSION_REVOKED');
COMMENT ON TRIGGER tg_staff_session__5_record_revoked ON hotelmate.staff_session IS
'Records whose session somebody ended.';

-- One that is over is removed after a while, which is nothing to tell of.
CREATE OR REPLACE TRIGGER tg_staff_session__5_record_removed
AFTER DELETE ON hotelmate.staff_session
FOR EACH ROW WHEN (old.ended_at IS NULL AND old.expires_at > pg_catalog.now())
EXECUTE FUNCTION hotelmate.record_access('SESSION_REVOKED');
COMMENT ON TRIGGER tg_staff_session__5_record_removed ON hotelmate.staff_session IS
'Records whose session somebody removed while it went on.';

CREATE OR REPLACE TRIGGER tg_api_key__5_record_new
AFTER INSERT ON hotelmate.api_key
FOR EACH ROW EXECUTE FUNCTION hotelmate.record_access('API_KEY_ISSUED');
COMMENT ON TRIGGER tg_api_key__5_record_new ON hotelmate.api_key IS 'Records who got an API key.';

CREATE OR REPLACE TRIGGER tg_api_key__5_record_revoked
AFTER UPDATE ON hotelmate.api_key
FOR EACH ROW WHEN (old.revoked_at IS NULL AND new.revoked_at IS NOT NULL)
EXECUTE FUNCTION hotelmate.record_access('API_KEY_REVOKED');
COMMENT ON TRIGGER tg_api_key__5_record_revoked ON hotelmate.api_key IS 'Records whose API key was revoked.';

CREATE OR REPLACE TRIGGER tg_api_key__5_record_removed
AFTER DELETE ON hotelmate.api_key
FOR EACH ROW WHEN (old.revoked_at IS NULL)
EXECUTE FUNCTION hotelmate.record_access('API_KEY_REVOKED');
COMMENT ON TRIGGER tg_api_key__5_record_removed ON hotelmate.api_key IS 'Records whose API key was removed.';

CREATE OR REPLACE TRIGGER tg_api_key__5_record_change
AFTER UPDATE ON hotelmate.api_key
FOR EACH ROW WHEN (old.expires_at <> new.expires_at)
EXECUTE FUNCTION hotelmate.record_access('API_KEY_CHANGED');
COMMENT ON TRIGGER tg_api_key__5_record_change ON hotelmate.api_key IS 'Records whose API key ends at another time.';

CREATE OR REPLACE FUNCTION hotelmate.record_scope() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER -- nobody writes the trail but triggers
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
BEGIN
    -- What a key opens from the beginning, its issue tells.
    INSERT INTO access_event (hotel_id, staff_id, event, api_key_id)
    SELECT key.hotel_id, key.staff_id, 'API_KEY_CHANGED', key.id
    FROM api_key AS key
    WHERE (key.hotel_id, key.id) IN ((NEW.hotel_id, NEW.api_key_id), (OLD.hotel_id, OLD.api_key_id))
        AND (TG_OP <> 'INSERT' OR key.created_at <> now());
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION hotelmate.record_scope() IS
'Writes the audit row of a change of what an API key opens, after the transaction that issued it.';

CREATE OR REPLACE TRIGGER tg_api_key_scope__5_record_change
AFTER INSERT OR UPDATE OR DELETE ON hotelmate.api_key_scope
FOR EACH ROW EXECUTE FUNCTION hotelmate.record_scope();
COMMENT ON TRIGGER tg_api_key_scope__5_record_change ON hotelmate.api_key_scope IS
'Records whose API key opens more or less than when it was issued.';
