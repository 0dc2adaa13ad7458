-- API keys: who has one, and that it stays what was issued.

CREATE OR REPLACE FUNCTION hotelmate.api_key_holder(of_hotel bigint, of_hash bytea)
RETURNS TABLE (api_key_id bigint, slug text, staff_id bigint, username text)
LANGUAGE sql STABLE SECURITY DEFINER -- whoever finds out who calls reads no hashes
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
SELECT key.id, hotel.slug, holder.id, holder.username
FROM api_key AS key
INNER JOIN staff AS holder ON holder.hotel_id = key.hotel_id AND holder.id = key.staff_id
INNER JOIN hotel ON hotel.hotel_id = key.hotel_id
WHERE key.hotel_id = of_hotel AND key.key_hash = of_hash
    AND key.revoked_at IS NULL AND key.expires_at > now() AND holder.is_active
$$;
COMMENT ON FUNCTION hotelmate.api_key_holder(bigint, bytea) IS
'Who calls with the API key of this SHA-256, if it works: one look-up by a key of the index, whatever is asked.';

CREATE OR REPLACE FUNCTION hotelmate.guard_api_key() RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
BEGIN
    -- When it was issued bounds how long it works; who finds it works too long may let it end earlier.
    IF (OLD.hotel_id, OLD.id, OLD.staff_id, OLD.key_hash, OLD.created_at, OLD.created_by)
        IS DISTINCT FROM (NEW.hotel_id, NEW.id, NEW.staff_id, NEW.key_hash, NEW.created_at, NEW.created_by)
        OR NEW.expires_at > OLD.expires_at
        OR (OLD.revoked_at IS NOT NULL AND OLD.revoked_at IS DISTINCT FROM NEW.revoked_at)
    THEN
        RAISE EXCEPTION 'an API key stays whose it is, for no longer, and is revoked once'
            USING ERRCODE = '23514', CONSTRAINT = 'api_key_revoked_once', SCHEMA = 'hotelmate', TABLE = 'api_key';
    END IF;
    RETURN NEW;
END
$$;
COMMENT ON FUNCTION hotelmate.guard_api_key() IS
'An API key stays whose it is, for no longer, and one that was revoked stays so.';

CREATE OR REPLACE TRIGGER api_key_revoked_once
BEFORE UPDATE ON hotelmate.api_key
FOR EACH ROW EXECUTE FUNCTION hotelmate.guard_api_key();
COMMENT ON TRIGGER api_key_revoked_once ON hotelmate.api_key IS
'An API key stays whose it is, for no longer, and one that was revoked stays so.';

CREATE OR REPLACE FUNCTION hotelmate.stamp_api_key() RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
BEGIN
    NEW.created_at := now();
    RETURN NEW;
END
$$;
COMMENT ON FUNCTION hotelmate.stamp_api_key() IS 'A key is issued now, if not before.';

CREATE OR REPLACE TRIGGER tg_api_key__1_stamp
BEFORE INSERT ON hotelmate.api_key
FOR EACH ROW WHEN (new.created_at > pg_catalog.now())
EXECUTE FUNCTION hotelmate.stamp_api_key();
COMMENT ON TRIGGER tg_api_key__1_stamp ON hotelmate.api_key IS
'A key that is issued ahead would work for longer than api_key_expires allows: it is issued now.';

-- A session or a key is given to whoever works here at that moment. The row of the member is shared until the end of
-- the transaction: whoever lets them go meanwhile waits, and then finds what was given, and ends it.
CREATE OR REPLACE FUNCTION hotelmate.guard_access_of_active_staff() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER -- whoever gives access need not be allowed to lock staff
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
DECLARE
    v_is_active boolean;
BEGIN
    SELECT is_active INTO v_is_active FROM staff
    WHERE hotel_id = NEW.hotel_id AND id = NEW.staff_id
    FOR SHARE;
    -- Staff who are not of the hotel are left to the foreign key.
    IF NOT v_is_active THEN
        RAISE EXCEPTION 'staff % does not work here any more', NEW.staff_id
            USING ERRCODE = '23503', CONSTRAINT = TG_ARGV[0], SCHEMA = 'hotelmate', TABLE = TG_TABLE_NAME;
    END IF;
    RETURN NEW;
END
$$;
COMMENT ON FUNCTION hotelmate.guard_access_of_active_staff() IS
'Who left is of the hotel''s staff no more, and gets no session and no key: refused by the rule that is the argument.';

CREATE OR REPLACE TRIGGER tg_api_key__of_active_staff
BEFORE INSERT ON hotelmate.api_key
FOR EACH ROW WHEN (new.revoked_at IS NULL)
EXECUTE FUNCTION hotelmate.guard_access_of_active_staff('api_key_of_integration');
COMMENT ON TRIGGER tg_api_key__of_active_staff ON hotelmate.api_key IS
'Who left gets no API key: api_key_of_integration.';
