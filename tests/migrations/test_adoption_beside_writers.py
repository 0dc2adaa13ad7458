"""Adoption beside others at work: whom it makes wait, for how long, and what it does then."""

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from threading import Event

import psycopg
import pytest

from schema.adoption.plan import Step, Task, plan
from schema.adoption.running import Busy, Left, Pace, Run
from schema.adoption.script import wanted
from tests.hotel_builder import HotelBuilder
from tests.migrations.adopting import (
    BY_NAME,
    Connection,
    adopt,
    another,
    drop,
    execute,
    states,
    tasks_of,
)

QUICK = Pace(lock_seconds=0.2, attempts=5)
PATIENCE_SECONDS = 30
# From the weakest to the strongest.
MODES = [
    "AccessShareLock",
    "RowShareLock",
    "RowExclusiveLock",
    "ShareUpdateExclusiveLock",
    "ShareLock",
    "ShareRowExclusiveLock",
    "ExclusiveLock",
    "AccessExclusiveLock",
]
LOCKS_OF = """
SELECT mode FROM pg_locks
WHERE pid = %s AND granted AND relation = to_regclass(%s)
"""
STEPS_IN_A_TRANSACTION = [
    "currency_code_is_iso_4217",
    "room_room_number_not_null",
    "room_number_unique",
    "booking_has_adult",
    "booking_in_house_occupies_room",
]


@pytest.fixture
def connection(clone: str) -> Iterator[Connection]:
    with psycopg.connect(clone, autocommit=True) as opened:
        yield opened


@pytest.fixture
def hotel(connection: Connection) -> HotelBuilder:
    return HotelBuilder(connection)


@pytest.fixture
def thread() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(1) as pool:
        yield pool


def strongest_lock(watcher: Connection, pid: int, table: str) -> str:
    """Return the strongest lock that a session holds on a table, in SQL's words."""
    held = {mode for (mode,) in watcher.execute(LOCKS_OF, (pid, table))}
    if not held:
        return "none"
    camel = max(held, key=MODES.index).removesuffix("Lock")
    return "".join(f" {letter}" if letter.isupper() else letter for letter in camel).strip().upper()


def until_blocked_by(watcher: Connection, waiting: int, holder: int, work: Future[object]) -> None:
    """Return when the server says that one session waits for the other."""
    for _ in range(PATIENCE_SECONDS * 100):
        row = watcher.execute("SELECT %s = ANY (pg_blocking_pids(%s))", (holder, waiting))
        if row.fetchall()[0][0]:
            return
        wait([work], timeout=0.01)
        if work.done():
            work.result()
            pytest.fail("the statement was to wait and did not")
    pytest.fail("the statement does not wait")


@pytest.mark.parametrize("name", STEPS_IN_A_TRANSACTION)
def test_each_step_takes_the_lock_that_the_plan_names(connection: Connection, name: str) -> None:
    part = BY_NAME[name]
    drop(connection, part)
    (task,) = tasks_of(connection)
    table = "hotelmate.payment" if part.kind == "domain check" else part.owner
    for step in task.steps:
        if step.waits_for_transactions:
            execute(connection, step.sql)
            continue
        with connection.transaction():
            execute(connection, "SET LOCAL search_path = ''", step.sql)
            pid = connection.info.backend_pid
            assert strongest_lock(connection, pid, table) == step.lock, step.sql


def test_only_a_domain_is_read_while_writers_wait() -> None:
    kinds = {
        part.kind
        for part, steps, _ in plan(wanted(), [])
        if any(step.reads_table and step.stops_writers for step in steps)
    }
    assert kinds == {"domain check"}


@pytest.mark.parametrize("name", ["booking_has_adult", "booking_in_house_occupies_room"])
def test_a_step_behind_a_long_transaction_lets_writers_through_and_comes_again(
    clone: str, connection: Connection, hotel: HotelBuilder, thread: ThreadPoolExecutor, name: str
) -> None:
    booking, other = hotel.booking(), hotel.booking()
    drop(connection, BY_NAME[name])
    pauses: list[float] = []
    written = Event()
    # It comes as often as it takes a busy machine to write meanwhile.
    tireless = QUICK._replace(attempts=1_000)
    with another(clone) as long, another(clone) as writer, another(clone) as adopter:
        adopter.autocommit = True
        hotel.through(long).update("room_booking", booking, adults=2)

        def pause(seconds: float) -> None:
            pauses.append(seconds)
            if len(pauses) >= 3 and written.is_set():
                long.commit()

        work: Future[object] = thread.submit(adopt, adopter, pace=tireless, pause=pause)
        until_blocked_by(connection, adopter.info.backend_pid, long.info.backend_pid, work)
        # It may come to stand behind the waiting step; far less than this is enough for it.
        execute(writer, "SET LOCAL lock_timeout = '10s'")
        hotel.through(writer).update("room_booking", other, adults=2)
        writer.commit()
        written.set()
        assert work.result(timeout=PATIENCE_SECONDS) == []
    assert pauses[:3] == [1, 2, 4], "pauses grow"
    assert states(connection)[name] == "valid"


