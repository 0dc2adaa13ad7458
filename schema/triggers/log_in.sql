-- Logging in: an attempt is counted before a password is looked at, and a session begins when it was right.
--
-- Attempts are counted in the database, since several API processes share them, and by names alone, so that an
-- account that there is not is limited like any other. Three counts, each for a quarter of an hour: an account from
-- one address is what guessing is; an account from everywhere is high enough that a stranger at one address cannot
-- lock anybody out; an address bounds whoever tries one password on many accounts.

CREATE OR REPLACE FUNCTION hotelmate.log_in_limits(of_slug text, of_username text, of_address text)
RETURNS TABLE (place integer, subject bytea, at_most integer)
LANGUAGE sql STABLE
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
-- As JSON, in which no part can pass for two.
SELECT counted.place, sha256(convert_to(to_jsonb(counted.parts)::text, 'UTF8')), counted.at_most
FROM (
    VALUES
    (1, ARRAY['account at address', of_slug, of_username, of_address], 10),
    (2, ARRAY['account', of_slug, of_username], 50),
    (3, ARRAY['address', of_address], 50)
) AS counted (place, parts, at_most)
ORDER BY counted.place
$$;
COMMENT ON FUNCTION hotelmate.log_in_limits(text, text, text) IS
'What an attempt to log in is counted under, and how many may fail in 15 minutes; rows are locked in this order.';

CREATE OR REPLACE FUNCTION hotelmate.give_back_attempt(of_subjects bytea[]) RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
DECLARE
    v_subject bytea;
BEGIN
    -- One by one, in the order in which all lock them.
    FOREACH v_subject IN ARRAY of_subjects LOOP
        DELETE FROM log_in_limit WHERE subject = v_subject AND failures = 1;
        IF NOT FOUND THEN
            UPDATE log_in_limit SET failures = failures - 1 WHERE subject = v_subject AND failures > 1;
        END IF;
    END LOOP;
END
$$;
COMMENT ON FUNCTION hotelmate.give_back_attempt(bytea[]) IS 'Takes one attempt from each of these counts.';

CREATE OR REPLACE FUNCTION hotelmate.claim_attempt(of_slug text, of_username text, of_address text) RETURNS integer
LANGUAGE plpgsql
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
DECLARE
    c_period CONSTANT interval := '15 minutes';
    v_limit record;
    v_claimed bytea[] := '{}';
    v_since timestamptz;
BEGIN
    FOR v_limit IN SELECT * FROM log_in_limits(of_slug, of_username, of_address) LOOP
        -- Counted and judged by one statement: of attempts at once, each sees those before it.
        INSERT INTO log_in_limit AS known (subject, failures) VALUES (v_limit.subject, 1)
        ON CONFLICT (subject) DO UPDATE
        SET failures = CASE WHEN known.since > now() - c_period THEN known.failures ELSE 0 END + 1,
            since = CASE WHEN known.since > now() - c_period THEN known.since ELSE now() END
        WHERE known.failures < v_limit.at_most OR known.since <= now() - c_period;
        IF NOT FOUND THEN
            -- Nobody's password was looked at, so this attempt counts nowhere.
            PERFORM give_back_attempt(v_claimed);
            SELECT since INTO v_since FROM log_in_limit WHERE subject = v_limit.subject;
            RETURN greatest(1, ceil(extract(EPOCH FROM v_since + c_period - now())));
        END IF;
        v_claimed := array_append(v_claimed, v_limit.subject);
    END LOOP;
    RETURN 0;
END
$$;
COMMENT ON FUNCTION hotelmate.claim_attempt(text, text, text) IS
'Counts an attempt to log in and returns 0, or returns the seconds to wait where the limit is reached.';

CREATE OR REPLACE FUNCTION hotelmate.forgive_attempt(of_slug text, of_username text, of_address text) RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
DECLARE
    v_limit record;
BEGIN
    -- Whoever knows the password has the account at this address to themselves. The other two counts are about
    -- others as well: of those only this attempt is taken back, so that nobody wipes them with an account of theirs.
    FOR v_limit IN SELECT * FROM log_in_limits(of_slug, of_username, of_address) LOOP
        IF v_limit.place = 1 THEN
            DELETE FROM log_in_limit WHERE subject = v_limit.subject;
        ELSE
            PERFORM give_back_attempt(ARRAY[v_limit.subject]);
        END IF;
    END LOOP;
END
$$;
COMMENT ON FUNCTION hotelmate.forgive_attempt(text, text, text) IS 'Takes back the count of an attempt that succeeded.';

CREATE OR REPLACE FUNCTION hotelmate.begin_log_in(
    of_slug text, of_username text, of_address text,
    OUT wait_seconds integer, OUT hotel bigint, OUT member bigint, OUT member_role text, OUT kept_hash text
)
LANGUAGE plpgsql SECURITY DEFINER -- whoever finds out who calls reads no passwords but through this count
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
BEGIN
    wait_seconds := claim_attempt(of_slug, of_username, of_address);
    IF wait_seconds = 0 THEN
        SELECT staff.hotel_id, staff.id, staff.role, password.password_hash
        INTO hotel, member, member_role, kept_hash
        FROM hotel AS place
        INNER JOIN staff ON staff.hotel_id = place.hotel_id
        INNER JOIN staff_password AS password ON password.hotel_id = staff.hotel_id AND password.staff_id = staff.id
        WHERE place.slug = of_slug AND staff.username = of_username AND staff.is_active;
    END IF;
END
$$;
COMMENT ON FUNCTION hotelmate.begin_log_in(text, text, text) IS
'Counts an attempt to log in, and returns what the password is compared with; nothing where there is no such account.';

CREATE OR REPLACE FUNCTION hotelmate.open_session(
    of_hotel bigint, of_member bigint, with_hash text, made_anew text, of_token bytea, for_hours integer,
    of_address text, OUT session uuid, OUT expires timestamptz
)
LANGUAGE plpgsql SECURITY DEFINER -- whoever finds out who calls writes no sessions but through this
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
DECLARE
    v_slug text;
    v_username text;
BEGIN
    -- Since the password was looked at, it may have been changed, or its owner been let go: then this finds nothing,
    -- and whoever does either now waits and then finds this session, and ends it.
    SELECT place.slug, staff.username INTO v_slug, v_username
    FROM staff
    INNER JOIN staff_password AS password ON password.hotel_id = staff.hotel_id AND password.staff_id = staff.id
    INNER JOIN hotel AS place ON place.hotel_id = staff.hotel_id
    WHERE staff.hotel_id = of_hotel AND staff.id = of_member AND staff.is_active
        AND password.password_hash = with_hash
    FOR SHARE OF staff FOR NO KEY UPDATE OF password;
    IF NOT FOUND THEN
        RETURN;
    END IF;
    IF made_anew IS NOT NULL THEN
        UPDATE staff_password SET password_hash = made_anew, rehashed_at = clock_timestamp()
        WHERE hotel_id = of_hotel AND staff_id = of_member;
    END IF;
    INSERT INTO staff_session (hotel_id, staff_id, expires_at)
    VALUES (of_hotel, of_member, now() + make_interval(hours => for_hours))
    RETURNING id, expires_at INTO session, expires;
    INSERT INTO refresh_token (hotel_id, token_hash, session_id) VALUES (of_hotel, of_token, session);
    PERFORM forgive_attempt(v_slug, v_username, of_address);
END
$$;
COMMENT ON FUNCTION hotelmate.open_session(bigint, bigint, text, text, bytea, integer, text) IS
'Begins the session of a member of staff whose password was right, while it still is theirs and they work here.';
