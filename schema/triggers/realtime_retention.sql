-- Messages are kept for replay for a while after delivery, then removed in pieces: each piece is short, and the
-- outbox, where everybody writes, has no part in it.

CREATE OR REPLACE FUNCTION hotelmate.remove_messages(
    numbered_after timestamptz, numbered_before timestamptz, at_most integer,
    OUT looked_at integer, OUT removed integer, OUT looked_up_to timestamptz
)
LANGUAGE plpgsql
SET search_path = pg_catalog, hotelmate, pg_temp
AS $$
DECLARE
    v_hotels bigint[];
BEGIN
    SELECT count(*), max(old_message.numbered_at), array_agg(DISTINCT old_message.hotel_id) FILTER (
        WHERE EXISTS (
            SELECT FROM realtime_channel AS channel
            WHERE channel.hotel_id = old_message.hotel_id AND channel.name = old_message.channel
                AND channel.delivered_position >= old_message.position
        )
    )
    INTO looked_at, looked_up_to, v_hotels
    FROM (
        SELECT message.hotel_id, message.position, message.channel, message.numbered_at
        FROM realtime_message AS message
        WHERE message.numbered_at > numbered_after AND message.numbered_at < numbered_before
        ORDER BY message.numbered_at
        LIMIT at_most
    ) AS old_message;
    -- As whoever numbers does it, and first of all: else the two would wait for each other, and a channel could
    -- speak again between the look at it and its removal. A hotel that somebody is at has its turn another time.
    SELECT array_agg(free.hotel_id) INTO v_hotels
    FROM (
        SELECT hotel_id FROM realtime_stream WHERE hotel_id = ANY (v_hotels)
        ORDER BY hotel_id FOR UPDATE SKIP LOCKED
    ) AS free;
    removed := 0;
    IF v_hotels IS NULL THEN
        RETURN;
    END IF;
    WITH old_message AS MATERIALIZED (
        SELECT message.hotel_id, message.position, message.channel
        FROM realtime_message AS message
        WHERE message.numbered_at > numbered_after AND message.numbered_at <= looked_up_to
        ORDER BY message.numbered_at
        LIMIT at_most
    ), gone AS (
        DELETE FROM realtime_message AS message
        USING old_message, realtime_channel AS channel
        WHERE old_message.hotel_id = ANY (v_hotels)
            AND message.hotel_id = old_message.hotel_id AND message.position = old_message.position
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
    )
    SELECT count(*) INTO removed FROM gone;
END
$$;
COMMENT ON FUNCTION hotelmate.remove_messages(timestamptz, timestamptz, integer) IS
'Removes one piece of the messages that were numbered in a period, delivered, and are no dead letters.';