def test_a_step_that_never_gets_its_lock_is_left_and_names_who_has_it(
    clone: str, connection: Connection, hotel: HotelBuilder
) -> None:
    booking = hotel.booking()
    drop(connection, BY_NAME["booking_has_adult"], BY_NAME["room_number_unique"])
    with another(clone) as long:
        hotel.through(long).update("room_booking", booking, adults=2)
        (left,) = adopt(connection, pace=QUICK._replace(lock_seconds=0.05))
        assert str(long.info.backend_pid) in left.reason
    assert not left.broken
    # What the step could not wait for is not the limit of what the session does next.
    assert connection.execute("SHOW statement_timeout").fetchall() == [("0",)]
    now = states(connection)
    assert "booking_has_adult" not in now
    assert now["room_number_unique"] == "valid", "what nobody holds is added meanwhile"
    assert adopt(connection) == []


@pytest.mark.parametrize("name", ["booking_has_adult", "booking_in_house_occupies_room"])
def test_others_read_and_write_while_a_constraint_is_validated(
    clone: str, connection: Connection, hotel: HotelBuilder, name: str
) -> None:
    booking = hotel.booking()
    part = BY_NAME[name]
    drop(connection, part)
    execute(connection, part.statements[0])
    with another(clone) as validating, another(clone) as writer:
        execute(validating, part.statements[1])
        # Any wait at all would be refused.
        execute(writer, "SET LOCAL lock_timeout = '1ms'")
        hotel.through(writer).update("room_booking", booking, adults=2)
        hotel.through(writer).room()
        hotel.through(writer).booking()
        assert hotel.through(writer).read("room_booking", booking, "adults") == 2
        writer.commit()
        validating.commit()
    assert states(connection)[name] == "valid"


def test_others_write_while_an_index_waits_for_an_old_transaction(
    clone: str, connection: Connection, hotel: HotelBuilder, thread: ThreadPoolExecutor
) -> None:
    booking, other = hotel.booking(), hotel.booking()
    part = BY_NAME["room_booking_by_arrival"]
    drop(connection, part)
    with another(clone) as old, another(clone) as writer, another(clone) as adopter:
        adopter.autocommit = True
        hotel.through(old).update("room_booking", booking, adults=2)
        work: Future[object] = thread.submit(adopt, adopter, pace=QUICK)
        pid = adopter.info.backend_pid
        until_blocked_by(connection, pid, old.info.backend_pid, work)
        assert strongest_lock(connection, pid, part.owner) == "SHARE UPDATE EXCLUSIVE"
        execute(writer, "SET LOCAL lock_timeout = '1ms'")
        hotel.through(writer).update("room_booking", other, adults=2)
        writer.commit()
        old.commit()
        assert work.result(timeout=PATIENCE_SECONDS) == []
    assert states(connection)[part.name] == "valid"


def test_an_index_that_waits_too_long_leaves_nothing_behind(
    clone: str, connection: Connection, hotel: HotelBuilder
) -> None:
    booking = hotel.booking()
    part = BY_NAME["room_booking_by_arrival"]
    drop(connection, part)
    impatient = QUICK._replace(transaction_seconds=0.05, attempts=2)
    with another(clone) as old:
        hotel.through(old).update("room_booking", booking, adults=2)
        found: list[str | None] = []
        (left,) = adopt(
            connection,
            pace=impatient,
            pause=lambda seconds: found.append(states(connection).get(part.name)),
        )
        assert left.task.part.name == part.name
        old.commit()
    assert adopt(connection) == []
    assert states(connection)[part.name] == "valid"


def test_what_writers_wait_for_is_given_up_when_it_takes_long(connection: Connection) -> None:
    slow = Task(BY_NAME["currency_code_is_iso_4217"], (Step("SELECT pg_sleep(60)", "SHARE"),))
    run = Run(connection, Pace(lock_seconds=0.05), lambda seconds: None, lambda line: None)
    (left,) = run.take([slow])
    assert isinstance(left, Left)
    assert "SELECT pg_sleep(60)" in left.reason


def test_one_run_at_a_time(clone: str, connection: Connection) -> None:
    drop(connection, BY_NAME["booking_has_adult"])
    with psycopg.connect(clone, autocommit=True) as first:
        execute(first, "SELECT pg_advisory_lock(hashtext('hotelmate.adoption'))")
        with pytest.raises(Busy):
            adopt(connection)
    assert "booking_has_adult" not in states(connection)
