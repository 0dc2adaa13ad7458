-- Links to guests: a new one supersedes the old, a used or revoked one stays so, submission uses it up.

CREATE OR REPLACE FUNCTION hotelmate.supersede_token() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER -- whoever issues a link need not read the others
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
BEGIN
    -- The booking first: two links issued at once queue here instead of colliding.
    PERFORM 1 FROM room_booking WHERE hotel_id = NEW.hotel_id AND id = NEW.booking_id FOR UPDATE;
    IF NEW.purpose = 'PRECHECKIN' THEN
        SELECT precheckin_enabled_fields, precheckin_required_fields
        INTO NEW.config_snapshot_enabled, NEW.config_snapshot_required
        FROM hotel WHERE hotel_id = NEW.hotel_id;
    END IF;
    IF NEW.used_at IS NULL AND NEW.revoked_at IS NULL THEN
        UPDATE booking_token SET revoked_at = now(), revoked_reason = 'SUPERSEDED'
        WHERE hotel_id = NEW.hotel_id AND live_booking_id = NEW.booking_id AND purpose = NEW.purpose;
    END IF;
    RETURN NEW;
END
$$;
COMMENT ON FUNCTION hotelmate.supersede_token() IS
'A new link revokes the live one of its purpose and keeps the configuration it was issued under.';

CREATE OR REPLACE TRIGGER tg_booking_token__1_supersede
BEFORE INSERT ON hotelmate.booking_token
FOR EACH ROW EXECUTE FUNCTION hotelmate.supersede_token();
COMMENT ON TRIGGER tg_booking_token__1_supersede ON hotelmate.booking_token IS
'Supersedes the live link of the same purpose.';

CREATE OR REPLACE FUNCTION hotelmate.guard_token() RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
BEGIN
    IF (OLD.hotel_id, OLD.booking_id, OLD.purpose, OLD.token_hash, OLD.created_at, OLD.created_by,
        OLD.config_snapshot_enabled, OLD.config_snapshot_required)
        IS DISTINCT FROM
       (NEW.hotel_id, NEW.booking_id, NEW.purpose, NEW.token_hash, NEW.created_at, NEW.created_by,
        NEW.config_snapshot_enabled, NEW.config_snapshot_required)
        OR (OLD.live_booking_id IS NULL AND NEW.expires_at <> OLD.expires_at)
        OR (OLD.live_booking_id IS NULL
            AND (OLD.used_at, OLD.revoked_at) IS DISTINCT FROM (NEW.used_at, NEW.revoked_at))
    THEN
        RAISE EXCEPTION 'a link is used once and stays what it was'
            USING ERRCODE = '23514', CONSTRAINT = 'token_used_once',
                SCHEMA = 'hotelmate', TABLE = 'booking_token';
    END IF;
    RETURN NEW;
END
$$;
COMMENT ON FUNCTION hotelmate.guard_token() IS
'A token is used once, never after it was revoked, and never turned into another.';

CREATE OR REPLACE TRIGGER token_used_once
BEFORE UPDATE ON hotelmate.booking_token
FOR EACH ROW EXECUTE FUNCTION hotelmate.guard_token();
COMMENT ON TRIGGER token_used_once ON hotelmate.booking_token IS
'A token is used once, never after it was revoked, and never turned into another.';

CREATE OR REPLACE FUNCTION hotelmate.use_precheckin_token() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER -- a guest who submits cannot write tokens
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
BEGIN
    UPDATE booking_token
    SET used_at = CASE WHEN expires_at >= NEW.precheckin_submitted_at THEN NEW.precheckin_submitted_at END,
        revoked_at = CASE WHEN expires_at < NEW.precheckin_submitted_at THEN now() END,
        revoked_reason = CASE WHEN expires_at < NEW.precheckin_submitted_at THEN 'EXPIRED' END
    WHERE hotel_id = NEW.hotel_id AND live_booking_id = NEW.id AND purpose = 'PRECHECKIN';
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION hotelmate.use_precheckin_token() IS
'Submitting pre-check-in uses its link up, or revokes it when it has expired.';

CREATE OR REPLACE TRIGGER tg_room_booking__5_use_precheckin_token
AFTER UPDATE ON hotelmate.room_booking
FOR EACH ROW WHEN (old.precheckin_submitted_at IS NULL AND new.precheckin_submitted_at IS NOT NULL)
EXECUTE FUNCTION hotelmate.use_precheckin_token();
COMMENT ON TRIGGER tg_room_booking__5_use_precheckin_token ON hotelmate.room_booking IS
'Uses the pre-check-in link up.';

CREATE OR REPLACE TRIGGER tg_booking_token__refuse_truncate
BEFORE TRUNCATE ON hotelmate.booking_token
FOR EACH STATEMENT EXECUTE FUNCTION hotelmate.refuse_truncate('token_used_once', 'booking_token');
COMMENT ON TRIGGER tg_booking_token__refuse_truncate ON hotelmate.booking_token IS
'TRUNCATE would let used links be issued again: token_used_once.';

CREATE OR REPLACE FUNCTION hotelmate.guest_may_hear(of_slug text, of_channel text, of_token bytea) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER -- whoever signs subscriptions reads no tokens
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
SELECT EXISTS (
    SELECT FROM hotel_directory AS hotel
    INNER JOIN booking_token AS token ON token.hotel_id = hotel.hotel_id AND token.token_hash = of_token
    INNER JOIN room_booking AS booking ON booking.hotel_id = token.hotel_id AND booking.id = token.booking_id
    WHERE hotel.slug = of_slug
        AND of_channel = 'guest.' || booking.booking_reference
        AND token.used_at IS NULL AND token.revoked_at IS NULL AND token.expires_at > now()
        AND booking.is_open
)
$$;
COMMENT ON FUNCTION hotelmate.guest_may_hear(text, text, bytea) IS
'Whether the link with this token (SHA-256) opens a channel: that of its own booking, while it works.';
