-- Links to guests: a new one supersedes the old, a used or revoked one stays so. What submission does to them is in
-- precheckin_answers.sql.

CREATE OR REPLACE FUNCTION hotelmate.supersede_token() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER -- whoever issues a link need not read the others
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
BEGIN
    -- The booking first: two links issued at once queue here instead of colliding.
    PERFORM 1 FROM room_booking WHERE hotel_id = NEW.hotel_id AND id = NEW.booking_id FOR UPDATE;
    IF NEW.purpose = 'PRECHECKIN' THEN
        NEW.form_version := newest_precheckin_form(NEW.hotel_id);
        PERFORM refuse_unfinished_form(NEW.hotel_id, NEW.form_version, 'booking_token');
    ELSE
        NEW.form_version := NULL;
    END IF;
    IF NEW.used_at IS NULL AND NEW.revoked_at IS NULL
        -- What is there already comes a second time: nothing is new, and ON CONFLICT may leave it at that.
        -- Two questions, each of a key: as one it would be planned to read every link while there are few.
        AND NOT EXISTS (SELECT FROM booking_token WHERE hotel_id = NEW.hotel_id AND token_hash = NEW.token_hash)
        AND NOT EXISTS (SELECT FROM booking_token WHERE hotel_id = NEW.hotel_id AND id = NEW.id)
    THEN
        UPDATE booking_token SET revoked_at = now(), revoked_reason = 'SUPERSEDED'
        WHERE hotel_id = NEW.hotel_id AND live_booking_id = NEW.booking_id AND purpose = NEW.purpose;
    END IF;
    RETURN NEW;
END
$$;
COMMENT ON FUNCTION hotelmate.supersede_token() IS
'A new link revokes the live one of its purpose and keeps the form that is the newest.';

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
    IF TG_OP = 'DELETE' THEN
        -- What is gone could be issued again. What should never have been there may go.
        IF OLD.live_booking_id IS NOT NULL OR octet_length(OLD.token_hash) <> 32
            OR OLD.purpose NOT IN ('PRECHECKIN', 'GUEST_CHAT', 'MANAGEMENT')
            OR OLD.expires_at <= OLD.created_at OR NOT isfinite(OLD.expires_at)
            OR OLD.used_at NOT BETWEEN OLD.created_at AND OLD.expires_at
            OR (OLD.used_at IS NOT NULL AND OLD.revoked_at IS NOT NULL)
            OR (OLD.revoked_reason IS NOT NULL AND OLD.revoked_at IS NULL)
        THEN
            RETURN OLD;
        END IF;
    ELSIF (OLD.hotel_id, OLD.booking_id, OLD.purpose, OLD.token_hash, OLD.created_at, OLD.created_by,
        OLD.form_version, OLD.token_recipe)
        IS NOT DISTINCT FROM
       (NEW.hotel_id, NEW.booking_id, NEW.purpose, NEW.token_hash, NEW.created_at, NEW.created_by,
        NEW.form_version, NEW.token_recipe)
        AND (
            OLD.live_booking_id IS NOT NULL
            OR (OLD.expires_at, OLD.used_at, OLD.revoked_at, OLD.revoked_reason)
            IS NOT DISTINCT FROM (NEW.expires_at, NEW.used_at, NEW.revoked_at, NEW.revoked_reason)
        )
        -- What has expired does not come back.
        AND (NEW.expires_at <= OLD.expires_at OR OLD.expires_at > clock_timestamp())
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'a link is used once and stays what it was'
        USING ERRCODE = '23514', CONSTRAINT = 'token_used_once', SCHEMA = 'hotelmate', TABLE = 'booking_token';
END
$$;
COMMENT ON FUNCTION hotelmate.guard_token() IS
'A token is used once, never after it was revoked or has expired, and never turned into another.';

CREATE OR REPLACE TRIGGER token_used_once
BEFORE UPDATE OR DELETE ON hotelmate.booking_token
FOR EACH ROW EXECUTE FUNCTION hotelmate.guard_token();
COMMENT ON TRIGGER token_used_once ON hotelmate.booking_token IS
'A token is used once, never after it was revoked or has expired, and never turned into another.';

CREATE OR REPLACE FUNCTION hotelmate.guard_use_of_token() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER -- whoever writes a link need not read the booking
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
BEGIN
    IF NEW.used_at > clock_timestamp() OR (
        NEW.purpose = 'PRECHECKIN' AND EXISTS (
            SELECT FROM room_booking
            WHERE hotel_id = NEW.hotel_id AND id = NEW.booking_id AND precheckin_submitted_at IS NULL
        )
    ) THEN
        RAISE EXCEPTION 'the link is not used yet'
            USING ERRCODE = '23514', CONSTRAINT = 'token_used_before_expiry',
                SCHEMA = 'hotelmate', TABLE = 'booking_token', COLUMN = 'used_at';
    END IF;
    RETURN NEW;
END
$$;
COMMENT ON FUNCTION hotelmate.guard_use_of_token() IS
'A token is not stamped as used ahead; one for pre-check-in not before its booking was submitted.';

-- The clock, and another row: a CHECK may ask neither.
CREATE OR REPLACE TRIGGER tg_booking_token__2_use
BEFORE INSERT OR UPDATE OF used_at ON hotelmate.booking_token
FOR EACH ROW WHEN (new.used_at IS NOT NULL)
EXECUTE FUNCTION hotelmate.guard_use_of_token();
COMMENT ON TRIGGER tg_booking_token__2_use ON hotelmate.booking_token IS
'A token is used when it happens, for pre-check-in by submission: token_used_before_expiry.';

CREATE OR REPLACE TRIGGER tg_booking_token__refuse_truncate
BEFORE TRUNCATE ON hotelmate.booking_token
FOR EACH STATEMENT EXECUTE FUNCTION hotelmate.refuse_by_rule('token_used_once', 'booking_token');
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

CREATE OR REPLACE FUNCTION hotelmate.booking_of_link(of_hotel bigint, of_token bytea)
RETURNS TABLE (booking_id bigint, booking_reference text, purpose text, standing text, language text)
LANGUAGE sql STABLE SECURITY DEFINER -- whoever finds out who calls reads no hashes
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
SELECT
    token.booking_id,
    booking.booking_reference,
    token.purpose,
    CASE
        WHEN token.used_at IS NOT NULL THEN 'USED'
        WHEN token.revoked_reason = 'SUPERSEDED' THEN 'SUPERSEDED'
        WHEN NOT booking.is_open THEN 'ENDED'
        WHEN token.revoked_at IS NOT NULL AND token.revoked_reason IS DISTINCT FROM 'EXPIRED' THEN 'REVOKED'
        WHEN token.revoked_at IS NOT NULL OR token.expires_at <= now() THEN 'EXPIRED'
        ELSE 'LIVE'
    END,
    coalesce(booking.language, hotel.language)
FROM booking_token AS token
INNER JOIN room_booking AS booking ON booking.hotel_id = token.hotel_id AND booking.id = token.booking_id
INNER JOIN hotel ON hotel.hotel_id = token.hotel_id
WHERE token.hotel_id = of_hotel AND token.token_hash = of_token
    -- Whoever acts as a guest already finds no other booking's.
    AND token.booking_id = coalesce(current_guest_booking_id(), token.booking_id)
$$;
COMMENT ON FUNCTION hotelmate.booking_of_link(bigint, bytea) IS
'The booking that a link with this token (SHA-256) is for, and its standing: LIVE, USED, SUPERSEDED, ENDED with the '
'booking, REVOKED or EXPIRED; and the language of its guests. No row: there is no such link.';
