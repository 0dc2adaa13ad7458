-- The last days' events as messages, numbered in the order they happened; older ones were removed long ago.

CREATE TEMPORARY TABLE told AS
SELECT
    change.hotel_id,
    channel.name AS channel,
    'booking' AS category,
    change.event_type,
    jsonb_build_object(
        'booking_id', booking.booking_reference, 'status', change.to_status,
        'check_in', booking.check_in, 'check_out', booking.check_out
    ) AS payload,
    jsonb_build_object('booking_id', booking.booking_reference, 'version', change.version) AS scope,
    change.created_at AS occurred_at,
    md5('booking ' || change.booking_id || ' ' || change.version)::uuid AS event_id
FROM size
INNER JOIN hotelmate.booking_event AS change ON change.created_at > size.moment - interval '80 hours'
INNER JOIN hotelmate.room_booking AS booking
    ON change.hotel_id = booking.hotel_id AND change.booking_id = booking.id
CROSS JOIN
    LATERAL (
        SELECT 'hotel' AS name
        UNION ALL
        SELECT 'guest.' || booking.booking_reference
        WHERE change.event_type NOT IN ('booking_room_assigned', 'booking_party_updated', 'booking_updated')
    ) AS channel
UNION ALL
SELECT
    change.hotel_id,
    'rooms',
    'rooms',
    CASE WHEN change.from_status = 'OCCUPIED' THEN 'room_occupancy_updated' ELSE 'room_updated' END,
    jsonb_build_object(
        'room_number', room.room_number, 'room_status', change.to_status, 'turnover_status', change.to_turnover
    ),
    jsonb_build_object('room_id', room.id, 'room_number', room.room_number, 'version', change.version),
    change.created_at,
    md5('room ' || change.room_id || ' ' || change.version)::uuid
FROM size
INNER JOIN hotelmate.room_status_event AS change ON change.created_at > size.moment - interval '80 hours'
INNER JOIN hotelmate.room ON change.hotel_id = room.hotel_id AND change.room_id = room.id
UNION ALL
SELECT
    task.hotel_id,
    'hotel',
    'housekeeping',
    happened.event_type,
    jsonb_build_object(
        'task_id', task.id, 'task_type', task.task_type, 'status', happened.status, 'priority', task.priority,
        'assigned_to', task.assigned_to, 'room_number', room.room_number
    ),
    jsonb_build_object('task_id', task.id, 'room_number', room.room_number),
    happened.occurred_at,
    md5('task ' || task.id || ' ' || happened.status)::uuid
FROM size
INNER JOIN hotelmate.housekeeping_task AS task ON task.created_at > size.moment - interval '80 hours'
INNER JOIN hotelmate.room ON task.hotel_id = room.hotel_id AND task.room_id = room.id
CROSS JOIN
    LATERAL (
        VALUES
        ('task_created', 'OPEN', task.created_at),
        ('task_updated', 'IN_PROGRESS', task.started_at),
        ('task_updated', 'DONE', task.completed_at)
    ) AS happened (event_type, status, occurred_at)
WHERE happened.occurred_at IS NOT NULL;

CREATE TEMPORARY TABLE numbered AS
SELECT
    told.*,
    size.removed_messages + row_number() OVER (
        PARTITION BY told.hotel_id ORDER BY told.occurred_at, told.category, told.event_id, told.channel
    ) AS position
FROM told CROSS JOIN size;

INSERT INTO hotelmate.realtime_stream (hotel_id, last_position, removed_position)
SELECT
    numbered.hotel_id,
    max(numbered.position),
    min(numbered.position) - 1
FROM numbered
GROUP BY numbered.hotel_id;

INSERT INTO hotelmate.realtime_channel (hotel_id, name, last_position, delivered_position, due_at)
SELECT
    numbered.hotel_id,
    numbered.channel,
    max(numbered.position),
    max(numbered.position),
    max(numbered.occurred_at)
FROM numbered
GROUP BY numbered.hotel_id, numbered.channel;

-- The channels that are never silent go on from messages that were removed.
INSERT INTO hotelmate.realtime_message (
    hotel_id, position, previous, channel, event_id, category, event_type, payload, scope, occurred_at, numbered_at
)
SELECT
    numbered.hotel_id,
    numbered.position,
    coalesce(
        lag(numbered.position) OVER (PARTITION BY numbered.hotel_id, numbered.channel ORDER BY numbered.position),
        CASE numbered.channel WHEN 'hotel' THEN size.removed_messages WHEN 'rooms' THEN size.removed_messages - 1 END
    ) AS previous,
    numbered.channel,
    numbered.event_id,
    numbered.category,
    numbered.event_type,
    numbered.payload,
    numbered.scope,
    numbered.occurred_at,
    numbered.occurred_at AS numbered_at
FROM numbered
CROSS JOIN size
ORDER BY numbered.occurred_at, numbered.hotel_id, numbered.position;

DROP TABLE told, numbered;
