-- A message was given its position by the numbering, says for ever what its event said, and stays until it was
-- delivered. What clients receive is its envelope: the same over Pusher, by replay and as a server-sent event.

CREATE OR REPLACE FUNCTION hotelmate.guard_new_message() RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
BEGIN
    IF EXISTS (
        SELECT FROM realtime_stream
        WHERE hotel_id = NEW.hotel_id AND NEW.position > removed_position AND NEW.position <= last_position
    ) THEN
        RETURN NULL;
    END IF;
    -- It would be in the way of the message that is to have this position, or pass for one that is gone.
    RAISE EXCEPTION 'position % of hotel % was not given, or its message is gone', NEW.position, NEW.hotel_id
        USING ERRCODE = '23514', CONSTRAINT = 'realtime_message_was_numbered',
            SCHEMA = 'hotelmate', TABLE = 'realtime_message';
END
$$;
COMMENT ON FUNCTION hotelmate.guard_new_message() IS 'A message has a position that its hotel''s stream has given.';

CREATE OR REPLACE TRIGGER realtime_message_was_numbered
AFTER INSERT ON hotelmate.realtime_message
FOR EACH ROW EXECUTE FUNCTION hotelmate.guard_new_message();
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
FOR EACH STATEMENT EXECUTE FUNCTION hotelmate.refuse_truncate(
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
