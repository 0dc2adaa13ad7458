-- Realtime: no event waits for its number, and no message for its delivery, for more than five minutes.
-- Severity: high; screens of the front desk and guests' phones show the past.
-- Held by: nothing; it takes a relay that runs and a publisher that can be reached.
-- Reads: live state. What waits, not what was delivered.
SELECT
    'events_undelivered' AS check_name,
    hotel.slug AS hotel,
    'outbox' AS subject,
    count(*) || ' events wait to be numbered' AS finding,
    min(event.occurred_at) AS since,
    'see hotelmate relay --status, and that hotelmate relay runs' AS mend
FROM hotelmate.outbox_event AS event
INNER JOIN hotelmate.hotel ON event.hotel_id = hotel.hotel_id
WHERE event.occurred_at < now() - interval '5 minutes'
GROUP BY hotel.slug
UNION ALL
SELECT
    'events_undelivered' AS check_name,
    hotel.slug AS hotel,
    'channel ' || channel.name AS subject,
    format(
        'message %s and what follows it are not delivered%s', first_message.position,
        coalesce(format('; %s tries failed: %s', channel.failures, channel.last_error), '')
    ) AS finding,
    first_message.numbered_at AS since,
    'see hotelmate relay --status, and that hotelmate relay runs' AS mend
FROM hotelmate.realtime_channel AS channel
INNER JOIN hotelmate.hotel ON channel.hotel_id = hotel.hotel_id
INNER JOIN LATERAL (
    SELECT
        message.position,
        message.numbered_at
    FROM hotelmate.realtime_message AS message
    WHERE
        message.hotel_id = channel.hotel_id AND message.channel = channel.name
        AND message.position > channel.delivered_position
    ORDER BY message.position
    LIMIT 1
) AS first_message ON true
WHERE
    channel.delivered_position < channel.last_position
    AND first_message.numbered_at < now() - interval '5 minutes'
ORDER BY hotel, subject;
