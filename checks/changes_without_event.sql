-- Realtime: every version of a booking or room and every task that began in the last 24 hours was reported: its event
-- waits in the outbox or is a message.
-- Severity: high; screens of the front desk show what is no longer so.
-- Held by: nothing; a trigger writes the event, and no key ties it to the change.
-- Reads: live state. Audit rows of a day are found by booking_event_by_time and room_status_event_by_time.
-- Written so that the key of the trail, whose rows of a room or booking are of all time, is no way to them.
-- What may have been removed from the log since is passed over: changes before the oldest message that is kept.
WITH stream AS NOT MATERIALIZED (
    SELECT
        hotel.hotel_id,
        hotel.slug,
        greatest(
            now() - interval '24 hours',
            CASE WHEN known.removed_position > 0 THEN coalesce(oldest_kept.numbered_at, 'infinity') END
        ) AS told_since
    FROM hotelmate.hotel
    LEFT JOIN hotelmate.realtime_stream AS known ON hotel.hotel_id = known.hotel_id
    LEFT JOIN LATERAL (
        SELECT message.numbered_at
        FROM hotelmate.realtime_message AS message
        WHERE message.hotel_id = known.hotel_id AND message.position > known.removed_position
        ORDER BY message.position
        LIMIT 1
    ) AS oldest_kept ON true
),

-- By the id of the room: its number may be another room's by now. As sets, which are read once each; an anti-join may
-- look through all events of the hotel for each of its changes.
untold_of_rooms AS (
    SELECT
        change.hotel_id,
        to_jsonb(change.room_id) AS room_id,
        to_jsonb(change.version) AS version
    FROM hotelmate.room_status_event AS change
    WHERE change.created_at > now() - interval '24 hours'
    EXCEPT
    SELECT
        event.hotel_id,
        event.scope -> 'room_id' AS room_id,
        event.scope -> 'version' AS version
    FROM hotelmate.outbox_event AS event
    WHERE event.category = 'rooms' AND 'rooms' = any(event.channels)
    EXCEPT
    SELECT
        event.hotel_id,
        event.scope -> 'room_id' AS room_id,
        event.scope -> 'version' AS version
    FROM hotelmate.realtime_message AS event
    WHERE
        event.category = 'rooms' AND event.channel = 'rooms' AND event.numbered_at > now() - interval '24 hours'
)

SELECT
    'changes_without_event' AS check_name,
    stream.slug AS hotel,
    'booking ' || booking.booking_reference AS subject,
    format('version %s, %s by %s, was not reported', change.version, change.event_type, change.actor) AS finding,
    change.created_at AS since,
    'see that tg_room_booking__6_audit fires, and report the booking as it is now: '
    || format(
        'SELECT hotelmate.publish(known.hotel_id, ARRAY[''hotel''], ''booking'', %L, '
        'hotelmate.booking_event_payload(known, known.assigned_room_id), jsonb_build_object(''booking_id'', '
        'known.booking_reference, ''version'', %s)) FROM hotelmate.room_booking AS known '
        'WHERE known.hotel_id = %s AND known.id = %s;',
        change.event_type, change.version, booking.hotel_id, booking.id
    ) AS mend
FROM stream
INNER JOIN hotelmate.booking_event AS change
    ON stream.hotel_id = change.hotel_id AND stream.told_since < change.created_at
INNER JOIN hotelmate.room_booking AS booking
    ON change.hotel_id = booking.hotel_id AND change.booking_id = booking.id AND change.version - booking.version <= 0
WHERE
    change.created_at > now() - interval '24 hours'
    AND NOT EXISTS (
        SELECT 1 FROM hotelmate.outbox_event AS event
        WHERE
            event.hotel_id = booking.hotel_id AND event.category = 'booking' AND 'hotel' = any(event.channels)
            AND event.scope ->> 'booking_id' = booking.booking_reference
            AND event.scope -> 'version' = to_jsonb(change.version)
    )
    AND NOT EXISTS (
        SELECT 1 FROM hotelmate.realtime_message AS event
        WHERE
            event.hotel_id = booking.hotel_id AND event.category = 'booking' AND event.channel = 'hotel'
            AND event.numbered_at > now() - interval '24 hours'
            AND event.scope ->> 'booking_id' = booking.booking_reference
            AND event.scope -> 'version' = to_jsonb(change.version)
    )
