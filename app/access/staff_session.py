"""How routes of staff reach the database: as the caller, at the hotel of their credential."""

from collections.abc import Callable
from typing import Any, TypeVar

from litestar import Request, Response
from litestar.di import NamedDependency

from app.access.credentials import CHALLENGE, Credential
from app.database import Context, Database, Parameters, Row, Write
from app.models.parameters import Slug
from app.problems import ProblemError
from app.queries import context as contexts
from app.requests import idempotency, preconditions
from app.requests.changes import Change, carry_out
from schema import roles

T = TypeVar("T")

FRONT_DESK = "FRONT_DESK"
HOUSEKEEPING = "HOUSEKEEPING"
MANAGER_OVERRIDE = "MANAGER_OVERRIDE"
# The key of a handler's `opt` that names the permission which its route needs.
PERMISSION = "permission"


def refusal(row: Row | None) -> ProblemError:
    """Return why the caller may not act, from the row of `WHY_NOT_…`."""
    is_let_in, is_permitted, _ = row or (False, False, False)
    if not is_let_in:
        return ProblemError("not-authenticated", headers=CHALLENGE)
    return ProblemError("precondition-required" if is_permitted else "role-not-permitted")


class StaffSession:
    """One request of a member of staff at one hotel: how routes reach the database."""

    __slots__ = ("_database", "_permission", "_request", "credential")

    def __init__(
        self,
        request: Request[Any, Any, Any],
        database: Database,
        credential: Credential,
        permission: str,
    ) -> None:
        self._request = request
        self._database = database
        self._permission = permission
        self.credential = credential

    @property
    def hotel_id(self) -> int:
        """The hotel's."""
        return self.credential.hotel_id

    @property
    def request(self) -> Request[Any, Any, Any]:
        """What was sent."""
        return self._request

    @property
    def username(self) -> str:
        """The caller's."""
        return self.credential.username

    async def require_permission(self) -> None:
        """Ask the database whether the caller may go on, before costly work is done for them.

        Raises:
            ProblemError: they may not.
        """
        await self.read("SELECT 1")

    async def read(self, statement: str, parameters: dict[str, object] | None = None) -> list[Row]:
        """Run one SELECT and return its rows; `hotel_id` is added to its parameters."""
        context = self._context(FRONT_DESK, "")
        return await self._database.read(context, statement, self._with_hotel(parameters or {}))

    async def prepare_and_read(
        self, preparation: str, statement: str, parameters: dict[str, object]
    ) -> tuple[list[Row], list[Row]]:
        """Run one SELECT after a statement that readies what it reads; return the rows of both."""
        return await self._database.prepare_and_read(
            self._context(FRONT_DESK, ""), preparation, statement, self._with_hotel(parameters)
        )

    async def carry_out(
        self,
        write: Write,
        parameters: dict[str, object],
        shown: Callable[[Row], Response[T] | None],
        *,
        dry_run: bool,
        source: str = FRONT_DESK,
        because: str | None = None,
        permission: str | None = None,
        is_first: bool = True,
    ) -> Response[T] | None:
        """Run the change that a request asks for and answer, None when nothing was found.

        It is made once for each idempotency key, whose answer is kept with it, and to no other
        version than the one that If-Match names.

        Args:
            write: the change.
            parameters: of its statements; `hotel_id` is added.
            shown: makes the answer of the change's row, in its transaction; an answer None is not
                kept: more is to come. It may run twice.
            dry_run: run it and roll it back; the key stays free.
            source: from where, as the audit trail knows it.
            because: why, for the audit trail.
            permission: what it needs instead of the route's own permission.
            is_first: no transaction of this request came before, whose change is another version.
        """
        request = self._request
        request.scope["state"]["dry_run"] = dry_run
        context = self._context(
            source, because or "", permission, preconditions.version_said(request) or not is_first
        )
        made = Change(context, write, self._with_hotel(parameters), dry_run)
        return await carry_out(request, self._database, made, shown, checks_version=is_first)

    async def write(
        self,
        write: Write,
        parameters: dict[str, object],
        *,
        dry_run: bool,
        source: str = FRONT_DESK,
        because: str | None = None,
        permission: str | None = None,
    ) -> Row | None:
        """Run a change that is part of a larger one and return its row, None without one.

        Neither idempotency key nor If-Match are asked: `carry_out` does that.

        Args:
            write: the change.
            parameters: of its statements; `hotel_id` is added.
            dry_run: run it and roll it back.
            source: from where, as the audit trail knows it.
            because: why, for the audit trail.
            permission: what it needs instead of the route's own permission.
        """
        self._request.scope["state"]["dry_run"] = dry_run
        return await self._database.write(
            self._context(source, because or "", permission),
            write,
            self._with_hotel(parameters),
            dry_run=dry_run,
        )

    def _with_hotel(self, parameters: dict[str, object]) -> Parameters:
        parameters["hotel_id"] = self.hotel_id
        return parameters

    def _context(
        self,
        source: str,
        reason: str,
        permission: str | None = None,
        says_version: bool = True,
    ) -> Context:
        who = self.credential
        by_key = who.api_key_id is not None
        return Context(
            contexts.AS_STAFF_BY_KEY if by_key else contexts.AS_STAFF_IN_SESSION,
            {
                "hotel_id": who.hotel_id,
                "slug": who.slug,
                "staff_id": who.staff_id,
                "session_id": who.session_id,
                "api_key_id": who.api_key_id,
                "permission": permission or self._permission,
                "says_version": says_version,
                "source": source,
                "reason": reason,
                "request_id": self._request.scope["state"]["request_id"],
            },
            roles.OF_STAFF.get(who.role, roles.GATE),
            contexts.WHY_NOT_BY_KEY if by_key else contexts.WHY_NOT_IN_SESSION,
            refusal,
        )


Staff = NamedDependency[StaffSession]


async def staff_session(request: Request[Any, Any, Any], slug: Slug) -> StaffSession:
    """Dependency `staff`: the session of the caller at the hotel that the path names.

    Raises:
        ProblemError: `hotel-not-found`: the credential is of another hotel. Whether there is such a
            hotel, nobody is told.
    """
    credential: Credential = request.scope["state"]["credential"]
    if credential.slug != slug:
        raise ProblemError("hotel-not-found")
    permission: str = request.route_handler.opt[PERMISSION]
    await idempotency.claim(request, credential.hotel_id, credential.staff_id)
    return StaffSession(request, request.app.state.database, credential, permission)
