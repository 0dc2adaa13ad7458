"""What tests of streams wait for, and where they look."""

import time
from collections.abc import Callable
from typing import Any

import psycopg


def wait_for(what: Callable[[], bool], seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.01)


def sessions_that_listen(connection: psycopg.Connection[Any]) -> list[int]:
    """Return the database's sessions of feeds that have begun to listen."""
    rows = connection.execute(
        "SELECT pid FROM pg_stat_activity WHERE datname = current_database()"
        " AND application_name = 'hotelmate-api feed'"
    ).fetchall()
    return [pid for (pid,) in rows]
