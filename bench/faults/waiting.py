"""Statements and requests that take too long, and a pool of which nothing is left."""

import time
from functools import partial

from bench.faults.answers import BUSY, TIMED_OUT
from bench.faults.happening import Fault
from bench.faults.scene import Scene
from bench.faults.trouble import trouble

# Longer than a request waits for a connection of the pool.
BUSY_SECONDS = 5.0
STATEMENT_MS, SLOW_STATEMENT_SECONDS = 1000, 3.0
REQUEST_SECONDS, SLOW_REQUEST_SECONDS = 2, 5.0
HOLDS_SECONDS = 4.0
# What was begun goes on at its pace.
RECOVERS_WITHIN_SECONDS = 10.0
_WITH_SHORT_STATEMENTS = {"HOTELMATE_STATEMENT_TIMEOUT_MS": str(STATEMENT_MS)}
_WITH_SHORT_REQUESTS = {
    "HOTELMATE_STATEMENT_TIMEOUT_MS": "0",
    "HOTELMATE_REQUEST_TIMEOUT_SECONDS": str(REQUEST_SECONDS),
}


def waiting() -> list[Fault]:
    """Return every way to take too long."""
    return [
        Fault("pool_exhausted", _pool_exhausted, BUSY, within=RECOVERS_WITHIN_SECONDS),
        Fault("table_locked", _table_locked, BUSY, within=RECOVERS_WITHIN_SECONDS),
        Fault(
            "statements_timed_out",
            partial(_slow, seconds=SLOW_STATEMENT_SECONDS),
            BUSY,
            within=RECOVERS_WITHIN_SECONDS,
            settings=_WITH_SHORT_STATEMENTS,
        ),
        Fault(
            "requests_timed_out",
            partial(_slow, seconds=SLOW_REQUEST_SECONDS),
            # As `silent` says, its time is over before all others.
            TIMED_OUT,
            within=RECOVERS_WITHIN_SECONDS,
            settings=_WITH_SHORT_REQUESTS,
        ),
    ]


def _pool_exhausted(scene: Scene) -> float:
    """Keep every connection busy for longer than anybody waits for one.

    Raises:
        RuntimeError: readiness waited with them; it has a connection of its own.
    """
    with scene.owner() as owner, trouble(owner, seconds=BUSY_SECONDS):
        time.sleep(BUSY_SECONDS)
        if not scene.api.is_ready():
            raise RuntimeError("a busy pool takes the API out of service")
    return time.monotonic()


def _table_locked(scene: Scene) -> float:
    """Hold what every request needs, as an ALTER TABLE does that waits for something else."""
    with scene.owner() as owner, owner.transaction():
        owner.execute("LOCK TABLE hotelmate.room IN ACCESS EXCLUSIVE MODE")
        time.sleep(HOLDS_SECONDS)
    return time.monotonic()


def _slow(scene: Scene, seconds: float) -> float:
    """Let each change take so long, for as long as they come."""
    with scene.owner() as owner, trouble(owner, seconds=seconds):
        time.sleep(HOLDS_SECONDS)
    return time.monotonic()
