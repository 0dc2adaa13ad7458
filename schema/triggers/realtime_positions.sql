-- Positions of streams and channels only grow, and only to where a message is. Whoever writes them by hand
-- cannot make the numbering stand still: it goes on from what it finds here.

CREATE OR REPLACE FUNCTION hotelmate.guard_positions() RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.last_position >= OLD.last_position AND NEW.removed_position >= OLD.removed_position
        AND NEW.hotel_id = OLD.hotel_id
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'positions that were given once are not given again'
        USING ERRCODE = '23514', CONSTRAINT = 'realtime_stream_goes_forward',
            SCHEMA = 'hotelmate', TABLE = 'realtime_stream';
END
$$;
COMMENT ON FUNCTION hotelmate.guard_positions() IS 'The positions of a hotel''s messages only grow.';

CREATE OR REPLACE TRIGGER realtime_stream_goes_forward
BEFORE UPDATE OR DELETE ON hotelmate.realtime_stream
FOR EACH ROW EXECUTE FUNCTION hotelmate.guard_positions();
COMMENT ON TRIGGER realtime_stream_goes_forward ON hotelmate.realtime_stream IS
'The positions of a hotel''s messages only grow.';

CREATE OR REPLACE TRIGGER tg_realtime_stream__refuse_truncate
BEFORE TRUNCATE ON hotelmate.realtime_stream
FOR EACH STATEMENT EXECUTE FUNCTION hotelmate.refuse_by_rule('realtime_stream_goes_forward', 'realtime_stream');
COMMENT ON TRIGGER tg_realtime_stream__refuse_truncate ON hotelmate.realtime_stream IS
'TRUNCATE would let positions be given again: realtime_stream_goes_forward.';

CREATE OR REPLACE FUNCTION hotelmate.guard_delivery() RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
BEGIN
    IF TG_OP = 'DELETE' AND OLD.delivered_position = OLD.last_position
        OR TG_OP = 'UPDATE' AND (NEW.hotel_id, NEW.name) = (OLD.hotel_id, OLD.name)
        AND NEW.last_position >= OLD.last_position AND NEW.delivered_position >= OLD.delivered_position
    THEN
        RETURN coalesce(NEW, OLD);
    END IF;
    RAISE EXCEPTION 'channel % of hotel % would forget what it has delivered', OLD.name, OLD.hotel_id
        USING ERRCODE = '23514', CONSTRAINT = 'realtime_channel_goes_forward',
            SCHEMA = 'hotelmate', TABLE = 'realtime_channel';
END
$$;
COMMENT ON FUNCTION hotelmate.guard_delivery() IS
'The positions of a channel only grow, and it stays while something is to be delivered.';

CREATE OR REPLACE TRIGGER realtime_channel_goes_forward
BEFORE UPDATE OR DELETE ON hotelmate.realtime_channel
FOR EACH ROW EXECUTE FUNCTION hotelmate.guard_delivery();
COMMENT ON TRIGGER realtime_channel_goes_forward ON hotelmate.realtime_channel IS
'The positions of a channel only grow, and it stays while something is to be delivered.';

CREATE OR REPLACE TRIGGER tg_realtime_channel__refuse_truncate
BEFORE TRUNCATE ON hotelmate.realtime_channel
FOR EACH STATEMENT EXECUTE FUNCTION hotelmate.refuse_by_rule('realtime_channel_goes_forward', 'realtime_channel');
COMMENT ON TRIGGER tg_realtime_channel__refuse_truncate ON hotelmate.realtime_channel IS
'TRUNCATE would forget what was delivered: realtime_channel_goes_forward.';

CREATE OR REPLACE FUNCTION hotelmate.guard_end_of_channel() RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
BEGIN
    IF EXISTS (
        SELECT FROM realtime_message
        WHERE hotel_id = NEW.hotel_id AND position = NEW.last_position AND channel = NEW.name
    ) THEN
        RETURN NULL;
    END IF;
    -- The numbering could not go on from it, or the relay would look for a message that never comes.
    RAISE EXCEPTION 'channel % of hotel % has no message %', NEW.name, NEW.hotel_id, NEW.last_position
        USING ERRCODE = '23514', CONSTRAINT = 'realtime_channel_ends_with_message',
            SCHEMA = 'hotelmate', TABLE = 'realtime_channel';
END
$$;
COMMENT ON FUNCTION hotelmate.guard_end_of_channel() IS 'A channel moves on only to a message that is on it.';

CREATE OR REPLACE TRIGGER realtime_channel_ends_with_message
AFTER INSERT OR UPDATE OF last_position ON hotelmate.realtime_channel
FOR EACH ROW EXECUTE FUNCTION hotelmate.guard_end_of_channel();
COMMENT ON TRIGGER realtime_channel_ends_with_message ON hotelmate.realtime_channel IS
'A channel moves on only to a message that is on it.';

CREATE OR REPLACE FUNCTION hotelmate.guard_end_of_stream() RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
DECLARE
    -- Of a new stream: from the beginning.
    v_after bigint := greatest(OLD.last_position, NEW.removed_position);
BEGIN
    IF EXISTS (SELECT FROM realtime_message WHERE hotel_id = NEW.hotel_id AND position = NEW.last_position)
        AND (
            SELECT count(*) FROM realtime_message
            WHERE hotel_id = NEW.hotel_id AND position > v_after AND position <= NEW.last_position
        ) = NEW.last_position - v_after
    THEN
        RETURN NULL;
    END IF;
    -- A leap would be a gap that nobody can fill, and from the largest number none goes on.
    RAISE EXCEPTION 'hotel % has not each message up to %', NEW.hotel_id, NEW.last_position
        USING ERRCODE = '23514', CONSTRAINT = 'realtime_stream_ends_with_message',
            SCHEMA = 'hotelmate', TABLE = 'realtime_stream';
END
$$;
COMMENT ON FUNCTION hotelmate.guard_end_of_stream() IS
'A stream moves on only to a message that is there, and past none that is not.';

CREATE OR REPLACE TRIGGER realtime_stream_ends_with_message
AFTER INSERT OR UPDATE OF last_position ON hotelmate.realtime_stream
FOR EACH ROW WHEN (new.last_position > 0) EXECUTE FUNCTION hotelmate.guard_end_of_stream();
COMMENT ON TRIGGER realtime_stream_ends_with_message ON hotelmate.realtime_stream IS
'A stream moves on only to a message that is there.';
