"""The way in for people at psql: statements in one transaction, as the owner of the schema."""

import random
import time
from collections.abc import Sequence
from typing import Any

import psycopg

from bench.spine.race.tally import Kind, Outcome

TRIES = 6
# Most people never change it; who does must not break anything either.
LEVELS = (
    *(psycopg.IsolationLevel.READ_COMMITTED,) * 8,
    psycopg.IsolationLevel.REPEATABLE_READ,
    psycopg.IsolationLevel.SERIALIZABLE,
)
SHARE_THAT_LINGERS = 0.1
LINGER_SECONDS = 0.01
# Refusals without a constraint's name: the value cannot be stored, or the column is generated.
NAMELESS = ("22", "428C9")


class SqlDoor:
    """One session of the owner."""

    def __init__(self, database_url: str, chance: random.Random) -> None:
        self._connection = psycopg.connect(database_url, autocommit=True)
        self._connection.execute("SET statement_timeout = '60s'")
        self._chance = chance

    def close(self) -> None:
        """End the session."""
        self._connection.close()

    def attempt(self, statements: Sequence[str], parameters: dict[str, object]) -> Outcome:
        """Run the statements as one transaction, again while the server asks for it."""
        deadlocks = conflicts = 0
        for attempt in range(TRIES):
            try:
                touched = self._transaction(statements, parameters)
                kind = Kind.COMMITTED if touched else Kind.MISSED
                return Outcome(kind, deadlocks=deadlocks, conflicts=conflicts)
            except psycopg.errors.DeadlockDetected:
                deadlocks += 1
            except psycopg.errors.SerializationFailure:
                conflicts += 1
            except psycopg.Error as error:
                return _outcome(error, deadlocks, conflicts)
            time.sleep(self._chance.random() * 0.005 * 2**attempt)
        return Outcome(Kind.GAVE_UP, deadlocks=deadlocks, conflicts=conflicts)

    def _transaction(self, statements: Sequence[str], parameters: dict[str, object]) -> int:
        """Return how many rows the last statement touched."""
        self._connection.isolation_level = self._chance.choice(LEVELS)
        touched = 0
        with self._connection.transaction():
            for statement in statements:
                touched = self._execute(statement, parameters)
            if self._chance.random() < SHARE_THAT_LINGERS:
                time.sleep(self._chance.random() * LINGER_SECONDS)
        return touched

    def _execute(self, statement: str, parameters: dict[str, object]) -> int:
        cursor: psycopg.Cursor[Any] = self._connection.execute(statement, parameters)
        return cursor.rowcount


def _outcome(error: psycopg.Error, deadlocks: int, conflicts: int) -> Outcome:
    """Tell a refusal by a rule from a fault."""
    state = error.sqlstate or ""
    diagnosis = error.diag
    if state == psycopg.errors.NotNullViolation.sqlstate:
        name = f"not_null.{diagnosis.table_name}.{diagnosis.column_name}"
    elif state.startswith("23") and diagnosis.constraint_name:
        name = diagnosis.constraint_name
    elif state.startswith(NAMELESS):
        name = type(error).__name__
    else:
        detail = f"{state} {diagnosis.message_primary or error}"
        return Outcome(Kind.UNEXPECTED, detail, deadlocks, conflicts)
    return Outcome(Kind.REFUSED, name, deadlocks, conflicts)
