-- Realtime. Nothing leaves except through the outbox: an event is a row written by the transaction it
-- reports. Committed events are then numbered, one hotel at a time by one session at a time, so that the
-- numbers are in the order of the commits and have no gap; whoever reads after a number misses nothing.
-- What was delivered is a mark on the channel, not on the message: a message never changes.

CREATE TABLE hotelmate.outbox_event (
    hotel_id bigint NOT NULL,
    id bigint GENERATED ALWAYS AS IDENTITY,
    event_id uuid NOT NULL DEFAULT uuidv7(),
    channels text[] NOT NULL,
    category text NOT NULL,
    event_type text NOT NULL,
    payload jsonb NOT NULL,
    scope jsonb NOT NULL,
    occurred_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    request_id text DEFAULT hotelmate.current_request_id(),
    CONSTRAINT outbox_event_pkey PRIMARY KEY (hotel_id, id),
    CONSTRAINT outbox_event_id_unique UNIQUE (hotel_id, event_id),
    CONSTRAINT outbox_event_of_hotel FOREIGN KEY (hotel_id) REFERENCES hotelmate.hotel (hotel_id),
    -- Names inside the hotel: an event for a channel of another hotel cannot be written.
    CONSTRAINT outbox_event_has_channel CHECK (
        cardinality(channels) >= 1 AND cardinality(channels) <= 100 AND array_ndims(channels) = 1
        AND (
            ',' || array_to_string(channels, ',', '')
            ~ '^(?:,(?:hotel|rooms|staff\.[1-9][0-9]{0,18}|guest\.BK-[0-9]{1,6}-[0-9]{6,18}))+$'
        ) IS TRUE
        -- Or one name with a comma would pass for two.
        AND cardinality(string_to_array(array_to_string(channels, ',', ''), ',')) = cardinality(channels)
    ),
    CONSTRAINT outbox_event_category_known CHECK (category IN ('booking', 'rooms', 'housekeeping')),
    CONSTRAINT outbox_event_is_dated CHECK (isfinite(occurred_at)),
    CONSTRAINT outbox_event_type_well_formed CHECK (event_type ~ '^[a-z]+(_[a-z]+)*$' AND length(event_type) <= 64),
    -- Pusher takes 10 kB a message; the rest of the envelope has at most 1,000 bytes.
    CONSTRAINT outbox_event_fits_message CHECK (
        octet_length(payload::text) + octet_length(scope::text) <= 9000
    )
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000, autovacuum_vacuum_cost_delay = 0);
CREATE INDEX outbox_event_in_order ON hotelmate.outbox_event (id);
COMMENT ON TABLE hotelmate.outbox_event IS
'Realtime events that were committed and not numbered yet: written by the transaction they report, gone in a moment.';
COMMENT ON COLUMN hotelmate.outbox_event.channels IS
'Who hears it, by names inside the hotel: hotel, rooms, staff.<staff id>, guest.<booking reference>.';
COMMENT ON COLUMN hotelmate.outbox_event.scope IS
'What the event is about: booking_id, room_id or task_id, the room''s number, and the version of a booking or room.';
COMMENT ON COLUMN hotelmate.outbox_event.event_id IS 'meta.event_id of the envelope: clients drop repeats by it.';
COMMENT ON CONSTRAINT outbox_event_id_unique ON hotelmate.outbox_event IS 'An event id names one event.';
COMMENT ON CONSTRAINT outbox_event_of_hotel ON hotelmate.outbox_event IS 'An event belongs to a hotel.';
COMMENT ON CONSTRAINT outbox_event_has_channel ON hotelmate.outbox_event IS
'An event goes to channels of its own hotel, one at least: the hotel''s, the rooms'', a staff member''s or a guest''s.';
COMMENT ON CONSTRAINT outbox_event_category_known ON hotelmate.outbox_event IS
'An event is of the category booking, rooms or housekeeping.';
COMMENT ON CONSTRAINT outbox_event_is_dated ON hotelmate.outbox_event IS 'An event says when it was.';
COMMENT ON CONSTRAINT outbox_event_type_well_formed ON hotelmate.outbox_event IS
'An event type is lower-case words joined by underscores, 64 letters at most.';
COMMENT ON CONSTRAINT outbox_event_fits_message ON hotelmate.outbox_event IS
'Payload and scope of an event have 9,000 bytes at most, so that a message holds them.';

