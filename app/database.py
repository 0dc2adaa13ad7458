"""The database as the API sees it: a pool, one way to read and one way to write.

Each is one transaction that travels in one network round trip (pipeline mode): BEGIN, the context
(who acts, at which hotel), the statement, COMMIT. The COMMIT happens here, inside the request, so
that the deferred constraints are judged before anything is answered.

A write answers with what its own RETURNING says. Where that cannot see what the triggers made of
the write (the count of a party, the status after a payment), the write carries a second SELECT in
the same transaction and round trip.
"""

import asyncio
import random
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any

import msgspec
from psycopg import AsyncConnection, OperationalError
from psycopg.abc import Buffer
from psycopg.adapt import Loader
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from psycopg.errors import DivisionByZero
from psycopg.pq import TransactionStatus
from psycopg_pool import AsyncConnectionPool, PoolTimeout

from app import problems
from app.metrics import Metrics
from app.queries import context as contexts
from app.settings import Settings

ATTEMPTS = 3
# Full jitter up to this, doubled with each attempt: two that deadlocked do not meet again.
FIRST_PAUSE_SECONDS = 0.01
# How long a request waits for a connection before it is answered 503.
POOL_TIMEOUT_SECONDS = 3.0
# A new session now and then lets go of whatever the old one had piled up.
MAX_LIFETIME_SECONDS = 900.0
PREPARE_AT_ONCE = 0
# What every session of the API starts with. A queue at one lock is given up before the client's
# patience ends, three attempts included; a session that lost its client frees its locks; times in
# JSON are in UTC; the isolation is the one that the locks of the triggers are made for.
SESSION = {
    "lock_timeout": "2000",
    "idle_in_transaction_session_timeout": "10000",
    "timezone": "UTC",
    "default_transaction_isolation": "read\\ committed",
}

Parameters = Mapping[str, object]
Row = tuple[Any, ...]
Connection = AsyncConnection[Row]


class Write(msgspec.Struct, frozen=True):
    """One change.

    Attributes:
        statement: the one statement that writes; with RETURNING, no row means nothing was found.
        lock: runs before it, where the statement must see what it waited for.
        result: a SELECT that runs after it and answers instead of its RETURNING.
    """

    statement: str
    lock: str | None = None
    result: str | None = None


class Context(msgspec.Struct, frozen=True):
    """Who acts: a statement of app.queries.context and its parameters."""

    statement: str
    parameters: Parameters


class RawJson(Loader):
    """JSON made by the database goes to the client as it is."""

    def load(self, data: Buffer) -> bytes:
        """Return the text of a json value, in UTF-8."""
        return bytes(data)


