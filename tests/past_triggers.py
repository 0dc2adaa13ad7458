"""Ways past the triggers, for rules on values that a trigger derives or a guard keeps.

A constraint holds by itself, so its test writes what the triggers would not let through.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from psycopg import sql


@contextmanager
def checks_alone(connection: psycopg.Connection[Any]) -> Iterator[None]:
    """Let checks and unique indexes alone judge the block, then roll everything back.

    Neither triggers nor foreign keys fire; no lock is taken and no other session notices.
    """
    with connection.transaction(force_rollback=True):
        connection.execute("SET LOCAL session_replication_role = replica")
        yield


def switch_triggers_off(connection: psycopg.Connection[Any], *tables: str) -> None:
    """Switch the triggers of tables off for good; foreign keys stay. For private databases only."""
    for table in tables:
        connection.execute(
            sql.SQL("ALTER TABLE {} DISABLE TRIGGER USER").format(
                sql.Identifier("hotelmate", table)
            )
        )
