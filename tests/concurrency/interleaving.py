"""Two sessions in a chosen order: one waits for the other's lock, seen in the server, not timed.

A `Side` is one session of a race: a transaction of its own, in which a statement may be started
that waits for a lock. Nothing here sleeps for luck: a statement is known to wait because the server
says which session blocks it.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, as_completed, wait
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import psycopg
import pytest

from tests.hotel_builder import HotelBuilder
from tests.refusal import refused_by

READ_COMMITTED = psycopg.IsolationLevel.READ_COMMITTED
REPEATABLE_READ = psycopg.IsolationLevel.REPEATABLE_READ
BOTH_LEVELS = pytest.mark.parametrize(
    "level", [READ_COMMITTED, REPEATABLE_READ], ids=["read_committed", "repeatable_read"]
)
PATIENCE_SECONDS = 30
POLL_SECONDS = 0.005

Action = Callable[[HotelBuilder], object]


class Side:
    """One session of a race, in a transaction from the first statement to `commit`.

    Attributes:
        hotel: writes the hotel through this session.
        other: the side that it may wait for.
    """

    def __init__(
        self,
        hotel: HotelBuilder,
        connection: psycopg.Connection[Any],
        level: psycopg.IsolationLevel,
        thread: ThreadPoolExecutor,
    ) -> None:
        connection.set_isolation_level(level)
        # Opens the transaction without a snapshot: an action's own block becomes a savepoint in it,
        # and at REPEATABLE READ the first action decides what this side sees.
        connection.execute(f"SET LOCAL lock_timeout = '{PATIENCE_SECONDS}s'")
        self.hotel = hotel.through(connection)
        self.other: Side | None = None
        self._connection = connection
        self._watcher = hotel
        self._thread = thread
        self._waiting: Future[object] | None = None

    def does(self, action: Action) -> None:
        """Run statements that need not wait."""
        action(self.hotel)

    def starts(self, action: Action) -> None:
        """Start a statement that will wait, and return when the server says that it waits."""
        future = self._waiting = self._thread.submit(action, self.hotel)
        for _ in range(int(PATIENCE_SECONDS / POLL_SECONDS)):
            if self._is_blocked():
                return
            wait([future], timeout=POLL_SECONDS)
            if future.done():
                if self._was_in_a_deadlock():
                    return  # it did wait, and was seen only afterwards
                future.result()
                pytest.fail("the statement was to wait for the other side and did not")
        pytest.fail(f"the statement does not wait for a lock after {PATIENCE_SECONDS} s")

    def _was_in_a_deadlock(self) -> bool:
        """Tell whether the server has stopped this side or the other, for they waited mutually."""
        theirs = self.other._waiting if self.other else None
        started = [each for each in (self._waiting, theirs) if each is not None]
        # The survivor may end first: the server releases it before the victim has heard.
        wait(started, timeout=PATIENCE_SECONDS)
        return any(
            each.done() and isinstance(each.exception(), psycopg.errors.DeadlockDetected)
            for each in started
        )

    def finishes(self) -> None:
        """Wait for the started statement; raise what it raised."""
        future, self._waiting = self.started, None
        future.result(timeout=PATIENCE_SECONDS)

    @property
    def started(self) -> Future[object]:
        """The statement that was started and not finished yet."""
        assert self._waiting is not None, "nothing was started"
        return self._waiting

    def commits(self) -> None:
        """Finish what was started, then COMMIT: deferred constraints are judged here."""
        if self._waiting is not None:
            self.finishes()
        self._connection.commit()

    def rolls_back(self) -> None:
        """Give up, whatever happened."""
        self._waiting = None
        self._connection.rollback()

    def _is_blocked(self) -> bool:
        query = "SELECT cardinality(pg_blocking_pids(%s)) > 0"
        return bool(self._watcher.value(query, self._connection.info.backend_pid))

    def close(self) -> None:
        """End the session, whatever it was waiting for."""
        if self._waiting is not None:
            self._connection.cancel_safe()
            wait([self._waiting], timeout=PATIENCE_SECONDS)
        if not self._connection.closed:
            self._connection.rollback()


@contextmanager
def two_sides(
    hotel: HotelBuilder,
    connect: Callable[..., psycopg.Connection[Any]],
    level: psycopg.IsolationLevel = READ_COMMITTED,
) -> Iterator[tuple[Side, Side]]:
    """Open two sessions on a hotel, each with a thread for the statement that waits."""
    with ThreadPoolExecutor(2) as threads:
        first, second = (Side(hotel, connect(autocommit=False), level, threads) for _ in range(2))
        first.other, second.other = second, first
        try:
            yield first, second
        finally:
            first.close()
            second.close()


def second_waits(first: Side, second: Side, winning: Action, losing: Action) -> None:
    """Let the first side act, the second act and wait for it, and the first commit."""
    first.does(winning)
    second.starts(losing)
    first.commits()


@contextmanager
def loses(
    level: psycopg.IsolationLevel, refused: str, *, at_repeatable_read: str | None = None
) -> Iterator[None]:
    """Expect the loser of a race to be refused by name, or told to try again.

    Args:
        level: of the loser's transaction.
        refused: the invariant that refuses at READ COMMITTED, where the loser sees the winner.
        at_repeatable_read: the invariant that refuses there. By default the loser, whose snapshot
            is older than the winner, fails to serialize.
    """
    if level == READ_COMMITTED:
        expected: AbstractContextManager[object] = refused_by(refused)
    elif at_repeatable_read:
        expected = refused_by(at_repeatable_read)
    else:
        expected = pytest.raises(psycopg.errors.SerializationFailure)
    with expected:
        yield


def goes_on(
    side: Side, level: psycopg.IsolationLevel, *, at_repeatable_read: str | None = None
) -> bool:
    """Commit a side that has nothing against the winner; return False where it must try again.

    Args:
        side: that waited.
        level: of its transaction. At READ COMMITTED it goes on from what the winner left, at
            REPEATABLE READ it does not see that.
        at_repeatable_read: the invariant that refuses there; by default it fails to serialize.
    """
    if level == READ_COMMITTED:
        side.commits()
        return True
    with loses(level, "", at_repeatable_read=at_repeatable_read):
        side.commits()
    return False


def one_is_the_victim_of_a_deadlock(one: Side, other: Side) -> Side:
    """Let two sides that wait for each other go on; return the one that the server did not stop.

    What the survivor waited for is released, so it may be refused after all: its commit tells.
    """
    sides = {one.started: one, other.started: other}
    # The survivor may end first: the server releases it before the victim has heard.
    for future in as_completed(sides, timeout=PATIENCE_SECONDS):
        if isinstance(future.exception(), psycopg.errors.DeadlockDetected):
            sides.pop(future).rolls_back()
            (survivor,) = sides.values()
            return survivor
    raise AssertionError("nobody was the victim of a deadlock")
