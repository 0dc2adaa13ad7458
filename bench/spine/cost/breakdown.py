"""Where the time of a check-in and a check-out goes: by trigger, constraint and function.

EXPLAIN (ANALYZE) of an UPDATE says how long each trigger and each immediate foreign key of the
booking took; a trigger's time holds everything that it causes in other tables. Deferred ones run at
COMMIT, where nothing is explained: here each is made to run by a SET CONSTRAINTS of its own. Own
times of functions, from the server's statistics, split the triggers' times further.
"""

import contextlib
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import psycopg
from psycopg import sql

from bench.proof.figures import Figure
from bench.spine.cost.stays import HOTEL_ID

SHARE_OF_WARM_UP = 0.2
LISTED = 14
LISTED_FUNCTIONS = 8

DEFERRED = """
SELECT DISTINCT conname FROM pg_constraint
WHERE condeferred AND connamespace = 'hotelmate'::regnamespace
"""
FUNCTIONS = """
SELECT funcname, sum(self_time) FROM pg_stat_user_functions
WHERE schemaname = 'hotelmate' GROUP BY funcname
"""


def breakdown(connection: psycopg.Connection[Any], booking_ids: Sequence[int]) -> Iterator[Figure]:
    """Play stays one by one and give the time of each part, in microseconds a pair.

    Args:
        booking_ids: bookings that wait for their rooms; the first fifth only warms up.
    """
    connection.execute("SET synchronous_commit = off")
    _count_functions(connection)
    deferred = [name for (name,) in connection.execute(DEFERRED).fetchall()]
    parts: dict[str, float] = defaultdict(float)
    before: dict[str, float] = {}
    warm_up = int(len(booking_ids) * SHARE_OF_WARM_UP)
    for position, booking_id in enumerate(booking_ids):
        if position == warm_up:
            parts.clear()
            before = _own_times(connection)
        for stamp in ("checked_in_at", "checked_out_at"):
            with connection.transaction():
                _explain(connection, stamp, booking_id, parts)
                for name in deferred:
                    _settle(connection, name, parts)
    own = {
        f"function.{name}.own": total - before.get(name, 0.0)
        for name, total in _own_times(connection).items()
    }
    pairs = len(booking_ids) - warm_up
    yield from _largest(parts, LISTED, pairs)
    yield from _largest(own, LISTED_FUNCTIONS, pairs)


def _largest(milliseconds: Mapping[str, float], count: int, pairs: int) -> Iterator[Figure]:
    by_time = sorted(milliseconds.items(), key=lambda part: part[1], reverse=True)
    for name, total in by_time[:count]:
        yield Figure(f"time_in.{name}_us", total / pairs * 1000)


def _count_functions(connection: psycopg.Connection[Any]) -> None:
    """Turn the counting of functions on, which only a superuser may; else none are listed."""
    with contextlib.suppress(psycopg.errors.InsufficientPrivilege):
        connection.execute("SET track_functions = 'all'")


def _own_times(connection: psycopg.Connection[Any]) -> dict[str, float]:
    """Return the milliseconds spent in each function so far, without those that it called."""
    connection.execute("SELECT pg_stat_force_next_flush()")
    return dict(connection.execute(FUNCTIONS).fetchall())


def _explain(
    connection: psycopg.Connection[Any], stamp: str, booking_id: int, parts: dict[str, float]
) -> None:
    """Write one stamp and add up what EXPLAIN says of it, in milliseconds."""
    query = sql.SQL(
        "EXPLAIN (ANALYZE, FORMAT JSON) UPDATE hotelmate.room_booking SET {} = now()"
        " WHERE hotel_id = {} AND id = {}"
    ).format(sql.Identifier(stamp), HOTEL_ID, booking_id)
    row = connection.execute(query).fetchone()
    assert row is not None
    plan = row[0][0]
    rest = plan["Execution Time"]
    for trigger in plan.get("Triggers", []):
        # A constraint's trigger is called RI_ConstraintTrigger_…; the constraint's name says more.
        constraint = trigger.get("Constraint Name")
        name = f"foreign_key.{constraint}" if constraint else f"trigger.{trigger['Trigger Name']}"
        parts[name] += trigger["Time"]
        rest -= trigger["Time"]
    parts["statement.room_booking"] += rest


def _settle(connection: psycopg.Connection[Any], constraint: str, parts: dict[str, float]) -> None:
    """Run a deferred constraint now; the second call, with nothing left to do, is the overhead."""
    command = sql.SQL("SET CONSTRAINTS {} IMMEDIATE").format(
        sql.Identifier("hotelmate", constraint)
    )
    times = []
    for _ in range(2):
        started = time.perf_counter()
        connection.execute(command)
        times.append(time.perf_counter() - started)
    parts[f"at_commit.{constraint}"] += (times[0] - times[1]) * 1000
