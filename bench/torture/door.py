"""A session of the owner that tries writes, and tells what became of each.

Mostly each write of a transaction has a savepoint of its own: one that is refused takes no other
with it. What deferred keys refuse at COMMIT takes the whole transaction, and so does any refusal
where writes belong together.
"""

import random
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import psycopg
from psycopg.pq import TransactionStatus

from bench.torture.count import PROVOKED, Count
from bench.torture.provocations import Provocation
from bench.torture.writes import Write

STATEMENT_TIMEOUT = "60s"
# Refusals that name no rule: the value cannot be stored, the column is generated, or a key is
# longer than an index can hold.
UNSTORABLE = ("22", "428C9", "54000")
# Refusals of PostgreSQL's own: a session that has chosen one hotel writes of another; a statement
# of several writes changes what its own triggers have changed.
NAMELESS = {"42501": "row-level security", "27000": "changed by its own triggers"}
# In favour of another session; to try again is not what is asked here.
GAVE_WAY = ("40001", "40P01", "55P03")
TELLINGS = 3
# Most people never change it; who does must not break anything either.
LEVELS = (*("READ COMMITTED",) * 8, "REPEATABLE READ", "SERIALIZABLE")


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
        with self._transaction(settings):
            for write in writes:
                if self._took_effect(write):
                    taken.append(write)

    @contextmanager
    def _transaction(self, settings: Sequence[str]) -> Iterator[None]:
        """Begin, and commit unless something is raised."""
        # What needs no answer goes with what does: a round trip costs as much as most writes.
        begin = f"BEGIN ISOLATION LEVEL {self._chance.choice(LEVELS)}"
        try:
            self.connection.execute("; ".join([begin, *settings]).encode())
            yield
            self.connection.execute("COMMIT")
        finally:
            if self.connection.info.transaction_status != TransactionStatus.IDLE:
                self.connection.execute("ROLLBACK")

    def whole(self, writes: Sequence[Write], settings: Sequence[str] = ()) -> bool:
        """Try writes that belong together: the first refusal ends the transaction.

        What comes after it is not tried, and what was before it counts as refused by the same name.

        Returns:
            Whether something was committed.
        """
        self.committed = []
        taken: list[Write] = []
        try:
            with self._transaction(settings):
                for write in writes:
                    self.count.tried += 1
                    taken.append(write)
                    if not self._touched(write):
                        taken.pop()
        except psycopg.Error as error:
            for write in taken:
                self._refused(write, error)
            return False
        if taken:
            self.count.committed.update(write.table for write in taken)
            self.committed = [*settings, *(write.statement for write in taken)]
        return bool(taken)

    def step(self, writes: Sequence[Write]) -> bool:
        """Run writes that are one step, all or none; return whether they changed anything."""
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
        # What says why, before the writes, finds a row always.
        return any(
            found
            for found, write in zip(touched, writes, strict=True)
            if not write.statement.startswith("SELECT")
        )

    def provoke(self, provocation: Provocation) -> None:
        """Tell a short story to its end, and take it back.

        Whoever writes meanwhile may make legal what was not: it is a fault if that happens always.
        """
        self.committed = []
        for _ in range(TELLINGS):
            self.count.tried += 1
            try:
                touched = self._told(provocation)
            except psycopg.Error as error:
                self._refused(Write(PROVOKED, provocation.illegal), error)
                return
            if not touched:
                self.count.missed += 1
                return
            self.count.let_pass[provocation.rule] += 1
        self.count.fault(f"{provocation.rule} let pass", provocation.illegal)

    def _told(self, provocation: Provocation) -> int:
        """Tell a story once; return how many rows its last statement touched."""
        with self.connection.transaction(force_rollback=True):
            for statement in provocation.before:
                self.connection.execute(statement.encode())
            touched = self.connection.execute(provocation.illegal.encode()).rowcount
            self.connection.execute("SET CONSTRAINTS ALL IMMEDIATE")
        return touched

    def _touched(self, write: Write) -> bool:
        """Run a statement; return whether it touched a row."""
        return self._noted(self.connection.execute(write.statement.encode()).rowcount)

    def _took_effect(self, write: Write) -> bool:
        try:
            cursor = self.connection.execute(f"SAVEPOINT before; {write.statement}".encode())
            cursor.nextset()
            return self._noted(cursor.rowcount)
        except psycopg.Error as error:
            if self.connection.broken:
                raise
            self.connection.execute("ROLLBACK TO before")
            self._refused(write, error)
            return False

    def _noted(self, touched: int) -> bool:
        """Count a write that found nothing to change; return whether it found something."""
        if not touched:
            self.count.missed += 1
        return touched > 0

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
        elif state in NAMELESS:
            name = diagnosis.constraint_name or NAMELESS[state]
            self.count.refused[name, write.table] += 1
        elif state in GAVE_WAY:
            self.count.gave_way += 1
        else:
            said = f"{state} {diagnosis.message_primary or error}"
            self.count.fault(said, write.statement)
