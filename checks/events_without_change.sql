-- Realtime: every event that waits or is kept for replay is about a booking, room or task that exists, and of
-- a version that its booking or room has reached.
-- Severity: high; clients believe what has not happened.
-- Held by: nothing; an event names its subject in JSON, which no key reads.
-- Reads: live state. The outbox and the messages that clients may still be given when they ask for what they missed.
-- A room is known by its id: its number may be another room's by now.
WITH event AS (
    SELECT
        hotel_id,
        event_id,
        category,
        event_type,
        scope,
        occurred_at
    FROM hotelmate.outbox_event
    UNION ALL
    SELECT
        message.hotel_id,
        message.event_id,
        message.category,
        message.event_type,
        message.scope,
        message.occurred_at
    FROM hotelmate.realtime_message AS message
    INNER JOIN hotelmate.realtime_stream AS stream
        ON message.hotel_id = stream.hotel_id AND message.position > stream.removed_position
)

SELECT
    'events_without_change' AS check_name,
    hotel.slug AS hotel,
    'event ' || event.event_id AS subject,
    CASE event.category
        WHEN 'housekeeping'
            THEN format('%s is about task %s, which does not exist', event.event_type, event.scope ->> 'task_id')
        ELSE
            format(
                '%s is about version %s of %s, which %s', event.event_type,
                coalesce(event.scope ->> 'version', 'none'),
                CASE event.category
                    WHEN 'rooms'
                        THEN
                            format(
                                'room %s (id %s)', coalesce(event.scope ->> 'room_number', 'none'),
                                coalesce(event.scope ->> 'room_id', 'none')
                            )
                    ELSE 'booking ' || coalesce(event.scope ->> 'booking_id', 'none')
                END,
                coalesce('is at version ' || coalesce(booking.version, room.version), 'does not exist')
            )
    END AS finding,
    event.occurred_at AS since,
    format(
        'find out who wrote it, and let who heard it load the page anew; whoever asks for what they missed reads the '
        'state anew after this, which hides what changes_without_event tells: once that finds nothing more: '
        'SELECT hotelmate.number_events(%s); '
        'UPDATE hotelmate.realtime_stream SET removed_position = last_position WHERE hotel_id = %s;',
        event.hotel_id, event.hotel_id
    ) AS mend
FROM event
INNER JOIN hotelmate.hotel ON event.hotel_id = hotel.hotel_id
-- Looked up one by one: there are few events, and a join might read the bookings of all time instead.
LEFT JOIN LATERAL (
    SELECT known.version
    FROM hotelmate.room_booking AS known
    WHERE
        event.category = 'booking' AND known.hotel_id = event.hotel_id
        AND known.booking_reference = event.scope ->> 'booking_id'
    ORDER BY known.booking_reference
    LIMIT 1
) AS booking ON true
LEFT JOIN LATERAL (
    SELECT known.version
    FROM hotelmate.room AS known
    WHERE
        event.category = 'rooms' AND known.hotel_id = event.hotel_id
        AND known.id = CASE
            WHEN event.scope ->> 'room_id' ~ '^[0-9]{1,18}$' THEN (event.scope ->> 'room_id')::bigint
        END
    ORDER BY known.id
    LIMIT 1
) AS room ON true
LEFT JOIN LATERAL (
    SELECT known.id
    FROM hotelmate.housekeeping_task AS known
    WHERE
        event.category = 'housekeeping' AND known.hotel_id = event.hotel_id
        AND known.id = CASE
            WHEN event.scope ->> 'task_id' ~ '^[0-9]{1,18}$' THEN (event.scope ->> 'task_id')::bigint
        END
    ORDER BY known.id
    LIMIT 1
) AS task ON true
WHERE
    -- Compared as JSON: what was written by hand may have no number there.
    CASE event.category
        WHEN 'booking' THEN booking.version IS NULL OR event.scope -> 'version' > to_jsonb(booking.version)
        WHEN 'rooms' THEN room.version IS NULL OR event.scope -> 'version' > to_jsonb(room.version)
        WHEN 'housekeeping' THEN event.scope ? 'task_id' AND task.id IS NULL
    END
ORDER BY hotel, subject;
