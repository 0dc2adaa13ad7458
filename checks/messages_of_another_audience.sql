-- Realtime: an event goes to those whom it concerns: of rooms to the rooms' channel, of a booking to the hotel's and to
-- that of its own guest, of a task to the hotel's and to that of the member of staff who has it.
-- Severity: critical; somebody hears what is not for them.
-- Held by: nothing; outbox_event_has_channel holds that channels are the hotel's own, triggers choose among them.
-- Reads: live state. The outbox and the messages that are kept for replay.
-- A name that is no channel at all is realtime_channel_well_formed or outbox_event_has_channel.
WITH event AS (
    SELECT
        outbox_event.hotel_id,
        outbox_event.event_id,
        outbox_event.category,
        outbox_event.event_type,
        outbox_event.payload,
        outbox_event.scope,
        outbox_event.occurred_at,
        audience.channel
    FROM hotelmate.outbox_event
    CROSS JOIN LATERAL unnest(outbox_event.channels) AS audience (channel)
    UNION ALL
    SELECT
        hotel_id,
        event_id,
        category,
        event_type,
        payload,
        scope,
        occurred_at,
        channel
    FROM hotelmate.realtime_message
)

SELECT
    'messages_of_another_audience' AS check_name,
    hotel.slug AS hotel,
    'event ' || event.event_id AS subject,
    format(
        '%s of %s went to %s', event.event_type,
        coalesce(
            'booking ' || (event.scope ->> 'booking_id'), 'task ' || (event.scope ->> 'task_id'),
            'room ' || (event.scope ->> 'room_number'), event.scope::text
        ),
        event.channel
    ) AS finding,
    event.occurred_at AS since,
    'find out who wrote it; what was sent cannot be called back, and the event is kept as evidence' AS mend
FROM event
INNER JOIN hotelmate.hotel ON event.hotel_id = hotel.hotel_id
WHERE
    event.channel ~ '^(?:hotel|rooms|staff\.[1-9][0-9]{0,18}|guest\.BK-[0-9]{1,6}-[0-9]{6,18})$'
    AND NOT coalesce(
        CASE event.category
            WHEN 'rooms' THEN event.channel = 'rooms'
            WHEN 'booking' THEN event.channel IN ('hotel', 'guest.' || (event.scope ->> 'booking_id'))
            WHEN 'housekeeping' THEN event.channel IN ('hotel', 'staff.' || (event.payload ->> 'assigned_to'))
            ELSE true
        END, false
    )
ORDER BY hotel, subject;
