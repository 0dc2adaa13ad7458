-- A message was given its position by the numbering, says for ever what its event said, and stays until it was
-- delivered. What clients receive is its envelope: the same over Pusher, by replay and as a server-sent event.

CREATE OR REPLACE FUNCTION hotelmate.guard_new_message() RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, hotelmate, pg_temp
-- Its plan is kept for the session. One made while the tables are empty would read them whole for ever after.
SET enable_seqscan = off
AS $$
DECLARE
    v_hotel bigint;
    v_position bigint;
    v_fault text;
BEGIN
    -- All of a statement at once, for the numbering writes hundreds; what is looked up is asked for each by itself, for
    -- a join would be planned for as few as there were at the beginning.
    SELECT made.hotel_id, made.position, judged.fault INTO v_hotel, v_position, v_fault
    FROM (
        SELECT
            hotel_id, channel, position, previous, numbered_at,
            lag(position) OVER on_channel AS before, lead(position) OVER on_channel AS after
        FROM new_message
        WINDOW on_channel AS (PARTITION BY hotel_id, channel ORDER BY position)
    ) AS made
    CROSS JOIN LATERAL (
        SELECT CASE
            -- It would be in the way of the message that is to have this position, or pass for one that is gone.
            WHEN (made.before IS NULL OR made.after IS NULL) AND (
                SELECT made.position > stream.removed_position AND made.position <= stream.last_position
                FROM realtime_stream AS stream WHERE stream.hotel_id = made.hotel_id
            ) IS NOT TRUE THEN 'was not given, or its message is gone'
            -- Clients would see a gap that is none, or none where there is one. It may follow one that is gone.
            WHEN (made.before IS NULL OR made.previous IS DISTINCT FROM made.before) AND (
                SELECT made.previous IS NOT DISTINCT FROM newest.position
                    OR made.previous >= coalesce(newest.position, 1) AND (
                        SELECT count(*) FROM realtime_message AS other
                        WHERE other.hotel_id = made.hotel_id AND other.position = made.previous
                    ) = 0
                FROM (
                    SELECT max(kept.position) AS position FROM realtime_message AS kept
                    WHERE kept.hotel_id = made.hotel_id AND kept.channel = made.channel
                        AND kept.position < made.position
                ) AS newest
            ) IS NOT TRUE THEN 'follows another than the one before it'
            -- It would be kept, and looked for, as if it were of another time.
            WHEN made.numbered_at NOT BETWEEN now() - INTERVAL '1 minute' AND clock_timestamp() + INTERVAL '1 minute'
                THEN 'was not numbered when it says'
            -- The relay would not look for it.
            WHEN made.after IS NULL AND (
                SELECT channel.last_position >= made.position
                FROM realtime_channel AS channel
                WHERE channel.hotel_id = made.hotel_id AND channel.name = made.channel
            ) IS NOT TRUE THEN 'is beyond the end of its channel'
        END AS fault
    ) AS judged
    WHERE judged.fault IS NOT NULL
    LIMIT 1;
    -- Its event would be taken for told.
    IF NOT found THEN
        SELECT made.hotel_id, made.position, 'says what no waiting event says' INTO v_hotel, v_position, v_fault
        FROM new_message AS made
        WHERE (
            SELECT made.channel = ANY (event.channels) AND event.category = made.category
                AND event.event_type = made.event_type AND event.payload = made.payload
                AND event.scope = made.scope AND event.occurred_at = made.occurred_at
                AND event.request_id IS NOT DISTINCT FROM made.request_id
            FROM outbox_event AS event
            WHERE event.hotel_id = made.hotel_id AND event.event_id = made.event_id
        ) IS NOT TRUE
        LIMIT 1;
    END IF;
    IF NOT found THEN
        RETURN NULL;
    END IF;
    RAISE EXCEPTION 'position % of hotel % %', v_position, v_hotel, v_fault
        USING ERRCODE = '23514',
            CONSTRAINT = CASE
                WHEN v_fault = 'is beyond the end of its channel' THEN 'realtime_channel_ends_with_message'
                ELSE 'realtime_message_was_numbered'
            END,
            SCHEMA = 'hotelmate', TABLE = 'realtime_message';
END
$$;
COMMENT ON FUNCTION hotelmate.guard_new_message() IS
'A message has a position that its hotel''s stream has given, says what its event says, and is next on its channel.';

CREATE OR REPLACE TRIGGER realtime_message_was_numbered
AFTER INSERT ON hotelmate.realtime_message
REFERENCING NEW TABLE AS new_message
FOR EACH STATEMENT EXECUTE FUNCTION hotelmate.guard_new_message();
COMMENT ON TRIGGER realtime_message_was_numbered ON hotelmate.realtime_message IS
'A message has a position that its hotel''s stream has given.';