UNION ALL
SELECT
    'changes_without_event' AS check_name,
    stream.slug AS hotel,
    'room ' || room.room_number AS subject,
    format('version %s, to %s by %s, was not reported', change.version, change.to_status, change.actor) AS finding,
    change.created_at AS since,
    'see that tg_room__2_audit fires, and report the room as it is now: '
    || 'SELECT hotelmate.publish(known.hotel_id, ARRAY[''rooms''], ''rooms'', ''room_updated'', jsonb_build_object('
    || '''room_number'', known.room_number, ''room_status'', known.room_status, '
    || '''turnover_status'', known.turnover_status, ''is_occupied'', known.is_occupied, '
    || '''is_assignable'', known.is_assignable, ''is_active'', known.is_active, '
    || '''is_out_of_order'', known.is_out_of_order, ''maintenance_required'', known.maintenance_required), '
    || format(
        'jsonb_build_object(''room_id'', known.id, ''room_number'', known.room_number, ''version'', %s)) '
        'FROM hotelmate.room AS known WHERE known.hotel_id = %s AND known.id = %s;',
        change.version, room.hotel_id, room.id
    ) AS mend
FROM stream
INNER JOIN hotelmate.room_status_event AS change
    ON stream.hotel_id = change.hotel_id AND stream.told_since < change.created_at
INNER JOIN hotelmate.room
    ON change.hotel_id = room.hotel_id AND change.room_id = room.id AND change.version - room.version <= 0
INNER JOIN untold_of_rooms AS untold
    ON
        change.hotel_id = untold.hotel_id AND to_jsonb(change.room_id) = untold.room_id
        AND to_jsonb(change.version) = untold.version
WHERE change.created_at > now() - interval '24 hours'
UNION ALL
SELECT
    'changes_without_event' AS check_name,
    stream.slug AS hotel,
    'room ' || room.room_number AS subject,
    format('housekeeping task %s, made by %s, was not reported', task.id, task.created_by) AS finding,
    task.created_at AS since,
    'see that tg_housekeeping_task__3_publish fires, and report the task as it is now: '
    || 'SELECT hotelmate.publish(known.hotel_id, array_remove(ARRAY[''hotel'', ''staff.'' || known.assigned_to], '
    || 'NULL), ''housekeeping'', ''task_created'', '
    || 'jsonb_build_object(''task_id'', known.id, ''task_type'', known.task_type, '
    || '''status'', known.status, ''priority'', known.priority, ''assigned_to'', known.assigned_to, '
    || format(
        '''room_number'', %L::text), jsonb_build_object(''task_id'', known.id, ''room_number'', %L::text)) '
        'FROM hotelmate.housekeeping_task AS known WHERE known.hotel_id = %s AND known.id = %s;',
        room.room_number, room.room_number, task.hotel_id, task.id
    ) AS mend
FROM stream
INNER JOIN hotelmate.housekeeping_task AS task
    ON stream.hotel_id = task.hotel_id AND stream.told_since < task.created_at AND task.is_open
INNER JOIN hotelmate.room ON task.hotel_id = room.hotel_id AND task.room_id = room.id
WHERE
    task.created_at <= now()
    AND NOT EXISTS (
        SELECT 1 FROM hotelmate.outbox_event AS event
        WHERE
            event.hotel_id = task.hotel_id AND event.category = 'housekeeping' AND 'hotel' = any(event.channels)
            AND event.scope -> 'task_id' = to_jsonb(task.id)
    )
    AND NOT EXISTS (
        SELECT 1 FROM hotelmate.realtime_message AS event
        WHERE
            event.hotel_id = task.hotel_id AND event.category = 'housekeeping' AND event.channel = 'hotel'
            AND event.numbered_at > now() - interval '24 hours'
            AND event.scope -> 'task_id' = to_jsonb(task.id)
    )
ORDER BY hotel, subject;
