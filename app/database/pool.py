"""The connections that the API keeps, how one is lent, and what becomes of those that were cut."""

import asyncio
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from typing import Any

from psycopg.errors import FeatureNotSupported, OperationalError
from psycopg.pq import TransactionStatus
from psycopg_pool import AsyncConnectionPool, PoolTimeout
from psycopg_pool.pool_async import ReturnConnection

from app.database.at_once import at_once
from app.database.connection import PREPARE_AT_ONCE, Connection, configure
from app.database.transaction import ROLLBACK
from app.problems import ProblemError

# How long a request waits for a connection before it is answered 503.
POOL_TIMEOUT_SECONDS = 3.0
# How long one connection that could not be made is tried again, ever more rarely. After that the
# next request tries anew: a database that was away for long is not waited for as long once more.
RECONNECT_SECONDS = 2.0
# PostgreSQL ends a transaction whose time is over; what has no answer so long after that gets none.
GRACE_SECONDS = 5.0
# A new session now and then lets go of whatever the old one had piled up.
MAX_LIFETIME_SECONDS = 900.0
# A server that is there answers whether a connection works at once, however busy it is.
ANSWER_SECONDS = 3.0


class WholePool(AsyncConnectionPool[Connection]):
    """A pool to which each connection comes back, also from who is cancelled while giving it back.

    Before Python 3.12 who begins to wait for a connection holds a lock for a turn of the loop, in
    which others wait to give theirs back (`asyncio.wait_for` lets go of it in a task of its own).
    What one of them has in hand who is cancelled then would count as lent until the process ends.
    """

    async def putconn(self, conn: Connection) -> None:
        """Take a connection back."""
        try:
            await super().putconn(conn)
        except asyncio.CancelledError:
            # Nothing is awaited once somebody has it: it is in nobody's hands.
            self.run_task(ReturnConnection(self, conn, from_getconn=False))
            raise


class Pool(WholePool):
    """The connections of the API's requests.

    Args:
        conninfo: what each connects with.
        min_size: how many are kept open.
        max_size: how many there are at most.
        seconds: how long a transaction may take; 0 is any time.
    """

    def __init__(self, conninfo: str, *, min_size: int, max_size: int, seconds: float) -> None:
        super().__init__(
            conninfo,
            connection_class=Connection,
            kwargs={"autocommit": True, "prepare_threshold": PREPARE_AT_ONCE},
            min_size=min_size,
            max_size=max_size,
            timeout=POOL_TIMEOUT_SECONDS,
            reconnect_timeout=RECONNECT_SECONDS,
            max_lifetime=MAX_LIFETIME_SECONDS,
            configure=self._prepare,
            name="api",
            open=False,
        )
        self._patience = seconds + GRACE_SECONDS if seconds else None
        self._lent = 0
        self._has_silent = False
        self._renewals: set[asyncio.Task[None]] = set()

    @asynccontextmanager
    async def borrowed(self) -> AsyncIterator[Connection]:
        """Borrow a connection for one transaction.

        A request is given up before; what works in the background has nobody else who gives it up.

        Raises:
            PoolTimeout: all were in use for too long; nothing was sent.
            ProblemError: none could be made, or the server fell silent.
        """
        try:
            connection = await self.getconn()
        except PoolTimeout as error:
            if self._lent:
                raise
            raise ProblemError("database-unavailable") from error
        self._lent += 1
        try:
            try:
                async with asyncio.timeout(self._patience) as limit:
                    yield connection
            except TimeoutError as error:
                if not limit.expired():
                    raise
                raise ProblemError("database-unavailable") from error
            except FeatureNotSupported:
                await connection.close()
                raise
            finally:
                if connection.closed:
                    self._renew(connection)
                elif connection.info.transaction_status != TransactionStatus.IDLE:
                    async with at_once(connection) as pipeline:
                        pipeline.control(ROLLBACK)
        finally:
            self._lent -= 1
            await self.putconn(connection)

    async def check(self) -> None:
        """Ask each idle connection whether it works, and replace those that do not."""
        self._has_silent = False
        await super().check()

    async def check_connection(self, conn: Connection) -> None:  # type: ignore[override]
        """Find out whether a connection works.

        The limit is of each, because a check of all goes on with the next when it is cancelled.
        Where one fell silent, so have the others: they are not waited for one after the other.

        Raises:
            OperationalError: it does not work.
            TimeoutError: its server fell silent.
        """
        if self._has_silent:
            await conn.close()
            raise OperationalError("the server of another connection fell silent")
        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                await super().check_connection(conn)
        except TimeoutError:
            self._has_silent = True
            await conn.close()
            raise

    async def _prepare(self, connection: Connection) -> None:
        await configure(connection)
        connection.when_given_up = self._ask_idle

    def _ask_idle(self) -> None:
        # It is seconds before the one that was given up is known to be silent. Nobody is to borrow
        # another such meanwhile, and wait for it as long again.
        if not self._renewals:
            self._start(self.check())

    def _renew(self, cut: Connection) -> None:
        # Whatever cut this one has cut the others: find out now, not one by one. Where it fell
        # silent instead, so have they, and would never answer the question.
        self._start(self.drain() if cut.fell_silent else self.check())

    def _start(self, renewing: Coroutine[Any, Any, None]) -> None:
        renewal = asyncio.create_task(renewing)
        self._renewals.add(renewal)
        renewal.add_done_callback(self._renewals.discard)


def probe_pool(conninfo: str) -> WholePool:
    """Return the pool that readiness asks on, of one connection, which no request borrows.

    That requests keep their pool busy is no reason to be taken out of service.
    """
    return WholePool(
        conninfo,
        connection_class=Connection,
        kwargs={"autocommit": True},
        min_size=0,
        max_size=1,
        timeout=POOL_TIMEOUT_SECONDS,
        reconnect_timeout=RECONNECT_SECONDS,
        check=WholePool.check_connection,
        name="readiness",
        open=False,
    )