CREATE TABLE hotelmate.realtime_stream (
    hotel_id bigint NOT NULL,
    last_position bigint NOT NULL DEFAULT 0,
    removed_position bigint NOT NULL DEFAULT 0,
    CONSTRAINT realtime_stream_pkey PRIMARY KEY (hotel_id),
    CONSTRAINT realtime_stream_of_hotel FOREIGN KEY (hotel_id) REFERENCES hotelmate.hotel (hotel_id),
    CONSTRAINT realtime_stream_positions_in_order CHECK (removed_position BETWEEN 0 AND last_position)
) WITH (
    fillfactor = 50,
    autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000, autovacuum_vacuum_cost_delay = 0
);
COMMENT ON TABLE hotelmate.realtime_stream IS
'How far the messages of a hotel are numbered; whoever numbers them holds the lock of this row until the commit.';
COMMENT ON COLUMN hotelmate.realtime_stream.last_position IS 'The newest message; 0 before the first.';
COMMENT ON COLUMN hotelmate.realtime_stream.removed_position IS
'Messages up to here may have been removed: a client that is behind reads the state anew.';
COMMENT ON CONSTRAINT realtime_stream_of_hotel ON hotelmate.realtime_stream IS
'A stream of messages belongs to a hotel.';
COMMENT ON CONSTRAINT realtime_stream_positions_in_order ON hotelmate.realtime_stream IS
'No message is removed before it was numbered.';

CREATE TABLE hotelmate.realtime_channel (
    hotel_id bigint NOT NULL,
    name text NOT NULL,
    last_position bigint NOT NULL,
    delivered_position bigint NOT NULL DEFAULT 0,
    due_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    failures integer NOT NULL DEFAULT 0,
    last_error text,
    CONSTRAINT realtime_channel_pkey PRIMARY KEY (hotel_id, name),
    CONSTRAINT realtime_channel_of_stream FOREIGN KEY (hotel_id) REFERENCES hotelmate.realtime_stream (hotel_id),
    CONSTRAINT realtime_channel_well_formed CHECK (
        name ~ '^(?:hotel|rooms|staff\.[1-9][0-9]{0,18}|guest\.BK-[0-9]{1,6}-[0-9]{6,18})$'
    ),
    CONSTRAINT realtime_channel_positions_in_order CHECK (delivered_position BETWEEN 0 AND last_position)
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000, autovacuum_vacuum_cost_delay = 0);
CREATE INDEX realtime_channel_due ON hotelmate.realtime_channel (due_at) WHERE delivered_position < last_position;
COMMENT ON TABLE hotelmate.realtime_channel IS 'How far the messages of a channel are numbered and delivered.';
COMMENT ON COLUMN hotelmate.realtime_channel.name IS 'Inside the hotel, as in outbox_event.channels.';
COMMENT ON COLUMN hotelmate.realtime_channel.last_position IS 'Its newest message.';
COMMENT ON COLUMN hotelmate.realtime_channel.delivered_position IS
'Everything up to here was acknowledged by the publisher, or is a dead letter.';
COMMENT ON COLUMN hotelmate.realtime_channel.due_at IS
'When the channel is next in turn: those who were served go to the end of the line, those who failed wait.';
COMMENT ON COLUMN hotelmate.realtime_channel.failures IS 'How often delivery of its next message failed.';
COMMENT ON COLUMN hotelmate.realtime_channel.last_error IS 'Why it failed last.';
COMMENT ON INDEX hotelmate.realtime_channel_due IS 'What the relay has to deliver, in turn.';
COMMENT ON CONSTRAINT realtime_channel_of_stream ON hotelmate.realtime_channel IS
'A channel belongs to the stream of its hotel.';
COMMENT ON CONSTRAINT realtime_channel_well_formed ON hotelmate.realtime_channel IS
'A channel is the hotel''s, the rooms'', a staff member''s or a guest''s.';
COMMENT ON CONSTRAINT realtime_channel_positions_in_order ON hotelmate.realtime_channel IS
'Nothing is delivered before it was numbered.';

