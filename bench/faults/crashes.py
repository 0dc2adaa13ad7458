"""PostgreSQL and the API die in every way, and are started again as a service manager does."""

import signal
import time
from functools import partial
from typing import Any

import psycopg

from bench.faults.answers import UNAVAILABLE
from bench.faults.happening import WAITED_FOR_THE_POOL, Fault
from bench.faults.scene import Scene, end_process
from bench.relay.kills.pair import wait_until

SHORT_SECONDS, LONG_SECONDS, LONG_SECONDS_OF_SHORT_PROOF = 0.5, 60.0, 10.0
DEATH_SECONDS = 30.0
# Its own start is part of it.
API_RECOVERS_WITHIN_SECONDS = 15.0
_BUSY_SESSION = """
SELECT pid FROM pg_stat_activity
WHERE application_name LIKE 'hotelmate-api%' AND state <> 'idle' LIMIT 1
"""


def crashes(long_seconds: float) -> list[Fault]:
    """Return every kind of death.

    Args:
        long_seconds: how long PostgreSQL is away, once.
    """
    quits = partial(_database_dies, number=signal.SIGQUIT, seconds=SHORT_SECONDS)
    killed = partial(_database_dies, number=signal.SIGKILL, seconds=SHORT_SECONDS)
    away = partial(_database_dies, seconds=long_seconds)
    told = (UNAVAILABLE, WAITED_FOR_THE_POOL)
    return [
        Fault("database_stopped_immediately", quits, *told),
        Fault("database_killed", killed, *told),
        Fault("session_killed", _session_killed, *told),
        # Nobody is left who could answer; the next one has its database.
        Fault("api_killed", _api_killed, may_lose=True, within=API_RECOVERS_WITHIN_SECONDS),
        Fault("database_away_for_long", away, *told),
    ]


def _database_dies(scene: Scene, number: int = signal.SIGQUIT, seconds: float = 0.0) -> float:
    """End the server without a checkpoint, keep it away, and start it again."""
    pid = scene.server.pid
    assert pid is not None
    end_process(pid, number)
    if not wait_until(lambda: scene.server.pid is None, DEATH_SECONDS):
        raise RuntimeError("PostgreSQL does not die")
    time.sleep(seconds)
    scene.server.restart()
    return time.monotonic()


def _session_killed(scene: Scene) -> float:
    """Kill one session at work, as the kernel does: the server ends all others and recovers."""
    with scene.owner() as owner:
        found: list[int] = []
        wait_until(lambda: _find_busy(owner.execute(_BUSY_SESSION).fetchall(), found), 10.0)
        end_process(found[0], signal.SIGKILL)
        wait_until(lambda: not _answers(owner), DEATH_SECONDS)
    wait_until(scene.accepts, DEATH_SECONDS)
    return time.monotonic()


def _answers(session: psycopg.Connection[Any]) -> bool:
    try:
        session.execute("SELECT 1")
    except psycopg.OperationalError:
        return False
    return True


def _find_busy(rows: list[tuple[int]], found: list[int]) -> bool:
    found += [pid for (pid,) in rows]
    return bool(found)


def _api_killed(scene: Scene) -> float:
    """Kill the API with requests in its hands and start another."""
    scene.api.kill()
    scene.api.start()
    return time.monotonic()
