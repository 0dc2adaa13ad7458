-- Housekeeping: a task is of a known kind, came to its status by a legal step and says when. The legal steps
-- stand here again, for the table of steps may itself be wrong.
-- Severity: low.
-- Held by: task_type_known, task_status_known, task_priority_known, task_starts_open, task_legal_transition,
-- task_stamped.
-- Reads: history.
SELECT
    broken.rule AS check_name,
    judged.hotel,
    format('task %s of room %s', judged.id, coalesce(room.room_number, judged.room_id::text)) AS subject,
    CASE broken.rule
        WHEN 'task_type_known' THEN format('is of the type %s, which is none of the four', judged.task_type)
        WHEN 'task_status_known' THEN format('has the status %s, which is none of the four', judged.status)
        WHEN 'task_priority_known' THEN format('has the priority %s, which is none of the three', judged.priority)
        WHEN 'task_starts_open' THEN format('is %s and was never OPEN', judged.status)
        WHEN 'task_legal_transition'
            THEN format('went from %s to %s, which is no legal step', judged.previous_status, judged.status)
        ELSE
            format(
                'is %s, started at %s, completed at %s',
                judged.status,
                coalesce(judged.started_at::text, 'no time'),
                coalesce(judged.completed_at::text, 'no time')
            )
    END AS finding,
    judged.created_at AS since,
    CASE broken.rule
        WHEN 'task_type_known'
            THEN
                'ask housekeeping what the task is for, then write its type '
                || format(
                    '(UPDATE hotelmate.housekeeping_task SET task_type = … WHERE hotel_id = %s AND id = %s)',
                    judged.hotel_id, judged.id
                )
        WHEN 'task_priority_known'
            THEN
                'ask housekeeping how urgent it is, then write its priority '
                || format(
                    '(UPDATE hotelmate.housekeeping_task SET priority = … WHERE hotel_id = %s AND id = %s)',
                    judged.hotel_id, judged.id
                )
        ELSE
            'ask housekeeping what was done, and make a task for what is left to do; this one stays in the history'
    END AS mend
FROM (
    SELECT
        task.*,
        hotel.slug AS hotel,
        array_remove(ARRAY[
            CASE
                WHEN task.task_type NOT IN ('TURNOVER', 'STAYOVER', 'INSPECTION', 'DEEP_CLEAN')
                    THEN 'task_type_known'
            END,
            CASE
                WHEN task.status NOT IN ('OPEN', 'IN_PROGRESS', 'DONE', 'CANCELLED') THEN 'task_status_known'
                WHEN task.previous_status IS NULL AND task.status <> 'OPEN' THEN 'task_starts_open'
                WHEN
                    task.previous_status || ' ' || task.status NOT IN (
                        'OPEN IN_PROGRESS', 'OPEN CANCELLED',
                        'IN_PROGRESS OPEN', 'IN_PROGRESS DONE', 'IN_PROGRESS CANCELLED'
                    )
                    THEN 'task_legal_transition'
            END,
            CASE WHEN task.priority NOT IN ('LOW', 'NORMAL', 'HIGH') THEN 'task_priority_known' END,
            CASE
                WHEN
                    NOT (
                        (task.status NOT IN ('IN_PROGRESS', 'DONE') OR task.started_at IS NOT NULL)
                        AND (task.status = 'DONE') = (task.completed_at IS NOT NULL)
                        AND (task.completed_at IS NULL OR task.completed_at >= task.started_at)
                    )
                    THEN 'task_stamped'
            END
        ], NULL) AS rules
    FROM hotelmate.housekeeping_task AS task
    INNER JOIN hotelmate.hotel ON task.hotel_id = hotel.hotel_id
) AS judged
CROSS JOIN LATERAL unnest(judged.rules) AS broken (rule)
LEFT JOIN hotelmate.room ON judged.hotel_id = room.hotel_id AND judged.room_id = room.id
WHERE judged.rules <> '{}'
ORDER BY judged.hotel, subject;
