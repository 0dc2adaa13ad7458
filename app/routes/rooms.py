"""Rooms: the rack, one room, its audit trail, turnover and operational flags."""

import msgspec
import psycopg
from litestar import Response, Router, get, patch, post
from litestar.params import FromQuery, JSONBody

from app.access.staff_session import FRONT_DESK, HOUSEKEEPING, MANAGER_OVERRIDE, Staff, StaffSession
from app.database import Write
from app.models.parameters import (
    PAGE,
    DryRun,
    Limit,
    NumberCursor,
    RoomNumber,
)
from app.models.rooms import Rack, Room, RoomEventPage, RoomFlags, RoomStatus, TurnoverStep
from app.problems import ProblemError, is_refused_by
from app.queries import rooms as queries
from app.routes.answers import (
    DRY_RUN_HEADER,
    READING,
    WRITING_BODY,
    allow,
    page,
    represent_change,
    represent_state,
    unknown_cursor,
    whole,
)

_WAITING = "booking_waits_for_ready_room"


@get("/", summary="The rack", responses=READING, permission="rooms:read")
async def list_rooms(
    staff: Staff,
    room_status: FromQuery[RoomStatus | None] = None,
    available: FromQuery[bool | None] = None,
) -> Response[Rack]:
    """List every room: the three axes, the room_status, and who is or will be in it."""
    given: dict[str, object] = {"room_status": room_status, "available": available}
    used = {name: value for name, value in given.items() if value is not None}
    rows = await staff.read(queries.rack(used), used)
    return whole(rows, Rack)


@get("/{room_number:str}", summary="Read a room", responses=READING, permission="rooms:read")
async def read_room(staff: Staff, room_number: RoomNumber) -> Response[Room]:
    """Read one room."""
    rows = await staff.read(queries.READ, {"room_number": room_number})
    if not rows:
        raise ProblemError("room-not-found")
    return represent_state(staff, Room, rows[0][0])


@get(
    "/{room_number:str}/events",
    summary="Audit trail of a room",
    responses=READING,
    permission="rooms:read",
)
async def list_room_events(
    staff: Staff, room_number: RoomNumber, limit: Limit = PAGE, cursor: NumberCursor = None
) -> Response[RoomEventPage]:
    """List the changes of a room, newest first."""
    rows = await staff.read(
        queries.EVENTS,
        {"room_number": room_number, "limit": limit, "cursor": cursor},
    )
    if not rows:
        if not await staff.read(queries.READ, {"room_number": room_number}):
            raise ProblemError("room-not-found")
        # Versions count from 1 without a gap: only the first has none below it.
        if cursor != 1:
            raise unknown_cursor()
    return page(rows, limit, RoomEventPage)


@post(
    "/{room_number:str}/turnover",
    summary="Move the turnover on",
    status_code=200,
    responses=WRITING_BODY,
    response_headers=[DRY_RUN_HEADER],
    permission="rooms:turn-over",
)
async def turn_over(
    staff: Staff, room_number: RoomNumber, data: JSONBody[TurnoverStep], dry_run: DryRun = False
) -> Response[Room]:
    """Take the room a step on towards its next guest; with a reason, by a manager's override."""
    return await _change(
        staff,
        queries.TURN_OVER,
        room_number,
        {"to": data.to},
        dry_run=dry_run,
        source=HOUSEKEEPING if data.reason is None else MANAGER_OVERRIDE,
        because=data.reason,
        permission=None if data.reason is None else "rooms:override",
    )


@patch(
    "/{room_number:str}",
    summary="Set the operational flags",
    responses=WRITING_BODY,
    response_headers=[DRY_RUN_HEADER],
    permission="rooms:flag",
)
async def set_flags(
    staff: Staff, room_number: RoomNumber, data: JSONBody[RoomFlags], dry_run: DryRun = False
) -> Response[Room]:
    """Take a room out of service or back. A room that waits for a guest is refused by default."""
    flags: dict[str, object] = {
        name: None if value is msgspec.UNSET else value
        for name, value in (
            ("is_active", data.is_active),
            ("is_out_of_order", data.is_out_of_order),
            ("maintenance_required", data.maintenance_required),
        )
    }
    releases = data.release_assignment is True
    return await _change(
        staff,
        queries.RELEASE_AND_SET_FLAGS if releases else queries.SET_FLAGS,
        room_number,
        flags,
        dry_run=dry_run,
        source=FRONT_DESK,
        permission="rooms:release" if releases else None,
    )


async def _change(
    staff: StaffSession,
    write: Write,
    room_number: str,
    facts: dict[str, object],
    *,
    dry_run: bool,
    source: str,
    because: str | None = None,
    permission: str | None = None,
) -> Response[Room]:
    """Run one change of a room; a refusal because of a guest who waits names the booking."""
    try:
        answer = await staff.carry_out(
            write,
            {"room_number": room_number, **facts},
            lambda row: represent_change(row[0], Room, dry_run=dry_run),
            dry_run=dry_run,
            source=source,
            because=because,
            permission=permission,
        )
    except psycopg.IntegrityError as error:
        if not is_refused_by(error, _WAITING):
            raise
        waiting = await staff.read(queries.WAITING_BOOKING, {"room_number": room_number})
        raise ProblemError(
            _WAITING.replace("_", "-"), booking_id=waiting[0][0] if waiting else None
        ) from error
    if answer is None:
        raise ProblemError("room-not-found")
    return answer


router = Router(
    path="/rooms",
    route_handlers=[
        allow("/{room_number:str}", "GET", "PATCH", "OPTIONS"),
        list_rooms,
        read_room,
        list_room_events,
        turn_over,
        set_flags,
    ],
    tags=["Rooms"],
)
