"""Staff: who works here, what their role may do, and how their access ends."""

from typing import Any

from litestar import Request, Response, Router, delete, get, patch, post, put
from litestar.params import JSONBody
from msgspec import UNSET

from app.access.passwords import Passwords, require_good
from app.access.staff_session import Staff, StaffSession
from app.database import Row
from app.models.access import SessionsEnded
from app.models.parameters import PAGE, DryRun, Limit, NumberCursor, Username
from app.models.staff import (
    AccessEventPage,
    Member,
    NewStaff,
    PasswordToSet,
    RoleList,
    StaffChange,
    StaffList,
)
from app.problems import ProblemError
from app.queries import staff as queries
from app.routes.answers import (
    DRY_RUN_HEADER,
    READING,
    WRITING,
    WRITING_BODY,
    allow,
    page,
    represent,
    unknown_cursor,
    whole,
)

AnyRequest = Request[Any, Any, Any]


@get("/staff", summary="List staff", responses=READING, permission="staff:read")
async def list_staff(staff: Staff) -> Response[StaffList]:
    """List everybody who works or worked here, by username."""
    return whole(await staff.read(queries.LIST), StaffList)


@post(
    "/staff",
    summary="Add a member of staff",
    responses=WRITING_BODY,
    response_headers=[DRY_RUN_HEADER],
    permission="staff:manage",
)
async def add_staff(
    request: AnyRequest, staff: Staff, data: JSONBody[NewStaff], dry_run: DryRun = False
) -> Response[Member]:
    """Add a member of staff; with a password they can log in at once."""
    made = None
    if data.password is not None:
        require_good(data.password, data.username, "password")
        made = await _hashed(request, staff, data.password)
    answer = await staff.carry_out(
        queries.ADD,
        {
            "username": data.username,
            "display_name": data.display_name,
            "role": data.role,
            "password_hash": made,
        },
        _shown,
        dry_run=dry_run,
    )
    assert answer is not None  # who was added is there
    return answer


@get(
    "/staff/{username:str}",
    summary="Read a member of staff",
    responses=READING,
    permission="staff:read",
)
async def read_staff(staff: Staff, username: Username) -> Response[Member]:
    """Read a member of staff."""
    rows = await staff.read(queries.READ, {"username": username})
    if not rows:
        raise ProblemError("staff-not-found")
    return _shown(rows[0])


@patch(
    "/staff/{username:str}",
    summary="Change a member of staff",
    responses=WRITING_BODY,
    response_headers=[DRY_RUN_HEADER],
    permission="staff:manage",
)
async def change_staff(
    staff: Staff, username: Username, data: JSONBody[StaffChange], dry_run: DryRun = False
) -> Response[Member]:
    """Change a name or a role, let somebody go, or take them back.

    Whoever gets another role or is let go has no session from then on; whoever is let go has no API
    key either, also when they come back.
    """
    given = {name: getattr(data, name) for name in data.__struct_fields__}
    changes = {name: None if value is UNSET else value for name, value in given.items()}
    answer = await staff.carry_out(
        queries.CHANGE, {"username": username, **changes}, _shown, dry_run=dry_run
    )
    if answer is None:
        raise ProblemError("staff-not-found")
    return answer


@put(
    "/staff/{username:str}/password",
    summary="Give a member of staff a password",
    responses=WRITING_BODY,
    response_headers=[DRY_RUN_HEADER],
    permission="staff:manage",
)
async def set_password(
    request: AnyRequest,
    staff: Staff,
    username: Username,
    data: JSONBody[PasswordToSet],
    dry_run: DryRun = False,
) -> Response[Member]:
    """Give somebody a password, a first or another one; their sessions end."""
    require_good(data.password, username, "password")
    made = await _hashed(request, staff, data.password)
    answer = await staff.carry_out(
        queries.SET_PASSWORD,
        {"username": username, "password_hash": made},
        _shown,
        dry_run=dry_run,
    )
    if answer is None:
        raise ProblemError("staff-not-found")
    return answer


@delete(
    "/staff/{username:str}/sessions",
    summary="End the sessions of a member of staff",
    status_code=200,
    responses=WRITING,
    response_headers=[DRY_RUN_HEADER],
    permission="staff:manage",
)
async def end_sessions(
    staff: Staff, username: Username, dry_run: DryRun = False
) -> Response[SessionsEnded]:
    """End every session of somebody: none of their tokens works any more. API keys stay."""
    answer = await staff.carry_out(
        queries.END_SESSIONS,
        {"username": username},
        lambda row: represent(row[0], SessionsEnded),
        dry_run=dry_run,
    )
    if answer is None:
        raise ProblemError("staff-not-found")
    return answer


@get(
    "/staff/{username:str}/events",
    summary="Read the changes of somebody's access",
    responses=READING,
    permission="staff:read",
)
async def list_access_events(
    staff: Staff, username: Username, limit: Limit = PAGE, cursor: NumberCursor = None
) -> Response[AccessEventPage]:
    """Read who changed what somebody may do, newest first."""
    statement = queries.EVENTS if cursor is None else queries.EVENTS_BEFORE
    given = {"username": username, "limit": limit, "cursor": cursor}
    rows = await staff.read(statement, given)
    if not rows:
        if not await staff.read(queries.READ, {"username": username}):
            raise ProblemError("staff-not-found")
        if cursor is not None and not await staff.read(queries.EVENT_OF_CURSOR, given):
            raise unknown_cursor()
    return page(rows, limit, AccessEventPage)


@get("/roles", summary="List roles", responses=READING, permission="staff:read")
async def list_roles(staff: Staff) -> Response[RoleList]:
    """List the roles of staff and what each may do."""
    return whole(await staff.read(queries.ROLES), RoleList)


def _shown(row: Row) -> Response[Member]:
    return represent(row[0], Member)


async def _hashed(request: AnyRequest, staff: StaffSession, password: str) -> str:
    """Return what is kept of a password, for whoever may give one.

    Hashing is work, and everybody who logs in waits for it: nobody else has it done.
    """
    passwords: Passwords = request.app.state.log_ins.passwords
    await staff.require_permission()
    async with passwords.place():
        return await passwords.hash(password)


router = Router(
    path="/",
    route_handlers=[
        allow("/staff", "GET", "POST", "OPTIONS"),
        allow("/staff/{username:str}", "GET", "PATCH", "OPTIONS"),
        list_staff,
        add_staff,
        read_staff,
        change_staff,
        set_password,
        end_sessions,
        list_access_events,
        list_roles,
    ],
    tags=["Staff"],
)
