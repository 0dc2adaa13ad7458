-- From committed events to numbered messages. An event that becomes visible late, because its transaction
-- took long, has a lower id than some that left already; a position is given after the commit and cannot be late.

CREATE OR REPLACE FUNCTION hotelmate.number_events(
    for_hotel_id bigint DEFAULT NULL, at_most integer DEFAULT 500
) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER -- the API numbers before it reads, and may write none of these tables
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
DECLARE
    v_hotels bigint[];
    v_ids bigint[];
BEGIN
    IF current_setting('transaction_read_only')::boolean THEN
        RETURN 0; -- a standby shows what the primary has numbered
    END IF;
    SELECT array_agg(DISTINCT next.hotel_id) INTO v_hotels
    FROM (
        SELECT hotel_id FROM outbox_event WHERE for_hotel_id IS NULL OR hotel_id = for_hotel_id
        ORDER BY id LIMIT at_most
    ) AS next;
    IF v_hotels IS NULL THEN
        RETURN 0;
    END IF;
    IF current_setting('synchronous_commit') = 'off' THEN
        -- A position that a crash took back would be given to another event, and whoever has seen the first
        -- would drop that one as a repeat.
        PERFORM set_config('synchronous_commit', 'on', true);
    END IF;
    INSERT INTO realtime_stream (hotel_id) SELECT unnest(v_hotels) ON CONFLICT (hotel_id) DO NOTHING;
    -- One session numbers a hotel at a time, and the next one sees what it did: the order of positions is the
    -- order in which they become visible. What follows reads anew, after the wait.
    PERFORM FROM realtime_stream WHERE hotel_id = ANY (v_hotels) ORDER BY hotel_id FOR UPDATE;
    SELECT array_agg(next.id) INTO v_ids
    FROM (SELECT id FROM outbox_event WHERE hotel_id = ANY (v_hotels) ORDER BY id LIMIT at_most) AS next;
    IF v_ids IS NULL THEN
        RETURN 0; -- another session was quicker
    END IF;
    WITH event AS MATERIALIZED (
        SELECT event.*, on_channel.name AS channel,
            row_number() OVER (PARTITION BY event.hotel_id ORDER BY event.id, on_channel.name) AS step
        FROM outbox_event AS event
        CROSS JOIN LATERAL (SELECT DISTINCT unnest(event.channels) AS name) AS on_channel
        WHERE event.hotel_id = ANY (v_hotels) AND event.id = ANY (v_ids)
            -- Only by hand is there an event whose id was numbered before; it must not stop all others.
            AND NOT EXISTS (
                SELECT FROM realtime_message AS known
                WHERE known.hotel_id = event.hotel_id AND known.event_id = event.event_id
                    AND known.channel = on_channel.name
            )
    ), stream AS (
        UPDATE realtime_stream SET last_position = last_position + added.steps
        FROM (SELECT hotel_id, count(*) AS steps FROM event GROUP BY hotel_id) AS added
        WHERE realtime_stream.hotel_id = added.hotel_id
        RETURNING realtime_stream.hotel_id, old.last_position AS start
    ), placed AS (
        SELECT event.*, stream.start + event.step AS position
        FROM event INNER JOIN stream ON stream.hotel_id = event.hotel_id
    ), channel AS (
        INSERT INTO realtime_channel AS known (hotel_id, name, last_position)
        SELECT hotel_id, channel, max(position) FROM placed GROUP BY hotel_id, channel
        ORDER BY hotel_id, channel COLLATE "C" -- whoever marks several as delivered locks them in this order too
        ON CONFLICT (hotel_id, name) DO UPDATE
        SET last_position = excluded.last_position,
            -- A channel with nothing to deliver joins the end of the line.
            due_at = CASE WHEN known.delivered_position = known.last_position THEN excluded.due_at ELSE known.due_at END
        RETURNING known.hotel_id, known.name, old.last_position AS previous
    )
    INSERT INTO realtime_message (
        hotel_id, position, previous, channel, event_id, category, event_type, payload, scope, occurred_at, request_id
    )
    SELECT
        placed.hotel_id, placed.position,
        coalesce(
            lag(placed.position) OVER (PARTITION BY placed.hotel_id, placed.channel ORDER BY placed.position),
            channel.previous
        ),
        placed.channel, placed.event_id, placed.category, placed.event_type, placed.payload, placed.scope,
        placed.occurred_at, placed.request_id
    FROM placed
    INNER JOIN channel ON channel.hotel_id = placed.hotel_id AND channel.name = placed.channel;
    DELETE FROM outbox_event WHERE hotel_id = ANY (v_hotels) AND id = ANY (v_ids);
    PERFORM pg_notify('hotelmate_messages', '');
    RETURN cardinality(v_ids);
END
$$;
COMMENT ON FUNCTION hotelmate.number_events(bigint, integer) IS
'Turns committed events, the oldest first, into numbered messages; returns of how many. Of one hotel or of all.';

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
FOR EACH STATEMENT EXECUTE FUNCTION hotelmate.refuse_truncate('realtime_stream_goes_forward', 'realtime_stream');
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
FOR EACH STATEMENT EXECUTE FUNCTION hotelmate.refuse_truncate('realtime_channel_goes_forward', 'realtime_channel');
COMMENT ON TRIGGER tg_realtime_channel__refuse_truncate ON hotelmate.realtime_channel IS
'TRUNCATE would forget what was delivered: realtime_channel_goes_forward.';

CREATE OR REPLACE FUNCTION hotelmate.guard_last_position() RETURNS trigger
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
COMMENT ON FUNCTION hotelmate.guard_last_position() IS 'A channel moves on only to a message that is on it.';

CREATE OR REPLACE TRIGGER realtime_channel_ends_with_message
AFTER INSERT OR UPDATE OF last_position ON hotelmate.realtime_channel
FOR EACH ROW EXECUTE FUNCTION hotelmate.guard_last_position();
COMMENT ON TRIGGER realtime_channel_ends_with_message ON hotelmate.realtime_channel IS
'A channel moves on only to a message that is on it.';
