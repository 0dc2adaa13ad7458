-- Realtime: a message is gone only after it was delivered, and only as far as its hotel's stream says.
-- Severity: high; somebody never hears of it, or replay hides the gap.
-- Held by: realtime_message_kept_until_delivered.
-- Reads: live state. The positions that are kept for replay, a hotel at a time, and what waits for delivery.
-- That the newest messages of a hotel are gone is realtime_stream_ends_with_message.
SELECT
    'realtime_message_kept_until_delivered' AS check_name,
    hotel.slug AS hotel,
    'stream of hotel ' || stream.hotel_id AS subject,
    format(
        'messages %s to %s are gone, but only those up to %s were removed', kept.before + 1, kept.position - 1,
        stream.removed_position
    ) AS finding,
    kept.numbered_at AS since,
    format(
        'let hotelmate relay deliver what is kept, then let clients that are behind the gap read the state anew: '
        'UPDATE hotelmate.realtime_stream SET removed_position = greatest(removed_position, %s) WHERE hotel_id = %s; ',
        kept.position - 1, stream.hotel_id
    ) || format(
        'UPDATE hotelmate.realtime_channel AS channel SET delivered_position = next.previous '
        'FROM hotelmate.realtime_message AS next WHERE channel.hotel_id = %s AND next.hotel_id = channel.hotel_id '
        'AND next.channel = channel.name AND next.previous BETWEEN %s AND %s '
        'AND next.previous > channel.delivered_position;',
        stream.hotel_id, kept.before + 1, kept.position - 1
    ) AS mend
FROM hotelmate.realtime_stream AS stream
INNER JOIN hotelmate.hotel ON stream.hotel_id = hotel.hotel_id
CROSS JOIN
    LATERAL (
        SELECT
            message.position,
            message.numbered_at,
            lag(message.position, 1, greatest(stream.removed_position, 0)) OVER (ORDER BY message.position) AS before
        FROM hotelmate.realtime_message AS message
        WHERE
            message.hotel_id = stream.hotel_id AND message.position > stream.removed_position
            AND message.position <= stream.last_position
    ) AS kept
WHERE kept.position > kept.before + 1
UNION ALL
SELECT
    'realtime_message_kept_until_delivered' AS check_name,
    hotel.slug AS hotel,
    'channel ' || channel.name AS subject,
    format(
        'message %s was removed, but only those up to %s are delivered', gone.position, channel.delivered_position
    ) AS finding,
    gone.numbered_at AS since,
    format(
        'let hotelmate relay deliver what is kept; whoever gets the message after it sees the gap and reads the state '
        'anew. Where it is the last of its channel: UPDATE hotelmate.realtime_channel '
        'SET delivered_position = greatest(delivered_position, %s) WHERE hotel_id = %s AND name = %L;',
        gone.position, channel.hotel_id, channel.name
    ) AS mend
FROM hotelmate.realtime_channel AS channel
INNER JOIN hotelmate.hotel ON channel.hotel_id = hotel.hotel_id
INNER JOIN hotelmate.realtime_stream AS stream ON channel.hotel_id = stream.hotel_id
CROSS JOIN
    LATERAL (
        -- Whom a waiting message follows, and the last that is to be delivered.
        SELECT
            message.previous AS position,
            message.numbered_at
        FROM hotelmate.realtime_message AS message
        WHERE
            message.hotel_id = channel.hotel_id AND message.channel = channel.name
            AND message.position > channel.delivered_position AND message.previous > channel.delivered_position
        UNION ALL
        SELECT
            channel.last_position AS position,
            NULL::timestamptz AS numbered_at
    ) AS gone
WHERE
    channel.delivered_position < channel.last_position
    AND gone.position <= stream.removed_position
    AND NOT EXISTS (
        SELECT 1 FROM hotelmate.realtime_message AS message
        WHERE message.hotel_id = channel.hotel_id AND message.position = gone.position
    )
ORDER BY hotel, subject;
