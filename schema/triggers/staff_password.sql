-- Passwords: a new one ends the sessions that the old one began.
--
-- Whether a hash is of the same password made anew or of another one, nothing can tell but the password. Whoever writes
-- rehashed_at with it says that it is the same, and is believed; only the owner may, as open_session does.

CREATE OR REPLACE FUNCTION hotelmate.stamp_password() RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
BEGIN
    NEW.changed_at := clock_timestamp();
    RETURN NEW;
END
$$;
COMMENT ON FUNCTION hotelmate.stamp_password() IS 'Notes when a password was changed.';

CREATE OR REPLACE TRIGGER tg_staff_password__1_stamp
BEFORE UPDATE ON hotelmate.staff_password
FOR EACH ROW WHEN (
    old.password_hash <> new.password_hash AND old.rehashed_at IS NOT DISTINCT FROM new.rehashed_at
)
EXECUTE FUNCTION hotelmate.stamp_password();
COMMENT ON TRIGGER tg_staff_password__1_stamp ON hotelmate.staff_password IS 'Notes when the password was changed.';

CREATE OR REPLACE FUNCTION hotelmate.end_sessions_of_old_password() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER -- whoever changes a password may have no right to write sessions
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
BEGIN
    -- Whoever changes their own stays in where they did it.
    UPDATE staff_session SET ended_at = clock_timestamp(), ended_reason = 'PASSWORD_CHANGED'
    WHERE hotel_id = OLD.hotel_id AND staff_id = OLD.staff_id AND ended_at IS NULL
        AND id::text IS DISTINCT FROM current_setting('hotelmate.kept_session', true);
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION hotelmate.end_sessions_of_old_password() IS
'A new password ends the sessions of the old one, but for the one that the setting hotelmate.kept_session names.';

CREATE OR REPLACE TRIGGER tg_staff_password__3_end_sessions
AFTER UPDATE ON hotelmate.staff_password
FOR EACH ROW WHEN (
    old.password_hash <> new.password_hash AND old.rehashed_at IS NOT DISTINCT FROM new.rehashed_at
)
EXECUTE FUNCTION hotelmate.end_sessions_of_old_password();
COMMENT ON TRIGGER tg_staff_password__3_end_sessions ON hotelmate.staff_password IS
'Ends the sessions that the old password began.';

CREATE OR REPLACE TRIGGER tg_staff_password__3_end_sessions_with_it
AFTER DELETE ON hotelmate.staff_password
FOR EACH ROW EXECUTE FUNCTION hotelmate.end_sessions_of_old_password();
COMMENT ON TRIGGER tg_staff_password__3_end_sessions_with_it ON hotelmate.staff_password IS
'Ends the sessions that a password began which is taken away.';

CREATE OR REPLACE TRIGGER tg_staff_password__refuse_move
BEFORE UPDATE ON hotelmate.staff_password
FOR EACH ROW WHEN (old.hotel_id <> new.hotel_id OR old.staff_id <> new.staff_id)
EXECUTE FUNCTION hotelmate.refuse_by_rule('staff_password_of_person', 'staff_password');
COMMENT ON TRIGGER tg_staff_password__refuse_move ON hotelmate.staff_password IS
'A password that became that of another would let them in, and nothing would tell of it: staff_password_of_person.';

CREATE OR REPLACE TRIGGER tg_staff_password__refuse_truncate
BEFORE TRUNCATE ON hotelmate.staff_password
FOR EACH STATEMENT EXECUTE FUNCTION hotelmate.refuse_by_rule('hotel_keeps_manager', 'staff_password');
COMMENT ON TRIGGER tg_staff_password__refuse_truncate ON hotelmate.staff_password IS
'TRUNCATE would leave no manager who can log in: hotel_keeps_manager.';

CREATE OR REPLACE FUNCTION hotelmate.begin_password_change(
    of_address text, OUT wait_seconds integer, OUT kept_hash text
)
LANGUAGE plpgsql SECURITY DEFINER -- nobody reads passwords, and one's own only through the count of attempts
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
DECLARE
    v_slug text;
    v_username text;
BEGIN
    SELECT place.slug, staff.username INTO v_slug, v_username
    FROM staff INNER JOIN hotel AS place ON place.hotel_id = staff.hotel_id
    WHERE staff.hotel_id = current_hotel_id() AND staff.id = current_staff_id();
    wait_seconds := claim_attempt(v_slug, v_username, of_address);
    IF wait_seconds = 0 THEN
        SELECT password_hash INTO kept_hash FROM staff_password
        WHERE hotel_id = current_hotel_id() AND staff_id = current_staff_id();
    END IF;
END
$$;
COMMENT ON FUNCTION hotelmate.begin_password_change(text) IS
'Counts an attempt like a log-in, and returns what the old password of whoever acts is compared with.';

CREATE OR REPLACE FUNCTION hotelmate.change_own_password(
    with_hash text, new_hash text, of_session text, of_address text
) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER -- only managers write passwords, and everybody changes their own
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
BEGIN
    PERFORM set_config('hotelmate.kept_session', of_session, true);
    UPDATE staff_password SET password_hash = new_hash
    WHERE hotel_id = current_hotel_id() AND staff_id = current_staff_id() AND password_hash = with_hash;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    PERFORM forgive_attempt(place.slug, staff.username, of_address)
    FROM staff INNER JOIN hotel AS place ON place.hotel_id = staff.hotel_id
    WHERE staff.hotel_id = current_hotel_id() AND staff.id = current_staff_id();
    RETURN true;
END
$$;
COMMENT ON FUNCTION hotelmate.change_own_password(text, text, text, text) IS
'Changes the password of whoever acts, if it still is the one that was compared, and ends their other sessions.';
