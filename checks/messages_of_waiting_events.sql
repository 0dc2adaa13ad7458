-- Realtime: an event that waits in the outbox is no message yet.
-- Severity: medium; clients drop the repeat, but something wrote an event twice.
-- Held by: nothing; numbering removes an event in the transaction that makes its messages.
-- Reads: live state.
SELECT
    'messages_of_waiting_events' AS check_name,
    hotel.slug AS hotel,
    'event ' || event.event_id AS subject,
    format('waits in the outbox and is message %s on %s already', message.position, message.channel) AS finding,
    event.occurred_at AS since,
    format('take out what was numbered before: SELECT hotelmate.number_events(%s);', event.hotel_id) AS mend
FROM hotelmate.outbox_event AS event
INNER JOIN hotelmate.hotel ON event.hotel_id = hotel.hotel_id
INNER JOIN LATERAL (
    SELECT
        known.position,
        known.channel
    FROM hotelmate.realtime_message AS known
    WHERE known.hotel_id = event.hotel_id AND known.event_id = event.event_id
    ORDER BY known.channel
    LIMIT 1
) AS message ON true
ORDER BY hotel, subject;