CREATE TABLE hotelmate.realtime_message (
    hotel_id bigint NOT NULL,
    position bigint NOT NULL,
    previous bigint,
    channel text NOT NULL,
    event_id uuid NOT NULL,
    category text NOT NULL,
    event_type text NOT NULL,
    payload jsonb NOT NULL,
    scope jsonb NOT NULL,
    occurred_at timestamptz NOT NULL,
    request_id text,
    numbered_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT realtime_message_pkey PRIMARY KEY (hotel_id, position),
    CONSTRAINT realtime_message_once_a_channel UNIQUE (hotel_id, event_id, channel),
    CONSTRAINT realtime_message_of_channel FOREIGN KEY (hotel_id, channel)
    REFERENCES hotelmate.realtime_channel (hotel_id, name),
    CONSTRAINT realtime_message_positions_in_order CHECK (position > 0 AND previous < position)
);
CREATE INDEX realtime_message_by_channel ON hotelmate.realtime_message (hotel_id, channel, position);
CREATE INDEX realtime_message_by_age ON hotelmate.realtime_message (numbered_at);
COMMENT ON TABLE hotelmate.realtime_message IS
'Numbered messages: an event on a channel. Immutable; removed some time after delivery.';
COMMENT ON COLUMN hotelmate.realtime_message.position IS
'1, 2, 3 … within the hotel, in the order of the commits, without a gap; meta.position of the envelope.';
COMMENT ON COLUMN hotelmate.realtime_message.previous IS
'Position of the message before it on its channel, if one is kept: a client that has not seen that one has a gap.';
COMMENT ON COLUMN hotelmate.realtime_message.channel IS 'Inside the hotel, as in outbox_event.channels.';
COMMENT ON COLUMN hotelmate.realtime_message.numbered_at IS 'It is removed when so much time has passed since.';
COMMENT ON INDEX hotelmate.realtime_message_by_channel IS 'What is to be delivered on a channel.';
COMMENT ON INDEX hotelmate.realtime_message_by_age IS 'What is old enough to be removed.';
COMMENT ON CONSTRAINT realtime_message_once_a_channel ON hotelmate.realtime_message IS
'An event is one message on each of its channels.';
COMMENT ON CONSTRAINT realtime_message_of_channel ON hotelmate.realtime_message IS
'A message is on a channel of its hotel.';
COMMENT ON CONSTRAINT realtime_message_positions_in_order ON hotelmate.realtime_message IS
'A message comes after the one before it on its channel; the first of a hotel has position 1.';

-- What is true of this table before ANALYZE has seen it: an event is one row or a few, whereas a hotel may have all
-- of them. Sessions keep their plans, and those made of nothing would read a hotel's whole log for each event.
SELECT
    pg_catalog.pg_restore_attribute_stats(
        'schemaname', 'hotelmate', 'relname', 'realtime_message', 'inherited', false,
        'attname', seed.column_name, 'null_frac', 0::real, 'avg_width', seed.bytes, 'n_distinct', seed.distinct_values
    )
FROM (
    VALUES ('hotel_id', 8, 1::real), ('position', 8, -1::real), ('event_id', 16, -1::real), ('channel', 24, 100::real)
) AS seed (column_name, bytes, distinct_values);

