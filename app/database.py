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
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from functools import lru_cache
from typing import Any

import msgspec
from psycopg import AsyncConnection, AsyncCursor, OperationalError
from psycopg.abc import Buffer
from psycopg.adapt import Loader
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from psycopg.errors import DivisionByZero, FeatureNotSupported
from psycopg.pq import TransactionStatus
from psycopg_pool import AsyncConnectionPool, PoolTimeout

from app import problems
from app.at_once import at_once
from app.metrics import Metrics
from app.queries import context as contexts
from app.settings import Settings

ATTEMPTS = 3
# Full jitter up to this, doubled with each attempt: two that deadlocked do not meet again.
FIRST_PAUSE_SECONDS = 0.01
# How long a request waits for a connection before it is answered 503.
POOL_TIMEOUT_SECONDS = 3.0
# How long one connection that could not be made is tried again, ever more rarely. After that the
# next request tries anew: a database that was away for long is not waited for as long once more.
RECONNECT_SECONDS = 2.0
# A new session now and then lets go of whatever the old one had piled up.
MAX_LIFETIME_SECONDS = 900.0
PREPARE_AT_ONCE = 0
BEGIN, BEGIN_READ_ONLY = b"BEGIN", b"BEGIN READ ONLY"
# What is deferred is judged at once: a dry run has no COMMIT.
JUDGE = b"SET CONSTRAINTS ALL IMMEDIATE"
COMMIT, ROLLBACK = b"COMMIT", b"ROLLBACK"
PREPARED_MAX = 1000
# What every session of the API starts with. A queue at one lock is given up before the client's
# patience ends, three attempts included; a session that lost its client frees its locks; times in
# JSON are in UTC; the isolation is the one that the locks of the triggers are made for. A plan that
# was made while a table was small is kept: let it not be one that reads the whole of it. Compiling
# a plan takes longer than running any of these.
SESSION = {
    "lock_timeout": "2000",
    "idle_in_transaction_session_timeout": "10000",
    "timezone": "UTC",
    "default_transaction_isolation": "read\\ committed",
    "enable_seqscan": "off",
    "jit": "off",
}

# A server that is there answers a cancelled statement at once. One that is not is waited for
# longer than this.
SILENT_SECONDS = 4.0

Parameters = Mapping[str, object]
Row = tuple[Any, ...]
# A statement that is run along with a change, and its parameters.
Kept = tuple[str, Parameters]


class Connection(AsyncConnection[Row]):
    """A connection that knows whether its server fell silent."""

    _cancelled_at: float | None = None

    async def _try_cancel(self, *, timeout: float = 5.0) -> None:
        self._cancelled_at = time.monotonic()
        await super()._try_cancel(timeout=timeout)

    @property
    def fell_silent(self) -> bool:
        """Whether it was closed because a cancelled statement had no answer."""
        since = self._cancelled_at
        return self.closed and since is not None and time.monotonic() - since > SILENT_SECONDS


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
    """Who acts: a statement of app.queries.context and its parameters.

    Attributes:
        statement: the first of the transaction.
        parameters: of it, and of `why_not`.
        acts_as: the role of the database that it takes on, as far as is known beforehand. Plans are
            made for a role: each has statements of its own, so that none is planned anew.
        why_not: asked when nobody may act; `refusal` makes a problem of its row.
        refusal: None where every hotel is refused alike.
    """

    statement: str
    parameters: Parameters
    acts_as: str
    why_not: str | None = None
    refusal: Callable[[Row | None], problems.ProblemError] | None = None


class Condition(msgspec.Struct, frozen=True):
    """What must hold in the transaction of a change, before it.

    Attributes:
        name: by which whoever asked knows it again.
        statement: divides by zero where it does not hold: what follows has been sent already.
        parameters: of it and of the lock.
        lock: runs before it, so that it sees what was waited for and stays true.
    """

    name: str
    statement: str
    parameters: Parameters
    lock: str | None = None


class ConditionError(Exception):
    """A condition does not hold; nothing was written.

    Args:
        name: the condition's.
    """

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class _NobodyActsError(Exception):
    """The context found nobody who may act."""


class RawJson(Loader):
    """JSON made by the database goes to the client as it is."""

    def load(self, data: Buffer) -> bytes:
        """Return the text of a json value, in UTF-8."""
        return bytes(data)


