"""What the API does with its database: find out who calls, read, write, ask whether it answers."""

from collections.abc import Callable, Sequence

from psycopg_pool import PoolTimeout

from app.database.change import Condition, Kept, Write
from app.database.connection import (
    PREPARE_AT_ONCE,
    Connection,
    Parameters,
    Row,
    configure,
    conninfo,
)
from app.database.context import DISPATCHER, Context
from app.database.pool import Pool, probe_pool
from app.database.retrying import Retrying
from app.database.transaction import (
    BEGIN,
    BEGIN_READ_ONLY,
    COMMIT,
    JUDGE,
    ROLLBACK,
    Transaction,
)
from app.metrics import Metrics
from app.problems import ProblemError
from app.settings import Settings


class Database:
    """The pool of the API's connections and what runs on them."""

    def __init__(self, settings: Settings, metrics: Metrics) -> None:
        self._conninfo = conninfo(settings)
        self._pool = Pool(
            self._conninfo,
            min_size=settings.pool_min_size,
            max_size=settings.pool_max_size,
            seconds=settings.request_timeout_seconds,
        )
        self._probe = probe_pool(self._conninfo)
        self._retrying = Retrying(self._pool, metrics)
        metrics.watch_pool(self._pool.get_stats)

    async def open(self) -> None:
        """Start the pool; a database that is away does not keep the API from starting."""
        await self._pool.open(wait=False)
        await self._probe.open(wait=False)

    async def close(self) -> None:
        """Close every connection."""
        await self._pool.close()
        await self._probe.close()

    async def connect(self) -> Connection:
        """Open a connection that is not of the pool, for one who keeps it; the caller closes it."""
        connection = await Connection.connect(
            self._conninfo, autocommit=True, prepare_threshold=PREPARE_AT_ONCE
        )
        await configure(connection)
        return connection

    async def probe(self, statement: str) -> list[Row]:
        """Run one SELECT beside the pool and return its rows: does the database answer at all?"""
        try:
            async with self._probe.connection() as connection, connection.transaction():
                await connection.execute(DISPATCHER.statement)
                cursor = await connection.execute(statement)
                return await cursor.fetchall()
        except PoolTimeout as error:
            raise ProblemError("database-unavailable") from error

    async def find(self, statement: str, parameters: Parameters) -> list[Row]:
        """Run one statement that finds out who calls, before anybody acts, and return its rows."""
        async with self._pool.borrowed() as connection:
            cursor = await connection.execute(statement, parameters)
            return await cursor.fetchall()

    async def query(self, statement: str, parameters: Parameters | None = None) -> list[Row]:
        """Run one SELECT over all hotels and return its rows: where is there work?"""
        return await self.read(DISPATCHER, statement, parameters or {})

    async def read(self, context: Context, statement: str, parameters: Parameters) -> list[Row]:
        """Run one SELECT of a hotel and return its rows.

        Raises:
            ProblemError: nobody may act so.
        """
        transaction = Transaction(BEGIN_READ_ONLY, context, (statement,), parameters, (COMMIT,))
        # Reading twice does no harm, so a connection lost on the way is tried again too.
        (rows,) = await self._retrying.run(transaction, even_lost=True)
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
        transaction = Transaction(BEGIN, context, (preparation, statement), parameters, (COMMIT,))
        prepared, rows = await self._retrying.run(transaction, even_lost=True)
        return prepared, rows

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

        def row_of(found: list[list[Row]]) -> Row | None:
            written = found[1] if write.lock else found[0]
            return found[-1][0] if written else None

        def finish(found: list[list[Row]]) -> Kept | None:
            row = row_of(found)
            return keeping(row) if keeping is not None and row is not None else None

        transaction = Transaction(
            BEGIN,
            context,
            [text for text in (write.lock, write.statement, write.result) if text],
            parameters,
            (JUDGE, ROLLBACK) if dry_run else (COMMIT,),
            conditions,
            finish if keeping is not None else None,
        )
        return row_of(await self._retrying.run(transaction))
