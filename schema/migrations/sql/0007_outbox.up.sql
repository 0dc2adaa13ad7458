-- Nothing leaves except through the outbox: an event is a row written by the transaction it reports.

CREATE TABLE hotelmate.outbox_event (
    hotel_id bigint NOT NULL,
    id bigint GENERATED ALWAYS AS IDENTITY,
    event_id uuid NOT NULL DEFAULT uuidv7(),
    channels text[] NOT NULL,
    category text NOT NULL,
    event_type text NOT NULL,
    payload jsonb NOT NULL,
    scope jsonb NOT NULL,
    hotel_slug text NOT NULL,
    occurred_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    request_id text DEFAULT hotelmate.current_request_id(),
    delivered_at timestamptz,
    attempts integer NOT NULL DEFAULT 0,
    last_error text,
    CONSTRAINT outbox_event_pkey PRIMARY KEY (hotel_id, id),
    CONSTRAINT outbox_event_id_unique UNIQUE (hotel_id, event_id),
    CONSTRAINT outbox_event_of_hotel FOREIGN KEY (hotel_id) REFERENCES hotelmate.hotel (hotel_id),
    CONSTRAINT outbox_event_has_channel CHECK (
        cardinality(channels) BETWEEN 1 AND 100 AND array_ndims(channels) = 1
        AND (array_to_string(channels, ',', '') ~ '^[A-Za-z0-9_=@.;-]+(,[A-Za-z0-9_=@.;-]+)*$') IS TRUE
    ),
    CONSTRAINT outbox_event_category_known CHECK (category IN ('booking', 'rooms', 'housekeeping'))
);
CREATE INDEX outbox_event_undelivered ON hotelmate.outbox_event (id) WHERE delivered_at IS NULL;
COMMENT ON TABLE hotelmate.outbox_event IS
'Realtime events: written by the transaction they report, delivered by the relay, else immutable.';
COMMENT ON COLUMN hotelmate.outbox_event.channels IS
'The channels that the event goes to; no channel that strangers can read.';
COMMENT ON COLUMN hotelmate.outbox_event.scope IS
'What the event is about: booking_id, room_number or task_id, and the version of a booking or room.';
COMMENT ON COLUMN hotelmate.outbox_event.event_id IS 'meta.event_id of the envelope: clients drop repeats by it.';
COMMENT ON CONSTRAINT outbox_event_id_unique ON hotelmate.outbox_event IS 'An event id names one event.';
COMMENT ON CONSTRAINT outbox_event_of_hotel ON hotelmate.outbox_event IS 'An event belongs to a hotel.';
COMMENT ON CONSTRAINT outbox_event_has_channel ON hotelmate.outbox_event IS 'An event goes to at least one channel.';
COMMENT ON CONSTRAINT outbox_event_category_known ON hotelmate.outbox_event IS
'An event is of the category booking, rooms or housekeeping.';
