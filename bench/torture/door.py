"""A session of the owner that tries writes, and tells what became of each.

Each write of a transaction has a savepoint of its own: one that is refused takes no other with it.
What deferred keys refuse at COMMIT takes the whole transaction.
"""

import random
from collections.abc import Sequence
from typing import Any

import psycopg

from bench.torture.count import Count
from bench.torture.writes import Write

STATEMENT_TIMEOUT = "60s"
# Refusals that name no rule: the value cannot be stored, the column is generated, or a key is
# longer than an index can hold.
UNSTORABLE = ("22", "428C9", "54000")
# A session that has chosen one hotel writes of another.
ROW_SECURITY = "42501"
# In favour of another session; to try again is not what is asked here.
GAVE_WAY = ("40001", "40P01", "55P03")
# Most people never change it; who does must not break anything either.
LEVELS = (
    *(psycopg.IsolationLevel.READ_COMMITTED,) * 8,
    psycopg.IsolationLevel.REPEATABLE_READ,
    psycopg.IsolationLevel.SERIALIZABLE,
)


class Door:
    """One session of the owner.

    Attributes:
        count: what became of all writes.
        committed: the statements of the last transaction, as far as they took effect.
    """

    def __init__(self, database_url: str, chance: random.Random) -> None:
        self.connection: psycopg.Connection[Any] = psycopg.connect(database_url, autocommit=True)
        self.connection.execute(f"SET statement_timeout = '{STATEMENT_TIMEOUT}'")
        self._chance = chance
        self.count = Count()
        self.committed: list[str] = []

    def close(self) -> None:
        """End the session."""
        self.connection.close()

    def attempt(self, writes: Sequence[Write], settings: Sequence[str] = ()) -> bool:
        """Try writes in one transaction; return whether something was committed."""
        self.committed = []
        self.count.tried += len(writes)
        taken: list[Write] = []
        try:
            if len(writes) == 1 and not settings:
                # Most are alone, and to ask for a transaction would take longer than they do.
                taken = [write for write in writes if self._touched(write)]
            else:
                self._together(writes, settings, taken)
        except psycopg.Error as error:
            # All that had taken effect is lost; one name stands for it.
            for write in taken or writes[:1]:
                self._refused(write, error)
            return False
        if taken:
            self.count.committed.update(write.table for write in taken)
            self.committed = [*settings, *(write.statement for write in taken)]
        return bool(taken)

    def _together(
        self, writes: Sequence[Write], settings: Sequence[str], taken: list[Write]
    ) -> None:
        """Run a transaction; note in `taken` which of its writes took effect."""
        self.connection.isolation_level = self._chance.choice(LEVELS)
        try:
            with self.connection.transaction():
                for setting in settings:
                    self.connection.execute(setting.encode())
                for write in writes:
                    if self._took_effect(write):
                        taken.append(write)
        finally:
            self.connection.isolation_level = None

    def step(self, writes: Sequence[Write]) -> bool:
        """Run writes that are one step, all or none; return whether they were committed."""
        self.committed = []
        self.count.tried += len(writes)
        try:
            with self.connection.transaction():
                touched = [self._touched(write) for write in writes]
        except psycopg.Error as error:
            for write in writes:
                self._refused(write, error)
            return False
        self.count.committed.update(write.table for write in writes)
        self.committed = [write.statement for write in writes]
        return touched[-1]

    def _touched(self, write: Write) -> bool:
        """Run a statement; return whether it touched a row."""
        touched = self.connection.execute(write.statement.encode()).rowcount
        if not touched:
            self.count.missed += 1
        return touched > 0

    def _took_effect(self, write: Write) -> bool:
        try:
            with self.connection.transaction():
                return self._touched(write)
        except psycopg.Error as error:
            if self.connection.broken:
                raise
            self._refused(write, error)
            return False

    def _refused(self, write: Write, error: psycopg.Error) -> None:
        """Count a refusal: by a rule, by a type, in favour of another, or as a fault."""
        state, diagnosis = error.sqlstate or "", error.diag
        if state == psycopg.errors.NotNullViolation.sqlstate:
            name = f"not null {diagnosis.table_name}.{diagnosis.column_name}"
            self.count.refused[name, write.table] += 1
        elif state.startswith("23") and diagnosis.constraint_name:
            self.count.refused[diagnosis.constraint_name, write.table] += 1
        elif state.startswith(UNSTORABLE):
            self.count.unstorable += 1
        elif state == ROW_SECURITY:
            self.count.refused["row-level security", write.table] += 1
        elif state in GAVE_WAY:
            self.count.gave_way += 1
        else:
            said = f"{state} {diagnosis.message_primary or error}"
            self.count.fault(said, write.statement)
