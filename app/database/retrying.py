"""A transaction is run again after a failure that passes: a bounded number of times."""

import asyncio
import random

from psycopg import OperationalError
from psycopg.errors import FeatureNotSupported

from app import problems
from app.database.connection import Row
from app.database.context import Context
from app.database.pool import Pool
from app.database.transaction import NobodyActsError, Transaction, run
from app.metrics import Metrics

ATTEMPTS = 3
# Full jitter up to this, doubled with each attempt: two that deadlocked do not meet again.
FIRST_PAUSE_SECONDS = 0.01


class Retrying:
    """Runs transactions on connections of a pool, again where that helps.

    Args:
        pool: lends the connections.
        metrics: has the failures that pass counted.
    """

    def __init__(self, pool: Pool, metrics: Metrics) -> None:
        self._pool = pool
        self._metrics = metrics

    async def run(self, transaction: Transaction, *, even_lost: bool = False) -> list[list[Row]]:
        """Run a transaction and return the rows of each of its statements.

        Args:
            transaction: what is run.
            even_lost: run it again also after its connection was lost, when nobody knows whether it
                committed.

        Raises:
            ProblemError: nobody may act so, or there is no connection; nothing was written.
            ConditionError: a condition does not hold; nothing was written.
            psycopg.Error: the database refused, or failed once too often.
        """
        attempt = 0
        while True:
            attempt += 1
            try:
                async with self._pool.borrowed() as connection:
                    return await run(transaction, connection)
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
            except NobodyActsError as error:
                raise await self._why_not(transaction.context) from error

    async def _may_repeat(self, error: OperationalError, attempt: int, also: bool) -> bool:
        """Count a passing failure, wait a little, and say whether to try once more."""
        passing = problems.passing(error)
        if passing is not None:
            self._metrics.passing_failures.labels(passing).inc()
        if attempt >= ATTEMPTS or not (problems.is_worth_repeating(error) or also):
            return False
        await asyncio.sleep(random.uniform(0, FIRST_PAUSE_SECONDS * 2**attempt))
        return True

    async def _why_not(self, context: Context) -> problems.ProblemError:
        """Return why nobody may act in a context."""
        if context.why_not is None or context.refusal is None:
            return problems.ProblemError("hotel-not-found")
        async with self._pool.borrowed() as connection:
            cursor = await connection.execute(context.why_not, context.parameters)
            return context.refusal(await cursor.fetchone())
