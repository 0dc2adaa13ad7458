-- API keys: who has one.

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
    IF (OLD.hotel_id, OLD.id, OLD.staff_id, OLD.key_hash)
        IS DISTINCT FROM (NEW.hotel_id, NEW.id, NEW.staff_id, NEW.key_hash)
        OR (OLD.revoked_at IS NOT NULL AND OLD.revoked_at IS DISTINCT FROM NEW.revoked_at)
    THEN
        RAISE EXCEPTION 'an API key stays whose it is and is revoked once'
            USING ERRCODE = '23514', CONSTRAINT = 'api_key_revoked_once', SCHEMA = 'hotelmate', TABLE = 'api_key';
    END IF;
    RETURN NEW;
END
$$;
COMMENT ON FUNCTION hotelmate.guard_api_key() IS
'An API key stays whose it is, and one that was revoked stays so.';

CREATE OR REPLACE TRIGGER api_key_revoked_once
BEFORE UPDATE ON hotelmate.api_key
FOR EACH ROW EXECUTE FUNCTION hotelmate.guard_api_key();
COMMENT ON TRIGGER api_key_revoked_once ON hotelmate.api_key IS
'An API key stays whose it is, and one that was revoked stays so.';
