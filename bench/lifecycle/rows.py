"""How many rows were written, as the server counts them."""

import time
from typing import Any

import psycopg

# Sessions report what they wrote when they end, or after a while.
STATISTICS_SECONDS = 10
PAUSE_SECONDS = 0.25
_ROWS = """
SELECT coalesce(sum(n_tup_ins + n_tup_upd + n_tup_del), 0)::bigint FROM pg_stat_user_tables
WHERE schemaname = %s
"""


def rows_written(owner: psycopg.Connection[Any], schema: str) -> int:
    """Return how many rows of a schema were written so far, once the count stands still."""
    deadline = time.monotonic() + STATISTICS_SECONDS
    seen = -1
    while time.monotonic() < deadline:
        owner.execute("SELECT pg_stat_force_next_flush()")
        row = owner.execute(_ROWS, [schema]).fetchone()
        assert row is not None
        if row[0] == seen:
            break
        seen = int(row[0])
        time.sleep(PAUSE_SECONDS)
    return seen
