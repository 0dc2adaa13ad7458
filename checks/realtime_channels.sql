-- Realtime: a channel is one that a hotel has, ends with its newest message, and nothing on it was delivered before it
-- was numbered.
-- Severity: high; the relay would pass messages over or look for one that never comes.
-- Held by: realtime_channel_ends_with_message, realtime_channel_positions_in_order, realtime_channel_well_formed.
-- Reads: live state. Channels of which a message is kept.
-- A last message that is nowhere is realtime_message_kept_until_delivered or realtime_stream_ends_with_message.
SELECT
    broken.rule AS check_name,
    hotel.slug AS hotel,
    'channel ' || channel.name AS subject,
    CASE broken.rule
        WHEN 'realtime_channel_well_formed' THEN 'is no channel of a hotel'
        WHEN 'realtime_channel_positions_in_order'
            THEN format('is delivered up to %s and ends with %s', channel.delivered_position, channel.last_position)
        ELSE format(
                'ends with message %s; the newest on it is %s', channel.last_position,
                coalesce(newest.position::text, 'none')
            )
    END AS finding,
    newest.numbered_at AS since,
    CASE
        WHEN broken.rule = 'realtime_channel_well_formed'
            THEN
                'find out who wrote to it, and see that outbox_event_has_channel is on: nobody hears it, and once '
                || 'delivered it goes with its last message'
        WHEN broken.rule = 'realtime_channel_ends_with_message' AND newest.position > channel.last_position
            THEN format(
                    'let it end with its newest message: UPDATE hotelmate.realtime_channel SET last_position = (SELECT '
                    'max(position) FROM hotelmate.realtime_message WHERE hotel_id = %s AND channel = %L '
                    'AND position <= (SELECT last_position FROM hotelmate.realtime_stream WHERE hotel_id = %s)) '
                    'WHERE hotel_id = %s AND name = %L;',
                    channel.hotel_id, channel.name, channel.hotel_id, channel.hotel_id, channel.name
                )
        ELSE
            'put it right. In one transaction: BEGIN; '
            || 'ALTER TABLE hotelmate.realtime_channel DISABLE TRIGGER realtime_channel_goes_forward; '
            || CASE
                WHEN broken.rule = 'realtime_channel_positions_in_order'
                    THEN 'UPDATE hotelmate.realtime_channel '
                        || 'SET delivered_position = greatest(least(delivered_position, last_position), 0)'
                WHEN newest.position IS NULL THEN 'DELETE FROM hotelmate.realtime_channel'
                ELSE
                    format(
                        'UPDATE hotelmate.realtime_channel SET last_position = newest.position, delivered_position = '
                        'least(delivered_position, newest.position) FROM (SELECT max(position) AS position '
                        'FROM hotelmate.realtime_message WHERE hotel_id = %s AND channel = %L AND position <= '
                        '(SELECT last_position FROM hotelmate.realtime_stream WHERE hotel_id = %s)) AS newest',
                        channel.hotel_id, channel.name, channel.hotel_id
                    )
            END
            || format(
                ' WHERE hotel_id = %s AND name = %L; '
                'ALTER TABLE hotelmate.realtime_channel ENABLE TRIGGER realtime_channel_goes_forward; COMMIT;',
                channel.hotel_id, channel.name
            )
    END AS mend
FROM hotelmate.realtime_channel AS channel
INNER JOIN hotelmate.hotel ON channel.hotel_id = hotel.hotel_id
INNER JOIN hotelmate.realtime_stream AS stream ON channel.hotel_id = stream.hotel_id
LEFT JOIN LATERAL (
    SELECT
        message.position,
        message.numbered_at
    FROM hotelmate.realtime_message AS message
    WHERE
        message.hotel_id = channel.hotel_id AND message.channel = channel.name
        AND message.position <= stream.last_position
    ORDER BY message.position DESC
    LIMIT 1
) AS newest ON true
LEFT JOIN hotelmate.realtime_message AS at_the_end
    ON channel.hotel_id = at_the_end.hotel_id AND channel.last_position = at_the_end.position
CROSS JOIN
    LATERAL unnest(array_remove(ARRAY[
        CASE
            WHEN channel.name !~ '^(?:hotel|rooms|staff\.[1-9][0-9]{0,18}|guest\.BK-[0-9]{1,6}-[0-9]{6,18})$'
                THEN 'realtime_channel_well_formed'
        END,
        CASE
            WHEN channel.delivered_position NOT BETWEEN 0 AND channel.last_position
                THEN 'realtime_channel_positions_in_order'
        END,
        CASE
            WHEN
                channel.last_position NOT BETWEEN 1 AND stream.last_position
                OR at_the_end.channel <> channel.name OR newest.position > channel.last_position
                THEN 'realtime_channel_ends_with_message'
        END
    ], NULL)) AS broken (rule)
ORDER BY hotel, subject;
