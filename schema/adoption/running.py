"""Takes the steps of a plan on a database in use, so that nobody waits for longer than agreed.

A statement that waits for a strong lock makes everybody wait who comes after it. So it gives up
after the lock timeout, lets them through, and comes again after a pause; pauses grow. A step that
only waits beside others (CREATE INDEX CONCURRENTLY, for older transactions to end) may take longer.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

import psycopg
from psycopg import errors, sql

from schema.adoption.parts import SEARCH_PATH
from schema.adoption.plan import Step, Task

# Not the lock of migrations: one of those that waits for it has a snapshot, for whose end CREATE
# INDEX CONCURRENTLY would wait. One run that finds this lock taken gives up instead of waiting.
LOCK = "SELECT pg_try_advisory_lock(hashtext('hotelmate.adoption'))"
UNLOCK = "SELECT pg_advisory_unlock(hashtext('hotelmate.adoption'))"
# PostgreSQL validates a foreign key over the rows that policies show to whoever asks.
EVERY_HOTEL = "SET hotelmate.hotel_id = ''"
AGAIN = (errors.LockNotAvailable, errors.DeadlockDetected)
# No other step would fare better.
HOPELESS = (errors.InsufficientPrivilege, errors.ReadOnlySqlTransaction)
BROKEN = (
    errors.CheckViolation,
    errors.ForeignKeyViolation,
    errors.NotNullViolation,
    errors.UniqueViolation,
)
HOLDERS = """
SELECT DISTINCT
    format(
        'session %%s%%s, %%s, in its transaction since %%s',
        session.pid,
        ' (' || nullif(session.application_name, '') || ')',
        session.state,
        to_char(session.xact_start, 'HH24:MI:SS')
    )
FROM pg_catalog.pg_locks AS held
INNER JOIN pg_catalog.pg_stat_activity AS session ON held.pid = session.pid
WHERE held.granted AND held.relation = to_regclass(%s) AND session.pid <> pg_backend_pid()
ORDER BY 1
"""


class Pace(NamedTuple):
    """How long others may be kept waiting, and how often a step is tried.

    Attributes:
        lock_seconds: how long a step waits for a lock for which others would queue behind it.
        attempts: how often a step is tried before it is left for another run.
        first_pause, longest_pause: seconds between attempts; each pause is twice the one before.
        transaction_seconds: how long an index waits for older transactions, which stops nobody.
    """

    lock_seconds: float = 2
    attempts: int = 10
    first_pause: float = 1
    longest_pause: float = 30
    transaction_seconds: float = 600

    def pauses(self) -> Iterator[float]:
        """Yield the pauses between attempts: one less than there are attempts."""
        for number in range(self.attempts - 1):
            yield min(self.first_pause * 2**number, self.longest_pause)


class Left(NamedTuple):
    """A part that the run could not bring in, or not validate.

    Attributes:
        task: what was planned for it.
        reason: a sentence.
        broken: whether rows break it.
        is_begun: whether some of it was added: a constraint for new rows, the index of a key.
    """

    task: Task
    reason: str
    broken: bool = False
    is_begun: bool = False


class Busy(RuntimeError):
    """Another run is adopting this database."""


class Run:
    """One run over a plan.

    Args:
        connection: of the schema's owner, in autocommit.
        pace: how long others may be kept waiting.
        pause: waits for so many seconds.
        tell: is given a line for each step and each wait.
    """

    def __init__(
        self,
        connection: psycopg.Connection[Any],
        pace: Pace,
        pause: Callable[[float], object],
        tell: Callable[[str], object],
    ) -> None:
        self._connection = connection
        self._pace = pace
        self._pause = pause
        self._tell = tell

    def take(self, tasks: Iterable[Task]) -> list[Left]:
        """Take all steps and return what is left; a part that fails does not stop the others.

        Raises:
            Busy: when another run has the database.
        """
        if not self._connection.execute(LOCK).fetchall()[0][0]:
            raise Busy("another `hotelmate adopt` is at work on this database")
        try:
            self._connection.execute(SEARCH_PATH)
            self._connection.execute(EVERY_HOTEL)
            return [left for task in tasks if (left := self._finish(task))]
        finally:
            if not self._connection.closed:
                self._connection.execute(UNLOCK)

    def _finish(self, task: Task) -> Left | None:
        if task.differs:
            return Left(task, "is not defined as the migrations define it; it is left alone")
        is_begun = False
        for step in task.steps:
            try:
                self._attempt(task, step)
                is_begun = is_begun or step.adds
            except errors.OperationalError as error:
                # Among these are lock timeouts and deadlocks; a lost server ends the run.
                if self._connection.closed or not isinstance(error, (*AGAIN, errors.QueryCanceled)):
                    raise
                return Left(task, self._why_not(task, step, error), is_begun=is_begun)
            except BROKEN as error:
                return Left(task, _first_line(error), broken=True, is_begun=is_begun)
            except HOPELESS:
                raise
            except psycopg.DatabaseError as error:
                return Left(task, _first_line(error), is_begun=is_begun)
        return None

    def _attempt(self, task: Task, step: Step) -> None:
        """Run a step, again and again where it finds a lock taken.

        Raises:
            psycopg.Error: of the last attempt; nothing of it is left in the database.
        """
        pauses = self._pace.pauses()
        while True:
            try:
                self._run(step)
            except psycopg.DatabaseError as error:
                # What had the name already is not this step's, and may be at work elsewhere.
                is_ours = not isinstance(error, errors.DuplicateTable)
                if step.cleanup and is_ours and not self._connection.closed:
                    self._clean_up(step.cleanup)
                seconds = next(pauses, None)
                if not isinstance(error, AGAIN) or seconds is None:
                    raise
                self._tell(f"    {self._holders(task)}; again in {seconds:g} s")
                self._pause(seconds)
            else:
                self._tell(step.sql)
                return

    def _run(self, step: Step) -> None:
        seconds = self._pace.lock_seconds
        wait = self._pace.transaction_seconds if step.waits_for_transactions else seconds
        self._set("lock_timeout", wait)
        # What writers wait for is over in no time, or it is given up; some steps take two tables.
        self._set("statement_timeout", seconds * 2 if step.stops_writers else 0)
        try:
            self._connection.execute(step.sql.encode())
        finally:
            # Whatever else is asked afterwards stops nobody.
            if not self._connection.closed:
                self._set("statement_timeout", 0)

    def _set(self, name: str, seconds: float) -> None:
        setting = sql.SQL("SET {} = {}").format(sql.Identifier(name), f"{int(seconds * 1000)}ms")
        self._connection.execute(setting)

    def _clean_up(self, statement: str) -> None:
        """Take away what a failed step left; what cannot be, the next run takes away."""
        try:
            self._connection.execute(statement.encode())
        except AGAIN:
            self._tell(f"    {statement} has to wait; the next run does it")

    def _why_not(self, task: Task, step: Step, error: psycopg.Error) -> str:
        if isinstance(error, errors.QueryCanceled):
            return f"takes longer than writers may wait: run it in a quiet hour: {step.sql};"
        return f"found its locks taken {self._pace.attempts} times: {self._holders(task)}"

    def _holders(self, task: Task) -> str:
        found = self._connection.execute(HOLDERS, (task.part.owner,)).fetchall()
        names = "; ".join(name for (name,) in found)
        return f"{task.part.owner} is used by {names or 'sessions that have ended meanwhile'}"


def _first_line(error: psycopg.Error) -> str:
    said = error.diag.message_primary or str(error)
    return f"{said} ({error.diag.message_detail})" if error.diag.message_detail else said
