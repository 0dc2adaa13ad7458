"""Housekeeping tasks: list, create, start, finish, cancel."""

from typing import Annotated

from litestar import Response, Router, get, post
from litestar.params import FromQuery, JSONBody, QueryParameter

from app.access.staff_session import HOUSEKEEPING, Staff, StaffSession
from app.database import Row, Write
from app.models.housekeeping import NewTask, Task, TaskPage, TaskStatus
from app.models.parameters import PAGE, DryRun, Limit, NumberCursor, OfRoom, TaskId
from app.problems import ProblemError
from app.queries import housekeeping as queries
from app.routes.answers import (
    DRY_RUN_HEADER,
    READING,
    WRITING,
    WRITING_BODY,
    allow,
    page,
    represent,
    unknown_cursor,
)


@get("/", summary="List tasks", responses=READING, permission="housekeeping:read")
async def list_tasks(
    staff: Staff,
    status: FromQuery[TaskStatus | None] = None,
    room_number: OfRoom = None,
    is_open: Annotated[
        bool | None,
        QueryParameter(name="open", description="Only tasks still to do, or only others."),
    ] = None,
    limit: Limit = PAGE,
    cursor: NumberCursor = None,
) -> Response[TaskPage]:
    """List tasks, newest first; filters are joined by AND."""
    given = {"status": status, "room_number": room_number, "open": is_open, "cursor": cursor}
    used = {name: value for name, value in given.items() if value is not None}
    statement = queries.page(tuple(used), status, is_open)
    rows = await staff.read(statement, {"limit": limit, **used})
    if not rows and cursor is not None and not await _exists(staff, cursor):
        raise unknown_cursor()
    return page(rows, limit, TaskPage)


@post(
    "/",
    summary="Create a task",
    responses=WRITING_BODY,
    response_headers=[DRY_RUN_HEADER],
    permission="housekeeping:change",
)
async def create_task(
    staff: Staff, data: JSONBody[NewTask], dry_run: DryRun = False
) -> Response[Task]:
    """Make a task for a room."""
    answer = await staff.carry_out(
        queries.CREATE,
        {
            "room_number": data.room_number,
            "task_type": data.task_type,
            "priority": data.priority,
            "note": data.note,
            "assigned_to": data.assigned_to,
        },
        _shown,
        dry_run=dry_run,
        source=HOUSEKEEPING,
    )
    if answer is None:
        raise ProblemError("room-not-found")
    return answer


def _shown(row: Row) -> Response[Task]:
    return represent(row[0], Task)


async def _exists(staff: StaffSession, task_id: int) -> bool:
    return bool((await staff.read(queries.EXISTS, {"task_id": task_id}))[0][0])


async def _step(staff: StaffSession, write: Write, task_id: int, dry_run: bool) -> Response[Task]:
    answer = await staff.carry_out(
        write, {"task_id": task_id}, _shown, dry_run=dry_run, source=HOUSEKEEPING
    )
    if answer is None:
        known = await _exists(staff, task_id)
        raise ProblemError("task-legal-transition" if known else "task-not-found")
    return answer


@post(
    "/start",
    summary="Start a task",
    status_code=200,
    responses=WRITING,
    permission="housekeeping:change",
)
async def start_task(staff: Staff, task_id: TaskId, dry_run: DryRun = False) -> Response[Task]:
    """Start a task; a turnover task takes its room to CLEANING_IN_PROGRESS."""
    return await _step(staff, queries.START, task_id, dry_run)


@post(
    "/done",
    summary="Finish a task",
    status_code=200,
    responses=WRITING,
    permission="housekeeping:change",
)
async def finish_task(staff: Staff, task_id: TaskId, dry_run: DryRun = False) -> Response[Task]:
    """Finish a task; a turnover task takes its room to CLEANED_UNINSPECTED."""
    return await _step(staff, queries.FINISH, task_id, dry_run)


@post(
    "/cancel",
    summary="Cancel a task",
    status_code=200,
    responses=WRITING,
    permission="housekeeping:change",
)
async def cancel_task(staff: Staff, task_id: TaskId, dry_run: DryRun = False) -> Response[Task]:
    """Cancel a task; a room whose cleaning is given up is dirty again."""
    return await _step(staff, queries.CANCEL, task_id, dry_run)


router = Router(
    path="/housekeeping/tasks",
    route_handlers=[
        allow("/", "GET", "POST", "OPTIONS"),
        list_tasks,
        create_task,
        Router(
            path="/{task_id:int}",
            route_handlers=[start_task, finish_task, cancel_task],
            response_headers=[DRY_RUN_HEADER],
        ),
    ],
    tags=["Housekeeping"],
)