class Database:
    """The pool of the API's connections and what runs on them."""

    def __init__(self, settings: Settings, metrics: Metrics) -> None:
        self._metrics = metrics
        self._hotels: dict[str, int] = {}
        self._checks: set[asyncio.Task[None]] = set()
        self._conninfo = conninfo(settings)
        self._pool: AsyncConnectionPool[Connection] = AsyncConnectionPool(
            self._conninfo,
            kwargs={"autocommit": True, "prepare_threshold": PREPARE_AT_ONCE},
            min_size=settings.pool_min_size,
            max_size=settings.pool_max_size,
            timeout=POOL_TIMEOUT_SECONDS,
            max_lifetime=MAX_LIFETIME_SECONDS,
            configure=_configure,
            name="api",
            open=False,
        )
        # Readiness asks on a connection of its own: a pool that is busy is no reason to be taken
        # out of service.
        self._probe: AsyncConnectionPool[Connection] = AsyncConnectionPool(
            self._conninfo,
            kwargs={"autocommit": True},
            min_size=0,
            max_size=1,
            timeout=POOL_TIMEOUT_SECONDS,
            check=AsyncConnectionPool.check_connection,
            name="readiness",
            open=False,
        )
        self._in_use = 0
        metrics.watch_pool(self._pool.get_stats)

    async def open(self) -> None:
        """Start the pool; a database that is away does not keep the API from starting."""
        await self._pool.open(wait=False)
        await self._probe.open(wait=False)

    async def close(self) -> None:
        """Close every connection."""
        await self._pool.close()
        await self._probe.close()

    async def hotel_id(self, slug: str) -> int | None:
        """Return a hotel's id, None when there is no such slug.

        A slug is never given to another hotel, so what was found once is kept.
        """
        known = self._hotels.get(slug)
        if known is None:
            rows = await self.query(contexts.HOTEL_OF_SLUG, {"slug": slug})
            if not rows:
                return None
            known = self._hotels[slug] = int(rows[0][0])
        return known

    async def query(self, statement: str, parameters: Parameters | None = None) -> list[Row]:
        """Run one SELECT that belongs to no hotel and return its rows."""
        async with self._connection() as connection:
            cursor = await connection.execute(statement, parameters)
            return await cursor.fetchall()

    async def probe(self, statement: str) -> list[Row]:
        """Run one SELECT beside the pool and return its rows: does the database answer at all?"""
        try:
            async with self._probe.connection() as connection:
                cursor = await connection.execute(statement)
                return await cursor.fetchall()
        except PoolTimeout as error:
            raise problems.ProblemError("database-unavailable") from error

    async def connect(self) -> Connection:
        """Open a connection that is not of the pool, for one who keeps it; the caller closes it."""
        connection: Connection = await AsyncConnection.connect(
            self._conninfo, autocommit=True, prepare_threshold=PREPARE_AT_ONCE
        )
        await _configure(connection)
        return connection

    async def read(self, context: Context, statement: str, parameters: Parameters) -> list[Row]:
        """Run one SELECT of a hotel and return its rows.

        Raises:
            ProblemError: the actor is not of the hotel.
        """
        (rows,) = await self._read("BEGIN READ ONLY", context, (statement,), parameters)
        return rows

    async def prepare_and_read(
        self, context: Context, preparation: str, statement: str, parameters: Parameters
    ) -> tuple[list[Row], list[Row]]:
        """Run one SELECT of a hotel after a statement that readies what it reads.

        Args:
            context: who acts.
            preparation: may write, and may run twice without harm.
            statement: the SELECT, which sees what the preparation did.
            parameters: of both.

        Returns:
            The rows of the preparation and those of the SELECT.

        Raises:
            ProblemError: the actor is not of the hotel; nothing was written.
        """
        prepared, rows = await self._read("BEGIN", context, (preparation, statement), parameters)
        return prepared, rows

    async def _read(
        self, opening: str, context: Context, statements: Sequence[str], parameters: Parameters
    ) -> list[list[Row]]:
        attempt = 0
        while True:
            attempt += 1
            try:
                return await self._transaction(
                    opening, context, statements, parameters, ("COMMIT",)
                )
            except OperationalError as error:
                # Reading twice does no harm, so a connection lost on the way is tried again too.
                if not await self._may_repeat(error, attempt, also=problems.is_lost(error)):
                    raise

    async def write(
        self, context: Context, write: Write, parameters: Parameters, *, dry_run: bool = False
    ) -> Row | None:
        """Run one change in one transaction and return its row, None when nothing was found.

        With `dry_run` everything runs, deferred constraints included, and is rolled back.

        Raises:
            ProblemError: the actor is not of the hotel; nothing was written.
            psycopg.Error: the database refused; nothing was written. A lost connection leaves it
                open whether the COMMIT arrived, so the change is not repeated.
        """
        statements = [text for text in (write.lock, write.statement, write.result) if text]
        closing = ("SET CONSTRAINTS ALL IMMEDIATE", "ROLLBACK") if dry_run else ("COMMIT",)
        attempt = 0
        while True:
            attempt += 1
            try:
                found = await self._transaction("BEGIN", context, statements, parameters, closing)
            except OperationalError as error:
                if not await self._may_repeat(error, attempt):
                    raise
            else:
                written = found[1] if write.lock else found[0]
                return found[-1][0] if written else None

    async def _transaction(
        self,
        opening: str,
        context: Context,
        statements: Sequence[str],
        parameters: Parameters,
        closing: Sequence[str],
    ) -> list[list[Row]]:
        """Send a whole transaction at once and return the rows of each statement.

        The first statement that fails raises, after the transaction was rolled back.
        """
        async with self._connection() as connection:
            acting = connection.cursor()
            try:
                async with connection.pipeline():
                    await _control(connection, opening)
                    await acting.execute(context.statement, context.parameters)
                    cursors = [await connection.execute(text, parameters) for text in statements]
                    for text in closing:
                        await _control(connection, text)
            except DivisionByZero as error:
                # The context's own, unless the context has an answer.
                if acting.rowcount < 1:
                    raise problems.ProblemError("staff-not-of-hotel") from error
                raise
            return [await cursor.fetchall() for cursor in cursors]

    async def _may_repeat(self, error: OperationalError, attempt: int, also: bool = False) -> bool:
        """Count a passing failure, wait a little, and say whether to try once more."""
        passing = problems.passing(error)
        if passing is not None:
            self._metrics.passing_failures.labels(passing).inc()
        if attempt >= ATTEMPTS or not (problems.is_worth_repeating(error) or also):
            return False
        await asyncio.sleep(random.uniform(0, FIRST_PAUSE_SECONDS * 2**attempt))
        return True

    @asynccontextmanager
    async def _connection(self) -> AsyncIterator[Connection]:
        """Borrow a connection.

        Raises:
            PoolTimeout: all were in use for too long; nothing was sent.
            ProblemError: none could be made.
        """
        try:
            borrowed = await self._pool.getconn()
        except PoolTimeout as error:
            if self._in_use:
                raise
            raise problems.ProblemError("database-unavailable") from error
        self._in_use += 1
        try:
            try:
                yield borrowed
            finally:
                if borrowed.closed:
                    # Whatever cut this one has cut the others: find out now, not one by one.
                    check = asyncio.create_task(self._pool.check())
                    self._checks.add(check)
                    check.add_done_callback(self._checks.discard)
                elif borrowed.info.transaction_status != TransactionStatus.IDLE:
                    await _control(borrowed, "ROLLBACK")
        finally:
            self._in_use -= 1
            await self._pool.putconn(borrowed)


async def _control(connection: Connection, command: str) -> None:
    """Run a command that begins, judges or ends a transaction.

    On a ROLLBACK psycopg drops all that the session has prepared, in case tables were made or
    dropped in the transaction. None ever are here, so it is kept from looking at the command.
    """
    connection.prepare_threshold = None
    try:
        await connection.execute(command)
    finally:
        connection.prepare_threshold = PREPARE_AT_ONCE


def conninfo(settings: Settings) -> str:
    """Return the connection string of the API with everything its sessions start with."""
    session = {**SESSION, "statement_timeout": str(settings.statement_timeout_ms)}
    options = " ".join(f"-c {name}={value}" for name, value in session.items())
    given = conninfo_to_dict(settings.api_url).get("options")
    return make_conninfo(
        settings.api_url,
        options=f"{given or ''} {options}".strip(),
        application_name="hotelmate-api",
        connect_timeout=5,
    )


async def _configure(connection: Connection) -> None:
    connection.adapters.register_loader("json", RawJson)
