"""Housekeeping tasks. `TASK` is their one representation, wherever a row `task` is in scope."""

from collections.abc import Sequence

from app.database import Write

TASK = """json_build_object(
    'task_id', task.id,
    'room_number', (SELECT place.room_number FROM hotelmate.room AS place
     WHERE place.hotel_id = task.hotel_id AND place.id = task.room_id),
    'task_type', task.task_type,
    'status', task.status,
    'is_open', task.is_open,
    'priority', task.priority,
    'note', task.note,
    'assigned_to', (SELECT assignee.username FROM hotelmate.staff AS assignee
     WHERE assignee.hotel_id = task.hotel_id AND assignee.id = task.assigned_to),
    'booking_id', (SELECT stay.booking_reference FROM hotelmate.room_booking AS stay
     WHERE stay.hotel_id = task.hotel_id AND stay.id = task.booking_id),
    'created_at', task.created_at,
    'created_by', task.created_by,
    'started_at', task.started_at,
    'completed_at', task.completed_at
)"""

_FILTERS = {
    "status": "task.status = %(status)s",
    "open": "task.is_open = %(open)s",
    "room_number": (
        "task.room_id = (SELECT room.id FROM hotelmate.room"
        " WHERE room.hotel_id = %(hotel_id)s AND room.room_number = %(room_number)s)"
    ),
    "cursor": (
        "task.id < (SELECT last.id FROM hotelmate.housekeeping_task AS last"
        " WHERE last.hotel_id = %(hotel_id)s AND last.id = %(cursor)s)"
    ),
}
_OPEN_STATUSES = ("OPEN", "IN_PROGRESS")


def page(filters: Sequence[str], status: str | None, is_open: bool | None) -> str:
    """Return the statement that lists tasks, newest first.

    Args:
        filters: names of the filters in use; their values are the statement's parameters.
        status, is_open: what is asked for; open tasks are found by their own index.
    """
    conditions = ["task.hotel_id = %(hotel_id)s", *(_FILTERS[name] for name in filters)]
    if is_open or status in _OPEN_STATUSES:
        conditions.append("task.is_open")
    return (
        f"SELECT {TASK}, task.id FROM hotelmate.housekeeping_task AS task"
        f" WHERE {' AND '.join(conditions)}"
        " ORDER BY task.id DESC LIMIT %(limit)s"
    )


# Someone who is not of the hotel's staff becomes 0, which the foreign key refuses by its name.
CREATE = Write(
    f"""\
INSERT INTO hotelmate.housekeeping_task AS task (
    hotel_id, room_id, task_type, priority, note, assigned_to
)
SELECT
    room.hotel_id, room.id, %(task_type)s, %(priority)s, %(note)s,
    CASE WHEN %(assigned_to)s::text IS NOT NULL THEN coalesce(
        (SELECT staff.id FROM hotelmate.staff
         WHERE staff.hotel_id = room.hotel_id AND staff.username = %(assigned_to)s), 0
    ) END
FROM hotelmate.room
WHERE room.hotel_id = %(hotel_id)s AND room.room_number = %(room_number)s
RETURNING {TASK}
"""
)

# A task and its room move together, and whoever turns over a room locks it before its task. So the
# room is locked first here too: otherwise the two could each hold what the other waits for. A step
# that has been taken is not taken again.
_STEP = f"""\
WITH place AS MATERIALIZED (
    SELECT room.hotel_id, room.id
    FROM hotelmate.room
    WHERE room.hotel_id = %(hotel_id)s AND room.id = (
        SELECT task.room_id FROM hotelmate.housekeeping_task AS task
        WHERE task.hotel_id = %(hotel_id)s AND task.id = %(task_id)s
    )
    FOR UPDATE
)

UPDATE hotelmate.housekeeping_task AS task SET status = '{{status}}'
FROM place
WHERE task.hotel_id = place.hotel_id AND task.room_id = place.id
    AND task.hotel_id = %(hotel_id)s AND task.id = %(task_id)s AND task.status <> '{{status}}'
RETURNING {TASK}
"""
START = Write(_STEP.format(status="IN_PROGRESS"))
FINISH = Write(_STEP.format(status="DONE"))
CANCEL = Write(_STEP.format(status="CANCELLED"))

EXISTS = """\
SELECT EXISTS (SELECT FROM hotelmate.housekeeping_task AS task
               WHERE task.hotel_id = %(hotel_id)s AND task.id = %(task_id)s)
"""
