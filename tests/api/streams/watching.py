"""What tests of streams wait for, and where they look."""

from typing import Any

import psycopg


def sessions_that_listen(connection: psycopg.Connection[Any]) -> list[int]:
    """Return the database's sessions of feeds that have begun to listen."""
    rows = connection.execute(
        "SELECT pid FROM pg_stat_activity WHERE datname = current_database()"
        " AND application_name = 'hotelmate-api feed'"
    ).fetchall()
    return [pid for (pid,) in rows]
