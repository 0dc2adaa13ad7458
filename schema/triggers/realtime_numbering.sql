-- From committed events to numbered messages. An event that becomes visible late, because its transaction
-- took long, has a lower id than some that left already; a position is given after the commit and cannot be late.

CREATE OR REPLACE FUNCTION hotelmate.number_events(
    for_hotel_id bigint DEFAULT NULL, at_most integer DEFAULT 500
) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER -- the API numbers before it reads, and may write none of these tables
SET search_path = pg_catalog, hotelmate, pg_temp
-- Plans are kept for the session, those of the triggers as well. One made while the tables are empty would read
-- them whole for ever after.
SET enable_seqscan = off
AS $$
DECLARE
    v_hotels bigint[];
    v_busy bigint[] := '{}';
    v_ids bigint[];
BEGIN
    IF current_setting('transaction_read_only')::boolean THEN
        RETURN 0; -- a standby shows what the primary has numbered
    END IF;
    IF hotelmate.acts_for_api() THEN
        -- This runs as the owner, who without a hotel sees all of them: the API does not.
        PERFORM hotelmate.current_hotel_id();
    END IF;
    -- One session numbers a hotel at a time, and the next one sees what it did: the order of positions is the
    -- order in which they become visible. Whoever asks for one hotel waits for its turn. Whoever asks for all
    -- passes over those that others are at, so that a transaction that somebody left open stops its hotel alone.
    LOOP
        SELECT array_agg(DISTINCT next.hotel_id) INTO v_hotels
        FROM (
            SELECT hotel_id FROM outbox_event
            WHERE (for_hotel_id IS NULL OR hotel_id = for_hotel_id) AND hotel_id <> ALL (v_busy)
            ORDER BY id LIMIT at_most
        ) AS next;
        IF v_hotels IS NULL THEN
            RETURN CASE WHEN v_busy = '{}' THEN 0 END;
        END IF;
        -- Every hotel has its stream from the beginning, unless the trigger below was off.
        INSERT INTO realtime_stream (hotel_id)
        SELECT hotel_id FROM unnest(v_hotels) AS new_hotel (hotel_id)
        WHERE NOT EXISTS (SELECT FROM realtime_stream WHERE realtime_stream.hotel_id = new_hotel.hotel_id)
        ORDER BY hotel_id
        ON CONFLICT (hotel_id) DO NOTHING;
        v_busy := v_busy || v_hotels;
        IF for_hotel_id IS NULL THEN
            SELECT array_agg(free.hotel_id) INTO v_hotels
            FROM (
                SELECT hotel_id FROM realtime_stream WHERE hotel_id = ANY (v_hotels)
                ORDER BY hotel_id FOR UPDATE SKIP LOCKED
            ) AS free;
            EXIT WHEN v_hotels IS NOT NULL;
        ELSE
            PERFORM FROM realtime_stream WHERE hotel_id = for_hotel_id FOR UPDATE;
            EXIT;
        END IF;
    END LOOP;
    IF current_setting('synchronous_commit') = 'off' THEN
        -- A position that a crash took back would be given to another event, and whoever has seen the first
        -- would drop that one as a repeat.
        PERFORM set_config('synchronous_commit', 'on', true);
    END IF;
    -- Read anew, after the wait.
    SELECT array_agg(next.id) INTO v_ids
    FROM (SELECT id FROM outbox_event WHERE hotel_id = ANY (v_hotels) ORDER BY id LIMIT at_most) AS next;
    IF v_ids IS NULL THEN
        RETURN CASE WHEN for_hotel_id IS NOT NULL THEN 0 END; -- another session was quicker
    END IF;
    WITH event AS MATERIALIZED (
        SELECT event.*, on_channel.name AS channel,
            row_number() OVER (PARTITION BY event.hotel_id ORDER BY event.id, on_channel.name) AS step
        FROM outbox_event AS event
        CROSS JOIN LATERAL (SELECT DISTINCT unnest(event.channels) AS name) AS on_channel
        WHERE event.hotel_id = ANY (v_hotels) AND event.id = ANY (v_ids)
            -- Only by hand is there an event whose id was numbered before; it must not stop all others. Asked event
            -- by event: a join would be planned for as few as there were at the beginning.
            AND (
                SELECT count(*) FROM realtime_message AS known
                WHERE known.hotel_id = event.hotel_id AND known.event_id = event.event_id
                    AND known.channel = on_channel.name
            ) = 0
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
            -- Where the channel ended: with the newest message that is kept, or with a later one that is gone. Anything
            -- else was written past the rules, and must not stop the numbering.
            (
                SELECT CASE
                    WHEN channel.previous = newest.position THEN channel.previous
                    ELSE greatest(newest.position, CASE WHEN (
                        SELECT count(*) FROM realtime_message AS other
                        WHERE other.hotel_id = placed.hotel_id AND other.position = channel.previous
                    ) = 0 THEN channel.previous END)
                END
                FROM (
                    SELECT max(kept.position) AS position FROM realtime_message AS kept
                    WHERE kept.hotel_id = placed.hotel_id AND kept.channel = placed.channel
                        AND kept.position < placed.position
                ) AS newest
            )
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
'Turns committed events, the oldest first, into numbered messages, of one hotel or of all; returns of how many, '
'NULL when others are at the rest.';

CREATE OR REPLACE FUNCTION hotelmate.open_realtime_stream() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER -- whoever may make a hotel need not write its stream
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
BEGIN
    INSERT INTO realtime_stream (hotel_id) VALUES (NEW.hotel_id) ON CONFLICT (hotel_id) DO NOTHING;
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION hotelmate.open_realtime_stream() IS 'A hotel has a stream of messages from the beginning.';

CREATE OR REPLACE TRIGGER tg_hotel__open_realtime_stream
AFTER INSERT ON hotelmate.hotel
FOR EACH ROW EXECUTE FUNCTION hotelmate.open_realtime_stream();
COMMENT ON TRIGGER tg_hotel__open_realtime_stream ON hotelmate.hotel IS
'A hotel has a stream of messages from the beginning.';