CREATE TABLE hotelmate.realtime_dead_letter (
    hotel_id bigint NOT NULL,
    position bigint NOT NULL,
    reason text NOT NULL,
    attempts integer NOT NULL,
    died_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    requested_at timestamptz,
    CONSTRAINT realtime_dead_letter_pkey PRIMARY KEY (hotel_id, position),
    CONSTRAINT dead_letter_is_message FOREIGN KEY (hotel_id, position)
    REFERENCES hotelmate.realtime_message (hotel_id, position),
    CONSTRAINT dead_letter_has_reason CHECK (reason ~ '\S'),
    CONSTRAINT dead_letter_was_tried CHECK (attempts > 0)
);
CREATE INDEX realtime_dead_letter_requested ON hotelmate.realtime_dead_letter (requested_at)
WHERE requested_at IS NOT NULL;
COMMENT ON TABLE hotelmate.realtime_dead_letter IS
'Messages that the publisher refuses for what they are; kept until they are sent again or given up.';
COMMENT ON COLUMN hotelmate.realtime_dead_letter.reason IS 'Why it was refused.';
COMMENT ON COLUMN hotelmate.realtime_dead_letter.attempts IS 'How often it was tried.';
COMMENT ON COLUMN hotelmate.realtime_dead_letter.died_at IS 'When it was refused last.';
COMMENT ON COLUMN hotelmate.realtime_dead_letter.requested_at IS
'When somebody asked to send it again; empty after a try.';
COMMENT ON INDEX hotelmate.realtime_dead_letter_requested IS 'What the relay is asked to send again.';
COMMENT ON CONSTRAINT dead_letter_is_message ON hotelmate.realtime_dead_letter IS
'A dead letter is a message, which is kept as long.';
COMMENT ON CONSTRAINT dead_letter_has_reason ON hotelmate.realtime_dead_letter IS 'A dead letter says why it is one.';
COMMENT ON CONSTRAINT dead_letter_was_tried ON hotelmate.realtime_dead_letter IS
'A dead letter was tried once at least.';

CREATE TABLE hotelmate.relay_statistics (
    only_row boolean NOT NULL DEFAULT true,
    delivered bigint NOT NULL DEFAULT 0,
    retried bigint NOT NULL DEFAULT 0,
    dead bigint NOT NULL DEFAULT 0,
    seconds_sum double precision NOT NULL DEFAULT 0,
    seconds_buckets bigint[] NOT NULL DEFAULT '{}',
    paused_until timestamptz,
    last_error text,
    last_error_at timestamptz,
    CONSTRAINT relay_statistics_pkey PRIMARY KEY (only_row),
    CONSTRAINT relay_statistics_single_row CHECK (only_row)
) WITH (
    fillfactor = 20,
    autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000, autovacuum_vacuum_cost_delay = 0
);
INSERT INTO hotelmate.relay_statistics DEFAULT VALUES;
COMMENT ON TABLE hotelmate.relay_statistics IS
'What the relays of this database have done so far: here, because each of them may end at any moment.';
COMMENT ON COLUMN hotelmate.relay_statistics.only_row IS 'Always true.';
COMMENT ON COLUMN hotelmate.relay_statistics.delivered IS 'Messages that the publisher acknowledged.';
COMMENT ON COLUMN hotelmate.relay_statistics.retried IS 'Messages in calls that failed and are tried again.';
COMMENT ON COLUMN hotelmate.relay_statistics.dead IS 'Messages that became dead letters.';
COMMENT ON COLUMN hotelmate.relay_statistics.seconds_sum IS
'Seconds from the event to its acknowledgement, over all messages delivered.';
COMMENT ON COLUMN hotelmate.relay_statistics.seconds_buckets IS
'The same as a histogram; app/relay/latency.py has the limits.';
COMMENT ON COLUMN hotelmate.relay_statistics.paused_until IS 'Nothing is sent before: the publisher cannot be reached.';
COMMENT ON COLUMN hotelmate.relay_statistics.last_error IS 'The last failure.';
COMMENT ON COLUMN hotelmate.relay_statistics.last_error_at IS 'When it was.';
COMMENT ON CONSTRAINT relay_statistics_single_row ON hotelmate.relay_statistics IS
'The figures of the relay are one row.';
