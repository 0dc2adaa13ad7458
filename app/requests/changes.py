"""The change that a request asks for, with all that must hold for it: in one transaction."""

import asyncio
from collections.abc import AsyncIterator, Callable, Hashable
from contextlib import asynccontextmanager
from typing import Any, TypeVar
from weakref import WeakValueDictionary

import msgspec
from litestar import Request, Response

from app.database import ConditionError, Context, Database, Kept, Parameters, Row, Write
from app.problems import ProblemError
from app.queries import idempotency as queries
from app.requests import idempotency, preconditions
from app.requests.secrets_shown_once import with_secrets, without_secrets

T = TypeVar("T")


class Change(msgspec.Struct, frozen=True):
    """What is to be done: see Database.write."""

    context: Context
    write: Write
    parameters: Parameters
    dry_run: bool


async def carry_out(
    request: Request[Any, Any, Any],
    database: Database,
    change: Change,
    shown: Callable[[Row], Response[T] | None],
    *,
    checks_version: bool,
) -> Response[T] | None:
    """Run a change and return its answer, None when nothing was found.

    Args:
        request: the route's.
        database: runs it.
        change: what is to be done.
        shown: makes the answer of the row, in the transaction; an answer None is not kept.
        checks_version: whether If-Match is obeyed.

    Raises:
        ProblemError: `idempotency-key-reused`, `version-outdated`, or nobody may act so.
    """
    claim = None if change.dry_run else idempotency.claim_of(request)
    if claim is None:
        return await _run(request, database, change, shown, None, checks_version=checks_version)
    turns: Turns = request.app.state.turns
    async with turns.of((claim.hotel_id, claim.staff_id, claim.key)) as was_busy:
        # Whoever waited here most likely finds the answer, and takes no lock of the database.
        answer = await _kept(request, database, change.context, claim) if was_busy else None
        if answer is not None:
            return answer.response(replayed=True)
        return await _run(request, database, change, shown, claim, checks_version=checks_version)


class Turns:
    """Lets requests of this process with one idempotency key, or one link, wait for each other.

    The lock of the database alone would do, but each that waits for it has a connection, and the
    copies of one request could take all there are.
    """

    def __init__(self) -> None:
        self._locks: WeakValueDictionary[Hashable, asyncio.Lock] = WeakValueDictionary()

    @asynccontextmanager
    async def of(self, key: Hashable) -> AsyncIterator[bool]:
        """Wait until no other has the key; yields whether another had it."""
        lock = self._locks.setdefault(key, asyncio.Lock())
        was_busy = lock.locked()
        async with lock:
            yield was_busy


async def _run(
    request: Request[Any, Any, Any],
    database: Database,
    change: Change,
    shown: Callable[[Row], Response[T] | None],
    claim: idempotency.Claim | None,
    *,
    checks_version: bool,
) -> Response[T] | None:
    unchanged = (
        preconditions.condition(request, change.parameters["hotel_id"]) if checks_version else None
    )
    made = _Made(request, claim, shown)
    try:
        row = await database.write(
            change.context,
            change.write,
            change.parameters,
            dry_run=change.dry_run,
            conditions=[each for each in (claim and claim.unused, unchanged) if each],
            keeping=made.keeping if claim else None,
        )
    except ConditionError as error:
        if claim is not None and error.name == idempotency.REUSED:
            return await _again(request, database, change.context, claim)
        raise await _outdated(request, database, change.context) from error
    if row is None:
        return None
    return made.response if claim else shown(row)


class _Made:
    """The answer of a change that has an idempotency key, made in its transaction."""

    def __init__(
        self,
        request: Request[Any, Any, Any],
        claim: idempotency.Claim | None,
        shown: Callable[[Row], Response[T] | None],
    ) -> None:
        self._request, self._claim, self._shown = request, claim, shown
        self.response: Response[Any] | None = None

    def keeping(self, row: Row) -> Kept | None:
        """Make the answer and return how it is kept."""
        response = self._shown(row)
        if response is None or self._claim is None:
            self.response = None
            return None
        answer = idempotency.answer_of(self._request, response)
        self.response = answer.response()
        return queries.KEEP, idempotency.to_keep(
            self._claim, without_secrets(self._request, answer)
        )


async def _again(
    request: Request[Any, Any, Any],
    database: Database,
    context: Context,
    claim: idempotency.Claim,
) -> Response[Any]:
    """Return the answer that is kept for a key, as a response."""
    answer = await _kept(request, database, context, claim)
    if answer is None:
        # Its time was over between the two looks: whoever sends it once more is the first.
        raise ProblemError("database-busy")
    return answer.response(replayed=True)


async def _kept(
    request: Request[Any, Any, Any],
    database: Database,
    context: Context,
    claim: idempotency.Claim,
) -> idempotency.Answer | None:
    """Return the answer that is kept for a key, None without one."""
    rows = await database.read(context, queries.FIND, claim.parameters)
    answer = idempotency.kept(claim, rows)
    return None if answer is None else with_secrets(request.app.state.token_keys, claim, answer)


async def _outdated(
    request: Request[Any, Any, Any], database: Database, context: Context
) -> ProblemError:
    """Return why a version is not the present one: there is none, or it is another."""
    subject = preconditions.subject_of(request.path_params)
    assert subject is not None  # its condition is what failed
    named = {subject.parameter: request.path_params[subject.parameter]}
    which = {"hotel_id": context.parameters["hotel_id"], **named}
    is_there = await database.read(context, subject.exists, which)
    return ProblemError(preconditions.OUTDATED if is_there else subject.not_found)
