-- Realtime: every version of a booking or room and every open task that began in the last 24 hours was reported: its
-- event waits in the outbox or is a message.
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

-- What changed beside what was told, under the same names: a room by its id, for its number may be another room's by
-- now. Every row has its slug, so that who asks for one hotel reads no other's.
told_or_not AS (
    SELECT
        false AS is_told,
        stream.slug AS hotel,
        'booking' AS category,
        to_jsonb(booking.booking_reference) AS about,
        to_jsonb(change.version) AS version,
        booking.hotel_id,
        booking.id,
        NULL AS room_number,
        change.event_type AS became,
        change.actor,
        change.created_at
    FROM stream
    INNER JOIN hotelmate.booking_event AS change
        ON stream.hotel_id = change.hotel_id AND stream.told_since < change.created_at
    INNER JOIN hotelmate.room_booking AS booking
        ON
            change.hotel_id = booking.hotel_id AND change.booking_id = booking.id
            AND change.version - booking.version <= 0
    WHERE change.created_at > now() - interval '24 hours'
    UNION ALL
    SELECT
        false AS is_told,
        stream.slug AS hotel,
        'rooms' AS category,
        to_jsonb(room.id) AS about,
        to_jsonb(change.version) AS version,
        room.hotel_id,
        room.id,
        room.room_number,
        change.to_status AS became,
        change.actor,
        change.created_at
    FROM stream
    INNER JOIN hotelmate.room_status_event AS change
        ON stream.hotel_id = change.hotel_id AND stream.told_since < change.created_at
    INNER JOIN hotelmate.room
        ON change.hotel_id = room.hotel_id AND change.room_id = room.id AND change.version - room.version <= 0
    WHERE change.created_at > now() - interval '24 hours'
    UNION ALL
    SELECT
        false AS is_told,
        stream.slug AS hotel,
        'housekeeping' AS category,
        to_jsonb(task.id) AS about,
        NULL AS version,
        task.hotel_id,
        task.id,
        room.room_number,
        NULL AS became,
        task.created_by AS actor,
        task.created_at
    FROM stream
    INNER JOIN hotelmate.housekeeping_task AS task
        ON stream.hotel_id = task.hotel_id AND stream.told_since < task.created_at AND task.is_open
    INNER JOIN hotelmate.room ON task.hotel_id = room.hotel_id AND task.room_id = room.id
    WHERE task.created_at <= now()
    UNION ALL
    SELECT
        true AS is_told,
        hotel.slug AS hotel,
        event.category,
        event.scope -> CASE event.category
            WHEN 'booking' THEN 'booking_id' WHEN 'rooms' THEN 'room_id' ELSE 'task_id'
        END AS about,
        CASE WHEN event.category <> 'housekeeping' THEN event.scope -> 'version' END AS version,
        NULL AS hotel_id,
        NULL AS id,
        NULL AS room_number,
        NULL AS became,
        NULL AS actor,
        NULL AS created_at
    FROM hotelmate.hotel
    INNER JOIN hotelmate.outbox_event AS event ON hotel.hotel_id = event.hotel_id
    WHERE CASE event.category WHEN 'rooms' THEN 'rooms' ELSE 'hotel' END = any(event.channels)
    UNION ALL
    SELECT
        true AS is_told,
        hotel.slug AS hotel,
        event.category,
        event.scope -> CASE event.category
            WHEN 'booking' THEN 'booking_id' WHEN 'rooms' THEN 'room_id' ELSE 'task_id'
        END AS about,
        CASE WHEN event.category <> 'housekeeping' THEN event.scope -> 'version' END AS version,
        NULL AS hotel_id,
        NULL AS id,
        NULL AS room_number,
        NULL AS became,
        NULL AS actor,
        NULL AS created_at
    FROM hotelmate.hotel
    INNER JOIN hotelmate.realtime_message AS event ON hotel.hotel_id = event.hotel_id
    WHERE
        event.channel IN ('hotel', 'rooms')
        AND event.channel = CASE event.category WHEN 'rooms' THEN 'rooms' ELSE 'hotel' END
        AND event.numbered_at > now() - interval '24 hours'
),

-- Grouped, which reads each row once. An anti-join may look through all events of a hotel for each of its changes; so
-- may a join of the changes with what remains of their set.
untold AS (
    SELECT
        hotel,
        category,
        about,
        version,
        any_value(hotel_id) AS hotel_id,
        any_value(id) AS id,
        any_value(room_number) AS room_number,
        any_value(became) AS became,
        any_value(actor) AS actor,
        any_value(created_at) AS created_at
    FROM told_or_not
    GROUP BY hotel, category, about, version
    HAVING NOT bool_or(is_told)
)

SELECT
    'changes_without_event' AS check_name,
    hotel,
    CASE category WHEN 'booking' THEN 'booking ' || (about ->> 0) ELSE 'room ' || room_number END AS subject,
    CASE category
        WHEN 'booking' THEN format('version %s, %s by %s, was not reported', version, became, actor)
        WHEN 'rooms' THEN format('version %s, to %s by %s, was not reported', version, became, actor)
        ELSE format('housekeeping task %s, made by %s, was not reported', id, actor)
    END AS finding,
    created_at AS since,
    CASE category
        WHEN 'booking'
            THEN
                'see that tg_room_booking__6_audit fires, and report the booking as it is now: '
                || format(
                    'SELECT hotelmate.publish(known.hotel_id, ARRAY[''hotel''], ''booking'', %L, '
                    'hotelmate.booking_event_payload(known, known.assigned_room_id), jsonb_build_object('
                    '''booking_id'', known.booking_reference, ''version'', %s)) '
                    'FROM hotelmate.room_booking AS known WHERE known.hotel_id = %s AND known.id = %s;',
                    became, version, hotel_id, id
                )
        WHEN 'rooms'
            THEN
                'see that tg_room__2_audit fires, and report the room as it is now: '
                || 'SELECT hotelmate.publish(known.hotel_id, ARRAY[''rooms''], ''rooms'', ''room_updated'', '
                || 'jsonb_build_object(''room_number'', known.room_number, ''room_status'', known.room_status, '
                || '''turnover_status'', known.turnover_status, ''is_occupied'', known.is_occupied, '
                || '''is_assignable'', known.is_assignable, ''is_active'', known.is_active, '
                || '''is_out_of_order'', known.is_out_of_order, '
                || '''maintenance_required'', known.maintenance_required), '
                || format(
                    'jsonb_build_object(''room_id'', known.id, ''room_number'', known.room_number, ''version'', %s)) '
                    'FROM hotelmate.room AS known WHERE known.hotel_id = %s AND known.id = %s;',
                    version, hotel_id, id
                )
        ELSE
            'see that tg_housekeeping_task__3_publish fires, and report the task as it is now: '
            || 'SELECT hotelmate.publish(known.hotel_id, array_remove(ARRAY[''hotel'', ''staff.'' || '
            || 'known.assigned_to], NULL), ''housekeeping'', ''task_created'', '
            || 'jsonb_build_object(''task_id'', known.id, ''task_type'', known.task_type, '
            || '''status'', known.status, ''priority'', known.priority, ''assigned_to'', known.assigned_to, '
            || format(
                '''room_number'', %L::text), jsonb_build_object(''task_id'', known.id, ''room_number'', %L::text)) '
                'FROM hotelmate.housekeeping_task AS known WHERE known.hotel_id = %s AND known.id = %s;',
                room_number, room_number, hotel_id, id
            )
    END AS mend
FROM untold
ORDER BY hotel, subject;
