"""One request of a guest, by the token of a link: how routes and pages reach the database."""

from contextlib import AbstractAsyncContextManager
from typing import Any

import msgspec
from litestar import Request
from litestar.connection import ASGIConnection
from litestar.di import NamedDependency

from app.access.credentials import CHALLENGE, bearer
from app.database import Context, Database, Row, Write
from app.guests import links
from app.guests.links import Link
from app.models.precheckin import HotelForGuests
from app.problems import ProblemError
from app.queries import context as contexts
from app.queries import precheckin as queries
from app.requests.changes import Turns
from app.requests.rate_limit import Limits
from schema import roles

Connection = ASGIConnection[Any, Any, Any, Any]

PRECHECKIN = "PRECHECKIN"
GUEST_CHAT = "GUEST_CHAT"
LIVE = "LIVE"
# Where a guard leaves the session of the guest who was let in.
OPENED = "guest"
# What stops a link from working, as the database says it.
_PROBLEMS = {
    "USED": "link-used",
    "SUPERSEDED": "link-superseded",
    "ENDED": "link-ended",
    "REVOKED": "link-revoked",
    "EXPIRED": "link-expired",
}


class Standing(msgspec.Struct, frozen=True):
    """What the database knows of a link.

    Attributes:
        standing: LIVE, or why it does not work.
        booking_reference: the booking that it is for.
        language: of its guests.
    """

    standing: str
    booking_reference: str
    language: str


class GuestSession:
    """What the holder of a link may reach: one booking, while the link works.

    Args:
        request: the route's.
        link: the token.
        purpose: what the link is for.
        language: that the guest reads; None for the one of their booking.
    """

    __slots__ = ("_language", "_link", "_purpose", "_request")

    def __init__(self, request: Connection, link: Link, purpose: str, language: str | None) -> None:
        self._request, self._link, self._purpose = request, link, purpose
        self._language = language

    async def read(self, statement: str, parameters: dict[str, object] | None = None) -> list[Row]:
        """Run one SELECT and return its rows; the link is added to its parameters.

        Raises:
            ProblemError: the link does not work any more.
        """
        given = self._with_link(parameters or {})
        return await self._database.read(self._context(self._language), statement, given)

    async def write(
        self,
        write: Write,
        parameters: dict[str, object],
        *,
        dry_run: bool = False,
        language: str | None = None,
    ) -> Row | None:
        """Run one change and return its row, None when nothing was found.

        Args:
            write: the change.
            parameters: of its statements; the link is added.
            dry_run: run it and roll it back.
            language: that the guest was shown; None for that of the session.

        Raises:
            ProblemError: the link does not work any more.
        """
        self._request.scope["state"]["dry_run"] = dry_run
        return await self._database.write(
            self._context(language or self._language),
            write,
            self._with_link(parameters),
            dry_run=dry_run,
        )

    def turn(self) -> AbstractAsyncContextManager[bool]:
        """Wait until no other request of this process changes anything by the link.

        It tells whether another had its turn before: most likely the link is used by now.
        """
        turns: Turns = self._request.app.state.turns
        return turns.of(self._link.token_hash)

    async def require_live(self) -> None:
        """Find out whether the link still works.

        Raises:
            ProblemError: it does not.
        """
        require_live(await standing_of(self._request, self._link, self._purpose))

    @property
    def _database(self) -> Database:
        database: Database = self._request.app.state.database
        return database

    def _with_link(self, parameters: dict[str, object]) -> dict[str, object]:
        return {
            **parameters,
            "hotel_id": self._link.hotel_id,
            "token_hash": self._link.token_hash,
        }

    def _context(self, language: str | None) -> Context:
        return context_of(self._request, self._link, self._purpose, language)


def context_of(
    request: Connection,
    link: Link,
    purpose: str,
    language: str | None,
    *,
    statement: str = contexts.AS_GUEST,
) -> Context:
    """Return the context in which the holder of a link acts."""
    return Context(
        statement,
        {
            "hotel_id": link.hotel_id,
            "token_hash": link.token_hash,
            "purpose": purpose,
            "language": language,
            "source": "GUEST",
            "reason": "",
            "request_id": request.scope["state"]["request_id"],
        },
        roles.GUEST,
        contexts.STANDING_OF_LINK,
        _refusal,
    )


