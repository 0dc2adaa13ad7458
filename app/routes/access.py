"""Log-in and log-out, and what everybody may know and change about themselves."""

from typing import Any

from litestar import Request, Response, Router, get, post, put
from litestar.params import JSONBody

from app.access.log_in import LogIns, require_attempt
from app.access.passwords import require_good
from app.access.staff_session import Staff, StaffSession
from app.models.access import LogIn, Me, PasswordChange, Refresh, SessionsEnded, Tokens
from app.models.parameters import Slug
from app.models.problem import FieldError
from app.problems import ProblemError
from app.queries import access as queries
from app.requests.rate_limit import network_of
from app.routes.admission import admit_anybody
from app.routes.answers import READING, WRITING, WRITING_BODY, refusals, represent

AnyRequest = Request[Any, Any, Any]
_LIMITED = {429: "Too many attempts: repeat after `Retry-After` seconds."}
_REFUSED = {401: "Refused; nobody is told what was wrong."}


@post(
    "/",
    summary="Log in",
    status_code=200,
    responses=refusals(400, 413, 415, 503, own=_REFUSED | _LIMITED),
)
async def log_in(request: AnyRequest, slug: Slug, data: JSONBody[LogIn]) -> Response[Tokens]:
    """Begin a session. Whatever is wrong, the answer and the work for it are the same."""
    log_ins: LogIns = request.app.state.log_ins
    return Response(await log_ins.begin(slug, data, _address(request)))


@post(
    "/refresh",
    summary="Renew a session",
    status_code=200,
    responses=refusals(400, 413, 415, 503, own=_REFUSED | _LIMITED),
)
async def refresh(request: AnyRequest, slug: Slug, data: JSONBody[Refresh]) -> Response[Tokens]:
    """Use a refresh token for new tokens; it works once.

    Whoever presents one that was used ends the session, and everybody who is in it logs in anew:
    one of the two has stolen it. So a client sends one renewal at a time.
    """
    log_ins: LogIns = request.app.state.log_ins
    return Response(await log_ins.renew(slug, data.refresh_token))


@post(
    "/log-out",
    summary="Log out",
    status_code=200,
    responses=WRITING,
    permission="own:change",
)
async def log_out(staff: Staff) -> Response[SessionsEnded]:
    """End this session: none of its tokens works any more."""
    row = await staff.write(
        queries.LOG_OUT, {"session_id": staff.credential.session_id}, dry_run=False
    )
    return Response(SessionsEnded(int(bool(row and row[0]))))


@get("/", summary="Who am I", responses=READING, permission="own:read")
async def read_me(staff: Staff) -> Response[Me]:
    """Read who calls, at which hotel, what they may do and until when."""
    return await _me(staff)


async def _me(staff: StaffSession) -> Response[Me]:
    who = staff.credential
    rows = await staff.read(
        queries.ME,
        {
            "staff_id": who.staff_id,
            "session_id": who.session_id,
            "api_key_id": who.api_key_id,
        },
    )
    return represent(rows[0][0], Me)


@put(
    "/password",
    summary="Change one's password",
    responses=WRITING_BODY | refusals(own=_LIMITED),
    permission="own:change",
)
async def change_password(
    request: AnyRequest, staff: Staff, data: JSONBody[PasswordChange]
) -> Response[Me]:
    """Change one's own password; every other session of one's own ends.

    The old password is asked for, and wrong ones count like attempts to log in.
    """
    require_good(data.new, staff.username, "new")
    passwords, address = request.app.state.log_ins.passwords, _address(request)
    async with passwords.place():
        begun, _ = await staff.prepare_and_read(
            queries.BEGIN_PASSWORD_CHANGE, "SELECT 1", {"address": address}
        )
        wait_seconds, kept = begun[0]
        require_attempt(wait_seconds)
        if not await passwords.is_of(kept, data.old):
            raise ProblemError("password-wrong", errors=[FieldError("old", "Another is kept")])
        made = await passwords.hash(data.new)
    row = await staff.write(
        queries.CHANGE_PASSWORD,
        {
            "kept": kept,
            "password_hash": made,
            "session_id": staff.credential.session_id,
            "address": address,
        },
        dry_run=False,
    )
    if not (row and row[0]):
        # Somebody has changed it in this moment.
        raise ProblemError("password-wrong", errors=[FieldError("old", "Another is kept")])
    return await _me(staff)


def _address(request: AnyRequest) -> str:
    """Return what attempts are counted under: the caller's address, or the network it is of."""
    return network_of(request.client.host if request.client else None)


log_in_router = Router(
    path="/api/hotels/{slug:str}/log-in",
    route_handlers=[log_in, refresh],
    guards=[admit_anybody],
    tags=["Access"],
)
router = Router(
    path="/",
    route_handlers=[
        log_out,
        Router(path="/me", route_handlers=[read_me, change_password]),
    ],
    tags=["Access"],
)
