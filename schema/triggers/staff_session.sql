-- Sessions: renewed by one refresh token after another, ended once, and all at once where who may come in changes.

CREATE OR REPLACE FUNCTION hotelmate.guard_session() RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
BEGIN
    IF (OLD.hotel_id, OLD.id, OLD.staff_id) IS DISTINCT FROM (NEW.hotel_id, NEW.id, NEW.staff_id)
        OR NEW.expires_at > OLD.expires_at
        OR (OLD.ended_at IS NOT NULL
            AND (OLD.ended_at, OLD.ended_reason) IS DISTINCT FROM (NEW.ended_at, NEW.ended_reason))
    THEN
        RAISE EXCEPTION 'a session stays whose it is, for no longer, and ends once'
            USING ERRCODE = '23514', CONSTRAINT = 'staff_session_ends_once',
                SCHEMA = 'hotelmate', TABLE = 'staff_session';
    END IF;
    RETURN NEW;
END
$$;
COMMENT ON FUNCTION hotelmate.guard_session() IS
'A session stays whose it is, for no longer, and one that was ended stays ended.';

CREATE OR REPLACE TRIGGER staff_session_ends_once
BEFORE UPDATE ON hotelmate.staff_session
FOR EACH ROW EXECUTE FUNCTION hotelmate.guard_session();
COMMENT ON TRIGGER staff_session_ends_once ON hotelmate.staff_session IS
'A session stays whose it is, for no longer, and one that was ended stays ended.';

CREATE OR REPLACE TRIGGER tg_staff_session__of_active_staff
BEFORE INSERT ON hotelmate.staff_session
FOR EACH ROW WHEN (new.ended_at IS NULL)
EXECUTE FUNCTION hotelmate.guard_access_of_active_staff('staff_session_of_person');
COMMENT ON TRIGGER tg_staff_session__of_active_staff ON hotelmate.staff_session IS
'Who left begins no session: staff_session_of_person.';

CREATE OR REPLACE FUNCTION hotelmate.guard_refresh_token() RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
BEGIN
    IF (OLD.hotel_id, OLD.token_hash, OLD.session_id) IS DISTINCT FROM (NEW.hotel_id, NEW.token_hash, NEW.session_id)
        OR (OLD.used_at IS NOT NULL AND OLD.used_at IS DISTINCT FROM NEW.used_at)
    THEN
        RAISE EXCEPTION 'a refresh token is used once and stays what it was'
            USING ERRCODE = '23514', CONSTRAINT = 'refresh_token_used_once',
                SCHEMA = 'hotelmate', TABLE = 'refresh_token';
    END IF;
    RETURN NEW;
END
$$;
COMMENT ON FUNCTION hotelmate.guard_refresh_token() IS
'A refresh token is used once, and stays that of its session.';

CREATE OR REPLACE TRIGGER refresh_token_used_once
BEFORE UPDATE ON hotelmate.refresh_token
FOR EACH ROW EXECUTE FUNCTION hotelmate.guard_refresh_token();
COMMENT ON TRIGGER refresh_token_used_once ON hotelmate.refresh_token IS
'A refresh token is used once, and stays that of its session.';

CREATE OR REPLACE TRIGGER tg_refresh_token__refuse_truncate
BEFORE TRUNCATE ON hotelmate.refresh_token
FOR EACH STATEMENT EXECUTE FUNCTION hotelmate.refuse_by_rule('refresh_token_used_once', 'refresh_token');
COMMENT ON TRIGGER tg_refresh_token__refuse_truncate ON hotelmate.refresh_token IS
'TRUNCATE would forget which were used: refresh_token_used_once.';

-- Here, since api_key.sql is applied before what it calls.
CREATE OR REPLACE TRIGGER tg_api_key_scope__refuse_truncate
BEFORE TRUNCATE ON hotelmate.api_key_scope
FOR EACH STATEMENT EXECUTE FUNCTION hotelmate.refuse_by_rule('api_key_revoked_once', 'api_key_scope');
COMMENT ON TRIGGER tg_api_key_scope__refuse_truncate ON hotelmate.api_key_scope IS
'TRUNCATE would take from keys what they open, and nothing would tell of it: api_key_revoked_once.';

CREATE OR REPLACE FUNCTION hotelmate.renew_session(
    of_slug text, of_hotel bigint, of_token bytea, new_token bytea,
    OUT session uuid, OUT expires timestamptz, OUT member bigint, OUT member_username text, OUT member_role text
)
LANGUAGE plpgsql SECURITY DEFINER -- whoever finds out who calls reads no tokens
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
DECLARE
    v_session uuid;
    v_used_at timestamptz;
