"""Who is asking: the development credential.

One bearer token speaks for one member of staff, by username, at every hotel that has one. Whatever
replaces it changes this module alone: routes see a `StaffSession`, admission asks `require_staff`.
"""

import hmac
from typing import Any

from litestar import Request
from litestar.connection import ASGIConnection
from litestar.di import NamedDependency

from app.database import Context, Database, Parameters, Row, Write
from app.models.parameters import Slug
from app.problems import ProblemError
from app.queries import context as contexts
from app.settings import Settings

FRONT_DESK = "FRONT_DESK"
HOUSEKEEPING = "HOUSEKEEPING"
MANAGER_OVERRIDE = "MANAGER_OVERRIDE"
CHALLENGE = {"WWW-Authenticate": 'Bearer realm="hotelmate"'}


class DevelopmentCredential:
    """The token that is accepted, and the username that it speaks for."""

    def __init__(self, settings: Settings) -> None:
        self._expected = settings.dev_token.encode() if settings.dev_token else None
        self.username = settings.dev_staff

    def accepts(self, authorization: str) -> bool:
        """Compare a header with the token, in time that does not depend on where they differ."""
        if self._expected is None:
            return False
        scheme, _, token = authorization.partition(" ")
        same = hmac.compare_digest(token.strip(" ").encode(), self._expected)
        return same and scheme.lower() == "bearer"


def require_staff(connection: ASGIConnection[Any, Any, Any, Any]) -> None:
    """Let a request in only with a valid credential, before anything of it is read."""
    credential: DevelopmentCredential = connection.app.state.credential
    if not credential.accepts(connection.headers.get("authorization", "")):
        raise ProblemError("not-authenticated", headers=CHALLENGE)


class StaffSession:
    """One request of a member of staff at one hotel: how routes reach the database."""

    __slots__ = ("_database", "_request", "hotel_id", "username")

    def __init__(
        self, request: Request[Any, Any, Any], database: Database, hotel_id: int, username: str
    ) -> None:
        self._request = request
        self._database = database
        self.username = username
        self.hotel_id = hotel_id

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

    async def write(
        self,
        write: Write,
        parameters: dict[str, object],
        *,
        dry_run: bool,
        source: str = FRONT_DESK,
        because: str | None = None,
    ) -> Row | None:
        """Run one change and return its row, None when nothing was found.

        Args:
            write: the change.
            parameters: of its statements; `hotel_id` is added.
            dry_run: run it and roll it back.
            source: from where, as the audit trail knows it.
            because: why, for the audit trail.
        """
        self._request.scope["state"]["dry_run"] = dry_run
        return await self._database.write(
            self._context(source, because or ""),
            write,
            self._with_hotel(parameters),
            dry_run=dry_run,
        )

    def _with_hotel(self, parameters: dict[str, object]) -> Parameters:
        parameters["hotel_id"] = self.hotel_id
        return parameters

    def _context(self, source: str, reason: str) -> Context:
        return Context(
            contexts.AS_STAFF,
            {
                "hotel_id": self.hotel_id,
                "username": self.username,
                "source": source,
                "reason": reason,
                "request_id": self._request.scope["state"]["request_id"],
            },
        )


Staff = NamedDependency[StaffSession]


async def staff_session(request: Request[Any, Any, Any], slug: Slug) -> StaffSession:
    """Dependency `staff`: the session of the caller at the hotel that the path names."""
    state = request.app.state
    hotel_id = await state.database.hotel_id(slug)
    if hotel_id is None:
        raise ProblemError("hotel-not-found")
    return StaffSession(request, state.database, hotel_id, state.credential.username)