CREATE OR REPLACE FUNCTION hotelmate.keep_message() RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
BEGIN
    RAISE EXCEPTION 'a message is kept as it was numbered'
        USING ERRCODE = '23514', CONSTRAINT = 'realtime_message_is_immutable',
            SCHEMA = 'hotelmate', TABLE = 'realtime_message';
END
$$;
COMMENT ON FUNCTION hotelmate.keep_message() IS 'A message is never changed.';

CREATE OR REPLACE TRIGGER realtime_message_is_immutable
BEFORE UPDATE ON hotelmate.realtime_message
FOR EACH ROW EXECUTE FUNCTION hotelmate.keep_message();
ALTER TABLE hotelmate.realtime_message ENABLE ALWAYS TRIGGER realtime_message_is_immutable;
COMMENT ON TRIGGER realtime_message_is_immutable ON hotelmate.realtime_message IS 'A message is never changed.';

CREATE OR REPLACE FUNCTION hotelmate.keep_undelivered_message() RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
BEGIN
    IF EXISTS (
        SELECT FROM realtime_channel
        WHERE hotel_id = OLD.hotel_id AND name = OLD.channel AND delivered_position >= OLD.position
    ) THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'message % of hotel % was not delivered', OLD.position, OLD.hotel_id
        USING ERRCODE = '23514', CONSTRAINT = 'realtime_message_kept_until_delivered',
            SCHEMA = 'hotelmate', TABLE = 'realtime_message';
END
$$;
COMMENT ON FUNCTION hotelmate.keep_undelivered_message() IS 'A message is removed only after delivery.';

CREATE OR REPLACE TRIGGER realtime_message_kept_until_delivered
BEFORE DELETE ON hotelmate.realtime_message
FOR EACH ROW EXECUTE FUNCTION hotelmate.keep_undelivered_message();
ALTER TABLE hotelmate.realtime_message ENABLE ALWAYS TRIGGER realtime_message_kept_until_delivered;
COMMENT ON TRIGGER realtime_message_kept_until_delivered ON hotelmate.realtime_message IS
'A message is removed only after delivery.';

CREATE OR REPLACE FUNCTION hotelmate.tell_what_was_removed() RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
BEGIN
    UPDATE realtime_stream AS stream SET removed_position = gone.position
    FROM (SELECT hotel_id, max(position) AS position FROM removed_message GROUP BY hotel_id) AS gone
    WHERE stream.hotel_id = gone.hotel_id AND stream.removed_position < gone.position;
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION hotelmate.tell_what_was_removed() IS
'The stream of a hotel says up to where messages were removed: whoever asks for those is told to read the state anew.';

CREATE OR REPLACE TRIGGER tg_realtime_message__tell_what_was_removed
AFTER DELETE ON hotelmate.realtime_message
REFERENCING OLD TABLE AS removed_message
FOR EACH STATEMENT EXECUTE FUNCTION hotelmate.tell_what_was_removed();
ALTER TABLE hotelmate.realtime_message ENABLE ALWAYS TRIGGER tg_realtime_message__tell_what_was_removed;
COMMENT ON TRIGGER tg_realtime_message__tell_what_was_removed ON hotelmate.realtime_message IS
'Tells up to where messages were removed, whoever removes them.';

CREATE OR REPLACE TRIGGER tg_realtime_message__refuse_truncate
BEFORE TRUNCATE ON hotelmate.realtime_message
FOR EACH STATEMENT EXECUTE FUNCTION hotelmate.refuse_by_rule(
    'realtime_message_kept_until_delivered', 'realtime_message'
);
ALTER TABLE hotelmate.realtime_message ENABLE ALWAYS TRIGGER tg_realtime_message__refuse_truncate;
COMMENT ON TRIGGER tg_realtime_message__refuse_truncate ON hotelmate.realtime_message IS
'TRUNCATE would remove messages that were not delivered: realtime_message_kept_until_delivered.';

CREATE OR REPLACE FUNCTION hotelmate.envelope(message hotelmate.realtime_message, slug text) RETURNS json
LANGUAGE sql STABLE -- bound to the functions of pg_catalog here and now, and part of the query that calls it
RETURN pg_catalog.json_build_object(
    'category', message.category,
    'type', message.event_type,
    'payload', message.payload,
    'meta', pg_catalog.json_build_object(
        'event_id', message.event_id,
        'hotel_slug', slug,
        'ts', pg_catalog.to_char(
            pg_catalog.timezone('UTC', message.occurred_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"+00:00"'
        ),
        'scope', message.scope,
        'channel', message.channel,
        'position', message.position,
        'previous', message.previous,
        -- Of any length where a DBA says it; clients of the API cannot send a longer one.
        'request_id', pg_catalog.left(message.request_id, 64)
    )
);
COMMENT ON FUNCTION hotelmate.envelope(hotelmate.realtime_message, text) IS
'What clients receive of a message, over Pusher, by replay and as a server-sent event, whatever is SET in the session.';
