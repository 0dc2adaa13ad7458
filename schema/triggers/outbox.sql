-- The outbox: one function publishes, one trigger wakes the relay, one keeps the rows as they were.

CREATE OR REPLACE FUNCTION hotelmate.publish(
    for_hotel_id bigint, channel_names text[], category text, event_type text, payload jsonb, scope jsonb
) RETURNS void
LANGUAGE plpgsql -- its plans are kept for the session; a function in SQL would start anew at each call
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
DECLARE
    v_slug text;
BEGIN
    SELECT slug INTO v_slug FROM hotel WHERE hotel_id = for_hotel_id;
    FOR position IN 1..cardinality(channel_names) LOOP
        -- The report's channels are public; ours are private, so that Pusher asks our API who may listen.
        channel_names[position] := 'private-' || replace(channel_names[position], '{slug}', v_slug);
    END LOOP;
    INSERT INTO outbox_event (hotel_id, channels, category, event_type, payload, scope, hotel_slug)
    VALUES (for_hotel_id, channel_names, category, event_type, payload, scope, v_slug);
END
$$;
COMMENT ON FUNCTION hotelmate.publish(bigint, text[], text, text, jsonb, jsonb) IS
'Writes one realtime event; {slug} in a channel name stands for the hotel''s slug, "private-" is put before it.';

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

CREATE OR REPLACE TRIGGER tg_outbox_event__wake_relay
AFTER INSERT ON hotelmate.outbox_event
FOR EACH STATEMENT EXECUTE FUNCTION hotelmate.wake_relay();
COMMENT ON TRIGGER tg_outbox_event__wake_relay ON hotelmate.outbox_event IS
'Wakes the relay when the transaction commits.';

CREATE OR REPLACE FUNCTION hotelmate.keep_outbox_event() RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
BEGIN
    IF (OLD.hotel_id, OLD.id, OLD.event_id, OLD.channels, OLD.category, OLD.event_type, OLD.payload,
        OLD.scope, OLD.hotel_slug, OLD.occurred_at, OLD.request_id)
        IS DISTINCT FROM
       (NEW.hotel_id, NEW.id, NEW.event_id, NEW.channels, NEW.category, NEW.event_type, NEW.payload,
        NEW.scope, NEW.hotel_slug, NEW.occurred_at, NEW.request_id)
        OR (OLD.delivered_at IS NOT NULL AND NEW.delivered_at IS DISTINCT FROM OLD.delivered_at)
    THEN
        RAISE EXCEPTION 'event % is kept as it was written', OLD.event_id
            USING ERRCODE = '23514', CONSTRAINT = 'outbox_event_is_immutable',
                SCHEMA = 'hotelmate', TABLE = 'outbox_event';
    END IF;
    RETURN NEW;
END
$$;
COMMENT ON FUNCTION hotelmate.keep_outbox_event() IS 'An event row changes only in its marks of delivery.';

CREATE OR REPLACE TRIGGER outbox_event_is_immutable
BEFORE UPDATE ON hotelmate.outbox_event
FOR EACH ROW EXECUTE FUNCTION hotelmate.keep_outbox_event();
ALTER TABLE hotelmate.outbox_event ENABLE ALWAYS TRIGGER outbox_event_is_immutable;
COMMENT ON TRIGGER outbox_event_is_immutable ON hotelmate.outbox_event IS
'An event row changes only in its marks of delivery.';

CREATE OR REPLACE FUNCTION hotelmate.keep_undelivered_event() RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
BEGIN
    IF TG_OP = 'DELETE' AND OLD.delivered_at IS NOT NULL THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'an event that was not delivered is not removed'
        USING ERRCODE = '23514', CONSTRAINT = 'outbox_event_kept_until_delivered',
            SCHEMA = 'hotelmate', TABLE = 'outbox_event';
END
$$;
COMMENT ON FUNCTION hotelmate.keep_undelivered_event() IS 'An event row is removed only after delivery.';

CREATE OR REPLACE TRIGGER outbox_event_kept_until_delivered
BEFORE DELETE ON hotelmate.outbox_event
FOR EACH ROW EXECUTE FUNCTION hotelmate.keep_undelivered_event();
ALTER TABLE hotelmate.outbox_event ENABLE ALWAYS TRIGGER outbox_event_kept_until_delivered;
COMMENT ON TRIGGER outbox_event_kept_until_delivered ON hotelmate.outbox_event IS
'An event row is removed only after delivery.';

CREATE OR REPLACE TRIGGER tg_outbox_event__refuse_truncate
BEFORE TRUNCATE ON hotelmate.outbox_event
FOR EACH STATEMENT EXECUTE FUNCTION hotelmate.keep_undelivered_event();
ALTER TABLE hotelmate.outbox_event ENABLE ALWAYS TRIGGER tg_outbox_event__refuse_truncate;
COMMENT ON TRIGGER tg_outbox_event__refuse_truncate ON hotelmate.outbox_event IS
'TRUNCATE would remove events that were not delivered: outbox_event_kept_until_delivered.';