class Database:
    """The pool of the API's connections and what runs on them."""

    def __init__(self, settings: Settings, metrics: Metrics) -> None:
        self._metrics = metrics
        self._checks: set[asyncio.Task[None]] = set()
        self._conninfo = conninfo(settings)
        self._pool: AsyncConnectionPool[Connection] = AsyncConnectionPool(
            self._conninfo,
            connection_class=Connection,
            kwargs={"autocommit": True, "prepare_threshold": PREPARE_AT_ONCE},
            min_size=settings.pool_min_size,
            max_size=settings.pool_max_size,
            timeout=POOL_TIMEOUT_SECONDS,
            reconnect_timeout=RECONNECT_SECONDS,
            max_lifetime=MAX_LIFETIME_SECONDS,
            configure=_configure,
            name="api",
            open=False,
        )
        # Readiness asks on a connection of its own: a pool that is busy is no reason to be taken
        # out of service.
        self._probe: AsyncConnectionPool[Connection] = AsyncConnectionPool(
            self._conninfo,
            connection_class=Connection,
            kwargs={"autocommit": True},
            min_size=0,
            max_size=1,
            timeout=POOL_TIMEOUT_SECONDS,
            reconnect_timeout=RECONNECT_SECONDS,
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

    async def query(self, statement: str, parameters: Parameters | None = None) -> list[Row]:
        """Run one SELECT over all hotels and return its rows: where is there work?"""
        return await self.read(DISPATCHER, statement, parameters or {})

    async def find(self, statement: str, parameters: Parameters) -> list[Row]:
        """Run one statement that finds out who calls, before anybody acts, and return its rows."""
        async with self._connection() as connection:
            cursor = await connection.execute(statement, parameters)
            return await cursor.fetchall()

    async def probe(self, statement: str) -> list[Row]:
        """Run one SELECT beside the pool and return its rows: does the database answer at all?"""
        try:
            async with self._probe.connection() as connection, connection.transaction():
                await connection.execute(contexts.AS_DISPATCHER)
                cursor = await connection.execute(statement)
                return await cursor.fetchall()
        except PoolTimeout as error:
            raise problems.ProblemError("database-unavailable") from error

    async def connect(self) -> Connection:
        """Open a connection that is not of the pool, for one who keeps it; the caller closes it."""
        connection = await Connection.connect(
            self._conninfo, autocommit=True, prepare_threshold=PREPARE_AT_ONCE
        )
        await _configure(connection)
        return connection

    async def read(self, context: Context, statement: str, parameters: Parameters) -> list[Row]:
        """Run one SELECT of a hotel and return its rows.

        Raises:
            ProblemError: nobody may act so.
        """
        (rows,) = await self._read(BEGIN_READ_ONLY, context, (statement,), parameters)
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
            ProblemError: nobody may act so; nothing was written.
        """
        prepared, rows = await self._read(BEGIN, context, (preparation, statement), parameters)
        return prepared, rows

    async def _read(
        self, opening: bytes, context: Context, statements: Sequence[str], parameters: Parameters
    ) -> list[list[Row]]:
        # Reading twice does no harm, so a connection lost on the way is tried again too.
        return await self._repeated(
            context,
            lambda: self._transaction(opening, context, statements, parameters, (COMMIT,)),
            even_lost=True,
        )

    async def write(
        self,
        context: Context,
        write: Write,
        parameters: Parameters,
        *,
        dry_run: bool = False,
        conditions: Sequence[Condition] = (),
        keeping: Callable[[Row], Kept | None] | None = None,
    ) -> Row | None:
        """Run one change in one transaction and return its row, None when nothing was found.

        Args:
            context: who acts.
            write: the change.
            parameters: of its statements.
            dry_run: run everything, deferred constraints included, and roll it back.
            conditions: what must hold before it.
            keeping: told the row, says what is written along with the change. This takes a second
                round trip before the COMMIT.

        Raises:
            ProblemError: nobody may act so; nothing was written.
            ConditionError: a condition does not hold; nothing was written.
            psycopg.Error: the database refused; nothing was written. A lost connection leaves it
                open whether the COMMIT arrived, so the change is not repeated.
        """
        statements = [text for text in (write.lock, write.statement, write.result) if text]
        closing = (JUDGE, ROLLBACK) if dry_run else (COMMIT,)

        def row_of(found: list[list[Row]]) -> Row | None:
            written = found[1] if write.lock else found[0]
            return found[-1][0] if written else None

        def finish(found: list[list[Row]]) -> Kept | None:
            row = row_of(found)
            return keeping(row) if keeping is not None and row is not None else None

        found = await self._repeated(
            context,
            lambda: self._transaction(
                BEGIN,
                context,
                statements,
                parameters,
                closing,
                conditions,
                finish if keeping is not None else None,
            ),
        )
        return row_of(found)

    async def _repeated(
        self,
        context: Context,
        transaction: Callable[[], Awaitable[list[list[Row]]]],
        even_lost: bool = False,
    ) -> list[list[Row]]:
        """Run a transaction, again after a failure that passes; return what it returns.

        Args:
            context: whose it is.
            transaction: runs it from the beginning.
            even_lost: also after its connection was lost, when nobody knows whether it committed.
        """
        attempt = 0
        while True:
            attempt += 1
            try:
                return await transaction()
            except OperationalError as error:
                if not await self._may_repeat(
                    error, attempt, also=even_lost and problems.is_lost(error)
                ):
                    raise
            except FeatureNotSupported:
                # Of a statement whose columns a migration has changed since it was prepared. The
                # session is closed by now; each that is as old has its turn.
                if attempt > self._pool.max_size:
                    raise
            except _NobodyActsError as error:
                raise await self._why_not(context) from error

    async def _transaction(
        self,
        opening: bytes,
        context: Context,
        statements: Sequence[str],
        parameters: Parameters,
        closing: Sequence[bytes],
        conditions: Sequence[Condition] = (),
        finish: Callable[[list[list[Row]]], Kept | None] | None = None,
    ) -> list[list[Row]]:
        """Send a whole transaction at once and return the rows of each statement.

        With `finish`, which is told the rows and says what is written last, it is sent in two
        parts. The first statement that fails raises, after the transaction was rolled back.
        """
        async with self._connection() as connection:
            acting = connection.cursor()
            tested: list[tuple[Condition, AsyncCursor[Row]]] = []

            async def run(statement: str, values: Parameters) -> AsyncCursor[Row]:
                return await connection.execute(planned_for(context.acts_as, statement), values)

            with _what_divided_by_zero(acting, tested):
                async with at_once(connection) as pipeline:
                    pipeline.control(opening)
                    await acting.execute(context.statement, context.parameters)
                    for each in conditions:
                        if each.lock is not None:
                            await run(each.lock, each.parameters)
                        tested.append((each, await run(each.statement, each.parameters)))
                    cursors = [await run(text, parameters) for text in statements]
                    for command in closing if finish is None else ():
                        pipeline.control(command)
            found = [await cursor.fetchall() for cursor in cursors]
            if finish is not None:
                last = finish(found)
                async with at_once(connection) as pipeline:
                    if last is not None:
                        await run(*last)
                    for command in closing:
                        pipeline.control(command)
            return found

    async def _why_not(self, context: Context) -> problems.ProblemError:
        """Return why nobody may act in a context."""
        if context.why_not is None or context.refusal is None:
            return problems.ProblemError("hotel-not-found")
        rows = await self.find(context.why_not, context.parameters)
        return context.refusal(rows[0] if rows else None)

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
            except FeatureNotSupported:
                await borrowed.close()
                raise
            finally:
                if borrowed.closed:
                    # Whatever cut this one has cut the others: find out now, not one by one. Where
                    # it fell silent instead, so have they, and would never answer the question.
                    renewed = self._pool.drain() if borrowed.fell_silent else self._pool.check()
                    check = asyncio.create_task(renewed)
                    self._checks.add(check)
                    check.add_done_callback(self._checks.discard)
                elif borrowed.info.transaction_status != TransactionStatus.IDLE:
                    async with at_once(borrowed) as pipeline:
                        pipeline.control(ROLLBACK)
        finally:
            self._in_use -= 1
            await self._pool.putconn(borrowed)


DISPATCHER = Context(contexts.AS_DISPATCHER, {}, "hotelmate_dispatcher")


@lru_cache(maxsize=4096)
def planned_for(role: str, statement: str) -> str:
    """Return a statement that the roles of one session do not share."""
    return f"{statement}\n-- as {role}"


@contextmanager
def _what_divided_by_zero(
    acting: AsyncCursor[Row], tested: Sequence[tuple[Condition, AsyncCursor[Row]]]
) -> Iterator[None]:
    """Raise what a division by zero means: the first statement without an answer divided.

    Raises:
        _NobodyActsError: the context's.
        ConditionError: a condition's.
        DivisionByZero: that of the change itself.
    """
    try:
        yield
    except DivisionByZero as error:
        if acting.rowcount < 1:
            raise _NobodyActsError from error
        for condition, cursor in tested:
            if cursor.rowcount < 1:
                raise ConditionError(condition.name) from error
        raise


def conninfo(settings: Settings) -> str:
    """Return the connection string of the API with everything its sessions start with."""
    session = {
        **SESSION,
        "statement_timeout": str(settings.statement_timeout_ms),
        "transaction_timeout": str(settings.request_timeout_seconds * 1000),
    }
    options = " ".join(f"-c {name}={value}" for name, value in session.items())
    given = conninfo_to_dict(settings.api_url).get("options")
    return make_conninfo(
        settings.api_url,
        options=f"{given or ''} {options}".strip(),
        application_name="hotelmate-api",
        connect_timeout=5,
        # Else the kernel waits a quarter of an hour for a server that vanished.
        keepalives_idle=10,
        keepalives_interval=5,
        keepalives_count=3,
        tcp_user_timeout=25_000,
    )


async def _configure(connection: Connection) -> None:
    connection.adapters.register_loader("json", RawJson)
    # Each role has its own.
    connection.prepared_max = PREPARED_MAX
