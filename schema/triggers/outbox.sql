-- The outbox: one function publishes, one trigger wakes the relay, two keep the rows until they are numbered.

CREATE OR REPLACE FUNCTION hotelmate.publish(
    for_hotel_id bigint, channel_names text[], category text, event_type text, payload jsonb, scope jsonb
) RETURNS void
LANGUAGE plpgsql -- its plans are kept for the session; a function in SQL would start anew at each call
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
BEGIN
    INSERT INTO outbox_event (hotel_id, channels, category, event_type, payload, scope)
    VALUES (for_hotel_id, channel_names, category, event_type, payload, scope);
END
$$;
COMMENT ON FUNCTION hotelmate.publish(bigint, text[], text, text, jsonb, jsonb) IS
'Writes one realtime event for channels of the hotel: hotel, rooms, staff.<staff id>, guest.<booking reference>.';

CREATE OR REPLACE FUNCTION hotelmate.wake_relay() RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
BEGIN
    -- Empty, so that a transaction's notifications fold into one; the relay reads the table.
    PERFORM pg_notify('hotelmate_outbox', '');
    RETURN NULL;
END
$$;
COMMENT ON FUNCTION hotelmate.wake_relay() IS 'Wakes the relay when the transaction commits.';

-- NOTIFY takes a lock of the whole server until the commit is on disk, so that no two commits share a flush. A
-- relay that is awake needs none: it holds this lock for itself only while it sleeps, and it cannot go to sleep
-- while a transaction that was silent here is open. In WHEN, so that nothing else runs while it is awake.
-- (715, 2) is in app/relay/gate.py too.
CREATE OR REPLACE TRIGGER tg_outbox_event__wake_relay
AFTER INSERT ON hotelmate.outbox_event
FOR EACH STATEMENT WHEN (NOT pg_catalog.pg_try_advisory_xact_lock_shared(715, 2))
EXECUTE FUNCTION hotelmate.wake_relay();
COMMENT ON TRIGGER tg_outbox_event__wake_relay ON hotelmate.outbox_event IS
'Wakes a relay that sleeps when the transaction commits.';

CREATE OR REPLACE FUNCTION hotelmate.keep_outbox_event() RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
BEGIN
    RAISE EXCEPTION 'an event is kept as it was written'
        USING ERRCODE = '23514', CONSTRAINT = 'outbox_event_is_immutable',
            SCHEMA = 'hotelmate', TABLE = 'outbox_event';
END
$$;
COMMENT ON FUNCTION hotelmate.keep_outbox_event() IS 'An event is never changed.';

CREATE OR REPLACE TRIGGER outbox_event_is_immutable
BEFORE UPDATE ON hotelmate.outbox_event
FOR EACH ROW EXECUTE FUNCTION hotelmate.keep_outbox_event();
ALTER TABLE hotelmate.outbox_event ENABLE ALWAYS TRIGGER outbox_event_is_immutable;
COMMENT ON TRIGGER outbox_event_is_immutable ON hotelmate.outbox_event IS 'An event is never changed.';

CREATE OR REPLACE FUNCTION hotelmate.keep_unnumbered_event() RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
DECLARE
    v_channel text;
BEGIN
    -- Channel by channel: a join would be planned for the few messages there were at the beginning.
    FOREACH v_channel IN ARRAY OLD.channels LOOP
        IF NOT EXISTS (
            SELECT FROM realtime_message
            WHERE hotel_id = OLD.hotel_id AND event_id = OLD.event_id AND channel = v_channel
        ) THEN
            RAISE EXCEPTION 'event % has not become a message on each of its channels yet', OLD.event_id
                USING ERRCODE = '23514', CONSTRAINT = 'outbox_event_kept_until_numbered',
                    SCHEMA = 'hotelmate', TABLE = 'outbox_event';
        END IF;
    END LOOP;
    RETURN OLD;
END
$$;
COMMENT ON FUNCTION hotelmate.keep_unnumbered_event() IS 'An event leaves the outbox only as a message.';

CREATE OR REPLACE TRIGGER outbox_event_kept_until_numbered
BEFORE DELETE ON hotelmate.outbox_event
FOR EACH ROW EXECUTE FUNCTION hotelmate.keep_unnumbered_event();
ALTER TABLE hotelmate.outbox_event ENABLE ALWAYS TRIGGER outbox_event_kept_until_numbered;
COMMENT ON TRIGGER outbox_event_kept_until_numbered ON hotelmate.outbox_event IS
'An event leaves the outbox only as a message.';

CREATE OR REPLACE TRIGGER tg_outbox_event__refuse_truncate
BEFORE TRUNCATE ON hotelmate.outbox_event
FOR EACH STATEMENT EXECUTE FUNCTION hotelmate.refuse_by_rule('outbox_event_kept_until_numbered', 'outbox_event');
ALTER TABLE hotelmate.outbox_event ENABLE ALWAYS TRIGGER tg_outbox_event__refuse_truncate;
COMMENT ON TRIGGER tg_outbox_event__refuse_truncate ON hotelmate.outbox_event IS
'TRUNCATE would remove events that are no message yet: outbox_event_kept_until_numbered.';
