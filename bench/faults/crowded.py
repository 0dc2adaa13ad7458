"""A server that lets nobody in any more: others have all of its connections (53300)."""

import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from typing import Any

import psycopg
from psycopg import errors

from bench.faults.answers import UNAVAILABLE
from bench.faults.happening import WAITED_FOR_THE_POOL, Fault
from bench.faults.scene import Scene

NAP_SECONDS = 0.02
REFUSALS = 3
# Everybody of ours gives theirs back, as they do after MAX_LIFETIME_SECONDS and at each restart.
_LET_GO = """
SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
WHERE application_name LIKE 'hotelmate-%'
"""


def crowded(seconds: float) -> list[Fault]:
    """Return the fault, for so long."""
    used_up = partial(_used_up, seconds=seconds)
    return [Fault("server_connections_used_up", used_up, UNAVAILABLE, WAITED_FOR_THE_POOL)]


def _used_up(scene: Scene, seconds: float) -> float:
    """Let others have every connection, for some time.

    Raises:
        RuntimeError: the API says that it is ready, though it can reach nobody.
    """
    with scene.owner() as owner, _crowd(scene, owner):
        time.sleep(seconds)
        if scene.api.is_ready():
            raise RuntimeError("the API is ready without a connection")
    return time.monotonic()


@contextmanager
def _crowd(scene: Scene, owner: psycopg.Connection[Any]) -> Iterator[None]:
    """Take connections until only the owner and the crowd have any; give them back in the end."""
    with ExitStack() as crowd:
        refused = 0
        while refused < REFUSALS:
            try:
                one = psycopg.connect(scene.url, application_name="crowd", autocommit=True)
            except errors.OperationalError:
                # None is free. Let ours give theirs back, and be there first.
                left = owner.execute(_LET_GO).fetchone()
                refused = refused + 1 if left == (0,) else 0
                time.sleep(NAP_SECONDS)
            else:
                crowd.callback(one.close)
        yield
