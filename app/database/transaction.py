"""One transaction: what it consists of, and how it is sent whole, in one network round trip.

BEGIN, the context (who acts, at which hotel), the statements, COMMIT. The COMMIT happens here,
inside the request, so that the deferred constraints are judged before anything is answered.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import msgspec
from psycopg import AsyncCursor
from psycopg.errors import DivisionByZero

from app.database.at_once import at_once
from app.database.change import Condition, ConditionError, Kept
from app.database.connection import Connection, Parameters, Row
from app.database.context import Context, planned_for

BEGIN, BEGIN_READ_ONLY = b"BEGIN", b"BEGIN READ ONLY"
# What is deferred is judged at once: a dry run has no COMMIT.
JUDGE = b"SET CONSTRAINTS ALL IMMEDIATE"
COMMIT, ROLLBACK = b"COMMIT", b"ROLLBACK"


class Transaction(msgspec.Struct, frozen=True):
    """What one transaction consists of.

    Attributes:
        opening: begins it.
        context: who acts.
        statements: run in turn.
        parameters: of the statements.
        closing: judge it and end it.
        conditions: what must hold before the statements.
        finish: told the rows of each statement, says what is written last.
    """

    opening: bytes
    context: Context
    statements: Sequence[str]
    parameters: Parameters
    closing: Sequence[bytes]
    conditions: Sequence[Condition] = ()
    finish: Callable[[list[list[Row]]], Kept | None] | None = None


class NobodyActsError(Exception):
    """The context found nobody who may act."""


async def run(transaction: Transaction, connection: Connection) -> list[list[Row]]:
    """Send a whole transaction at once and return the rows of each statement.

    With `finish` it is sent in two parts. The first statement that fails raises, after the
    transaction was rolled back.

    Raises:
        NobodyActsError: nothing was written.
        ConditionError: a condition does not hold; nothing was written.
    """
    context, closing, finish = transaction.context, transaction.closing, transaction.finish
    acting = connection.cursor()
    tested: list[tuple[Condition, AsyncCursor[Row]]] = []

    async def execute(statement: str, values: Parameters) -> AsyncCursor[Row]:
        return await connection.execute(planned_for(context.acts_as, statement), values)

    with _what_divided_by_zero(acting, tested):
        async with at_once(connection) as pipeline:
            pipeline.control(transaction.opening)
            await acting.execute(context.statement, context.parameters)
            for each in transaction.conditions:
                if each.lock is not None:
                    await execute(each.lock, each.parameters)
                tested.append((each, await execute(each.statement, each.parameters)))
            cursors = [
                await execute(text, transaction.parameters) for text in transaction.statements
            ]
            for command in closing if finish is None else ():
                pipeline.control(command)
    found = [await cursor.fetchall() for cursor in cursors]
    if finish is not None:
        last = finish(found)
        async with at_once(connection) as pipeline:
            if last is not None:
                await execute(*last)
            for command in closing:
                pipeline.control(command)
    return found


@contextmanager
def _what_divided_by_zero(
    acting: AsyncCursor[Row], tested: Sequence[tuple[Condition, AsyncCursor[Row]]]
) -> Iterator[None]:
    """Raise what a division by zero means: the first statement without an answer divided.

    Raises:
        NobodyActsError: the context's.
        ConditionError: a condition's.
        DivisionByZero: that of the change itself.
    """
    try:
        yield
    except DivisionByZero as error:
        if acting.rowcount < 1:
            raise NobodyActsError from error
        for condition, cursor in tested:
            if cursor.rowcount < 1:
                raise ConditionError(condition.name) from error
        raise