BEGIN
    SELECT token.session_id INTO v_session
    FROM refresh_token AS token
    INNER JOIN hotel AS place ON place.hotel_id = token.hotel_id
    WHERE token.hotel_id = of_hotel AND token.token_hash = of_token AND place.slug = of_slug;
    -- The session first: of two with the same token one waits here, and then sees that it was used.
    PERFORM 1 FROM staff_session WHERE hotel_id = of_hotel AND id = v_session AND ended_at IS NULL FOR UPDATE;
    IF NOT FOUND THEN
        RETURN;
    END IF;
    SELECT used_at INTO v_used_at FROM refresh_token WHERE hotel_id = of_hotel AND token_hash = of_token;
    IF v_used_at IS NOT NULL THEN
        -- Either it was stolen or its owner's was; which of the two came first, nobody knows.
        UPDATE staff_session SET ended_at = clock_timestamp(), ended_reason = 'TOKEN_REUSED'
        WHERE hotel_id = of_hotel AND id = v_session;
        RETURN;
    END IF;
    SELECT kept.id, kept.expires_at, staff.id, staff.username, staff.role
    INTO session, expires, member, member_username, member_role
    FROM staff_session AS kept
    INNER JOIN staff ON staff.hotel_id = kept.hotel_id AND staff.id = kept.staff_id
    WHERE kept.hotel_id = of_hotel AND kept.id = v_session AND kept.expires_at > now() AND staff.is_active;
    IF NOT FOUND THEN
        RETURN;
    END IF;
    UPDATE refresh_token SET used_at = clock_timestamp() WHERE hotel_id = of_hotel AND token_hash = of_token;
    INSERT INTO refresh_token (hotel_id, token_hash, session_id) VALUES (of_hotel, new_token, v_session);
END
$$;
COMMENT ON FUNCTION hotelmate.renew_session(text, bigint, bytea, bytea) IS
'Uses a refresh token up for its successor and returns the session; a token that was used already ends it.';

CREATE OR REPLACE FUNCTION hotelmate.end_own_session(of_session uuid) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER -- only managers write sessions, and everybody logs out
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
BEGIN
    UPDATE staff_session SET ended_at = clock_timestamp(), ended_reason = 'LOGGED_OUT'
    WHERE hotel_id = current_hotel_id() AND staff_id = current_staff_id() AND id = of_session AND ended_at IS NULL;
    RETURN FOUND;
END
$$;
COMMENT ON FUNCTION hotelmate.end_own_session(uuid) IS 'Logs out: ends a session of whoever acts.';

CREATE OR REPLACE FUNCTION hotelmate.end_access() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER -- whoever changes staff may have no right to write sessions and keys
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
BEGIN
    UPDATE staff_session SET ended_at = clock_timestamp(), ended_reason = 'STAFF_CHANGED'
    WHERE hotel_id = NEW.hotel_id AND staff_id = NEW.id AND ended_at IS NULL;
    -- On the way back too: a key may have been issued meanwhile, or in the moment of the leaving.
    IF OLD.is_active <> NEW.is_active THEN
        UPDATE api_key SET revoked_at = clock_timestamp()
        WHERE hotel_id = NEW.hotel_id AND staff_id = NEW.id AND revoked_at IS NULL;
    END IF;
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION hotelmate.end_access() IS
'Whoever gets another role logs in anew; whoever leaves has no session and no API key, also when they come back.';

CREATE OR REPLACE TRIGGER tg_staff__3_end_access
AFTER UPDATE ON hotelmate.staff
FOR EACH ROW WHEN (old.role <> new.role OR old.is_active <> new.is_active)
EXECUTE FUNCTION hotelmate.end_access();
COMMENT ON TRIGGER tg_staff__3_end_access ON hotelmate.staff IS
'Ends the sessions of whoever gets another role or leaves, and revokes the API keys of whoever leaves or comes back.';

CREATE OR REPLACE FUNCTION hotelmate.remove_expired_access(at_most integer) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER -- whoever looks over all hotels writes none of them
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
DECLARE
    v_sessions integer;
    v_limits integer;
BEGIN
    -- With their refresh tokens. A session is kept for a while after its time, so that who was in can be seen.
    WITH over AS MATERIALIZED (
        SELECT session.hotel_id, session.id FROM staff_session AS session
        WHERE session.expires_at < now() - interval '30 days'
        ORDER BY session.expires_at LIMIT at_most FOR UPDATE SKIP LOCKED
    )
    DELETE FROM staff_session AS session USING over
    WHERE session.hotel_id = over.hotel_id AND session.id = over.id;
    GET DIAGNOSTICS v_sessions = ROW_COUNT;
    WITH over AS MATERIALIZED (
        SELECT counted.subject FROM log_in_limit AS counted
        WHERE counted.since < now() - interval '1 day'
        ORDER BY counted.since LIMIT at_most FOR UPDATE SKIP LOCKED
    )
    DELETE FROM log_in_limit AS counted USING over WHERE counted.subject = over.subject;
    GET DIAGNOSTICS v_limits = ROW_COUNT;
    RETURN v_sessions + v_limits;
END
$$;
COMMENT ON FUNCTION hotelmate.remove_expired_access(integer) IS
'Removes one piece of the sessions that expired 30 days ago and of the counts of attempts that are a day old.';
