-- Housekeeping: a room is being cleaned exactly while it names a turnover task of its own that is in progress.
-- One row a room, and one for each task in progress that a room in itself right does not name.
-- Severity: medium.
-- Held by: room_cleaning_has_task, room_cleaned_by_task_in_progress, task_in_progress_cleans_room.
-- Reads: live state.
-- OFFSET 0 keeps what follows a look-up by an index, room by room, never a pass over all tasks.
SELECT
    broken.rule AS check_name,
    broken.hotel,
    'room ' || broken.room_number AS subject,
    CASE
        WHEN broken.cleaning_task_id IS NULL THEN 'is being cleaned and names no task'
        WHEN broken.rule = 'room_cleaning_has_task'
            THEN format('is %s and names task %s as its cleaning', broken.turnover_status, broken.cleaning_task_id)
        ELSE
            format(
                'is being cleaned by task %s, %s', broken.cleaning_task_id,
                CASE
                    WHEN broken.named_id IS NULL THEN 'which does not exist'
                    WHEN broken.named_room_id <> broken.id THEN 'which is for another room'
                    ELSE format('which is a task %s and %s', broken.task_type, broken.task_status)
                END
            )
    END AS finding,
    broken.started_at AS since,
    CASE
        WHEN broken.turnover_status = 'CLEANING_IN_PROGRESS' AND begun.id IS NOT NULL
            THEN format(
                    'ask housekeeping: task %s is in progress there, so let the room name it '
                    '(UPDATE hotelmate.room SET cleaning_task_id = %s WHERE hotel_id = %s AND id = %s;)',
                    begun.id, begun.id, broken.hotel_id, broken.id
                )
        WHEN broken.turnover_status = 'CLEANING_IN_PROGRESS'
            THEN format(
                    'ask housekeeping; put the room back to dirty, and start the cleaning again where it goes on '
                    '(UPDATE hotelmate.room SET turnover_status = ''CHECKOUT_DIRTY'' WHERE hotel_id = %s AND id = %s;)',
                    broken.hotel_id, broken.id
                )
        ELSE
            format(
                'nobody is cleaning there: let the room name no task, and cancel one in progress (in one transaction: '
                'UPDATE hotelmate.room SET cleaning_task_id = NULL WHERE hotel_id = %s AND id = %s;',
                broken.hotel_id, broken.id
            ) || CASE
                WHEN begun.id IS NOT NULL
                    THEN format(
                            ' UPDATE hotelmate.housekeeping_task SET status = ''CANCELLED'' '
                            'WHERE hotel_id = %s AND id = %s;', broken.hotel_id, begun.id
                        )
                ELSE ''
            END || ')'
    END AS mend
FROM (
    SELECT
        hotel.slug AS hotel,
        room.hotel_id,
        room.id,
        room.room_number,
        room.turnover_status,
        room.cleaning_task_id,
        named.id AS named_id,
        named.room_id AS named_room_id,
        named.task_type,
        named.status AS task_status,
        named.started_at,
        CASE
            WHEN (room.turnover_status = 'CLEANING_IN_PROGRESS') <> (room.cleaning_task_id IS NOT NULL)
                THEN 'room_cleaning_has_task'
            WHEN
                room.cleaning_task_id IS NOT NULL
                AND (
                    named.room_id = room.id AND named.task_type = 'TURNOVER' AND named.status = 'IN_PROGRESS'
                ) IS NOT TRUE
                THEN 'room_cleaned_by_task_in_progress'
        END AS rule
    FROM hotelmate.hotel
    INNER JOIN hotelmate.room ON hotel.hotel_id = room.hotel_id
    LEFT JOIN LATERAL (
        SELECT task.*
        FROM hotelmate.housekeeping_task AS task
        WHERE task.hotel_id = room.hotel_id AND task.id = room.cleaning_task_id
        ORDER BY task.id
        OFFSET 0
    ) AS named ON true
) AS broken
-- What is being done there, whether the room names it or not; looked up for what is broken alone.
LEFT JOIN LATERAL (
    SELECT turnover.id
    FROM hotelmate.housekeeping_task AS turnover
    WHERE
        turnover.hotel_id = broken.hotel_id AND turnover.room_id = broken.id
        AND turnover.task_type = 'TURNOVER' AND turnover.status = 'IN_PROGRESS'
    ORDER BY turnover.id
    LIMIT 1
) AS begun ON true
WHERE broken.rule IS NOT NULL
UNION ALL
SELECT
    'task_in_progress_cleans_room' AS check_name,
    hotel.slug AS hotel,
    format('task %s of room %s', task.id, coalesce(room.room_number, task.room_id::text)) AS subject,
    CASE
        WHEN room.id IS NULL THEN 'is in progress in a room that does not exist'
        WHEN room.cleaning_task_id IS NOT NULL
            THEN format('is in progress, but the room is being cleaned by task %s', room.cleaning_task_id)
        ELSE format('is in progress, but the room is %s', room.turnover_status)
    END AS finding,
    task.started_at AS since,
    format(
        'ask housekeeping; cancel the task, and start the cleaning anew where it goes on '
        '(UPDATE hotelmate.housekeeping_task SET status = ''CANCELLED'' WHERE hotel_id = %s AND id = %s;)',
        task.hotel_id, task.id
    ) AS mend
FROM hotelmate.hotel
INNER JOIN LATERAL (
    SELECT turnover.*
    FROM hotelmate.housekeeping_task AS turnover
    WHERE
        turnover.hotel_id = hotel.hotel_id AND turnover.status = 'IN_PROGRESS'
        AND turnover.task_type = 'TURNOVER'
    ORDER BY turnover.id
    OFFSET 0
) AS task ON true
LEFT JOIN hotelmate.room ON task.hotel_id = room.hotel_id AND task.room_id = room.id
LEFT JOIN LATERAL (
    SELECT cleaning.*
    FROM hotelmate.housekeeping_task AS cleaning
    WHERE cleaning.hotel_id = room.hotel_id AND cleaning.id = room.cleaning_task_id
    ORDER BY cleaning.id
    OFFSET 0
) AS named ON true
WHERE
    room.cleaning_task_id IS DISTINCT FROM task.id
    AND (
        room.id IS NULL
        OR (room.turnover_status <> 'CLEANING_IN_PROGRESS' AND room.cleaning_task_id IS NULL)
        OR (
            room.turnover_status = 'CLEANING_IN_PROGRESS' AND named.room_id = room.id
            AND named.task_type = 'TURNOVER' AND named.status = 'IN_PROGRESS'
        )
    )
ORDER BY hotel, subject;
