-- Messages are kept for replay for a while after delivery, then removed in pieces: each piece is short, and the
-- outbox, where everybody writes, has no part in it.

CREATE OR REPLACE FUNCTION hotelmate.remove_messages(
    numbered_after timestamptz, numbered_before timestamptz, at_most integer,
    OUT looked_at integer, OUT removed integer, OUT looked_up_to timestamptz
)
LANGUAGE plpgsql
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
BEGIN
    -- As whoever numbers does it, and first of all: else the two would wait for each other, and a channel could
    -- speak again between the look at it and its removal.
    PERFORM FROM realtime_stream
    WHERE hotel_id IN (
        SELECT old_message.hotel_id
        FROM (
            SELECT message.hotel_id FROM realtime_message AS message
            WHERE message.numbered_at > numbered_after AND message.numbered_at < numbered_before
            ORDER BY message.numbered_at
            LIMIT at_most
        ) AS old_message
    )
    ORDER BY hotel_id FOR UPDATE;
    WITH old_message AS MATERIALIZED (
        SELECT message.hotel_id, message.position, message.channel, message.numbered_at
        FROM realtime_message AS message
        WHERE message.numbered_at > numbered_after AND message.numbered_at < numbered_before
        ORDER BY message.numbered_at
        LIMIT at_most
    ), gone AS (
        DELETE FROM realtime_message AS message
        USING old_message, realtime_channel AS channel
        WHERE message.hotel_id = old_message.hotel_id AND message.position = old_message.position
            AND channel.hotel_id = old_message.hotel_id AND channel.name = old_message.channel
            AND channel.delivered_position >= old_message.position
            AND NOT EXISTS (
                SELECT FROM realtime_dead_letter AS dead
                WHERE dead.hotel_id = old_message.hotel_id AND dead.position = old_message.position
            )
        RETURNING message.hotel_id, message.position, message.channel
    ), quiet AS (
        -- A channel of which nothing is kept starts anew with its next message: else each booking would leave one.
        DELETE FROM realtime_channel AS channel
        USING (SELECT DISTINCT hotel_id, channel FROM gone) AS quieter
        WHERE channel.hotel_id = quieter.hotel_id AND channel.name = quieter.channel
            AND channel.delivered_position = channel.last_position
            AND NOT EXISTS (
                SELECT FROM realtime_message AS kept
                WHERE kept.hotel_id = channel.hotel_id AND kept.channel = channel.name
                    AND kept.position NOT IN (SELECT gone.position FROM gone WHERE gone.hotel_id = kept.hotel_id)
            )
        RETURNING channel.name
    ), stream AS (
        UPDATE realtime_stream
        SET removed_position = greatest(realtime_stream.removed_position, last_gone.position)
        FROM (SELECT hotel_id, max(position) AS position FROM gone GROUP BY hotel_id) AS last_gone
        WHERE realtime_stream.hotel_id = last_gone.hotel_id
        RETURNING realtime_stream.hotel_id
    )
    SELECT count(*), (SELECT count(*) FROM gone), max(old_message.numbered_at)
    INTO looked_at, removed, looked_up_to
    FROM old_message;
END
$$;
COMMENT ON FUNCTION hotelmate.remove_messages(timestamptz, timestamptz, integer) IS
'Removes one piece of the messages that were numbered in a period, delivered, and are no dead letters.';