async def open_link(
    request: Connection,
    token: str,
    *,
    purpose: str = PRECHECKIN,
    language: str | None = None,
) -> GuestSession:
    """Return the session of whoever has a link.

    Each statement asks again whether the link works, in its own transaction.

    Args:
        request: the route's.
        token: as the guest has it.
        purpose: what the link must be for.
        language: that the guest reads, ISO 639-1; None for the one of their booking.

    Raises:
        ProblemError: `link-unknown`, or `link-used`, `link-superseded`, `link-ended` with the
            booking, `link-revoked`, `link-expired`; `too-many-requests`.
    """
    link = _admitted(request, token)
    require_live(None if link is None else await standing_of(request, link, purpose))
    assert link is not None
    return GuestSession(request, link, purpose, language)


async def open_stay(request: Connection) -> GuestSession:
    """Return the session of a guest who sends the token of their stay as the bearer token.

    Raises:
        ProblemError: `not-authenticated`, or why the token does not work any more, as `open_link`.
    """
    token = bearer(request.headers.get("authorization", ""))
    try:
        return await open_link(request, token, purpose=GUEST_CHAT)
    except ProblemError as error:
        if error.kind.name != "link-unknown":
            raise
        raise ProblemError("not-authenticated", headers=CHALLENGE) from error


async def hotel_of_link(request: Connection, token: str) -> HotelForGuests | None:
    """Return the hotel that a pre-check-in link is of, also when it does not work any more.

    None where nobody has such a link.

    Raises:
        ProblemError: `too-many-requests`.
    """
    link = _admitted(request, token)
    if link is None or await standing_of(request, link, PRECHECKIN) is None:
        return None
    database: Database = request.app.state.database
    context = context_of(request, link, PRECHECKIN, None, statement=contexts.AS_READER_OF_LINK)
    rows = await database.read(context, queries.READ_HOTEL, {"hotel_id": link.hotel_id})
    return msgspec.json.decode(rows[0][0], type=HotelForGuests)


async def standing_of(request: Connection, link: Link, purpose: str) -> Standing | None:
    """Return what the database knows of a link, None when it knows none."""
    state = request.app.state
    limits: Limits = state.limits
    rows = await state.database.find(
        contexts.STANDING_OF_LINK,
        {"hotel_id": link.hotel_id, "token_hash": link.token_hash, "purpose": purpose},
    )
    if not rows:
        limits.forget(link.token_hash)
        return None
    limits.remember(link.token_hash)
    return Standing(*rows[0])


def require_live(found: Standing | None) -> None:
    """Let a link pass that works.

    Raises:
        ProblemError: it does not, or there is none.
    """
    if found is None:
        raise ProblemError("link-unknown")
    if found.standing != LIVE:
        raise ProblemError(_PROBLEMS[found.standing])


def _admitted(request: Connection, token: str) -> Link | None:
    """Return what a token is looked up by. Links that were not seen to work here before cost their
    address a token of its bucket, so that nobody tries many."""
    limits: Limits = request.app.state.limits
    link = links.read(token)
    if link is not None and limits.knows(link.token_hash):
        limits.admit((link.hotel_id, link.token_hash))
        return link
    client = request.client
    limits.admit_stranger(client.host if client else None)
    return link


Guest = NamedDependency[GuestSession]


async def guest_session(request: Request[Any, Any, Any]) -> GuestSession:
    """Dependency `guest`: the session of the guest whom the guard has let in."""
    found: GuestSession = request.scope["state"][OPENED]
    return found


def _refusal(row: Row | None) -> ProblemError:
    """Return why a link does not work, from the row of `STANDING_OF_LINK`."""
    try:
        require_live(Standing(*row) if row else None)
    except ProblemError as problem:
        return problem
    # It has begun to work between the two looks: whoever sends it once more is let in.
    return ProblemError("database-busy")
