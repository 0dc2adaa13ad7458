"""What PostgreSQL does for a check."""

from typing import Any

import psycopg

from app.consistency.checks import Check
from app.consistency.running import NO_HOTEL, SESSION, narrowed
from tests.plans import PARTIAL_INDEXES, Plan, read


def plan_of(
    connection: psycopg.Connection[Any], check: Check, *, hotel: str | None = None, run: bool
) -> Plan:
    """Ask PostgreSQL for the plan of a check, as the product runs it.

    Args:
        connection: in autocommit.
        check: the check.
        hotel: slug of the only hotel that is looked at; None: all.
        run: whether it is carried out, which counts buffers.
    """
    hotels = () if hotel is None else (hotel, NO_HOTEL)
    words = "ANALYZE, BUFFERS, TIMING OFF, FORMAT JSON" if run else "FORMAT JSON"
    query = f"EXPLAIN ({words}) {narrowed(check, hotels=hotels).as_string(connection)}"
    with connection.transaction():
        connection.execute(SESSION)
        connection.execute("SET LOCAL search_path = hotelmate, pg_catalog, pg_temp")
        partial = {name for (name,) in connection.execute(PARTIAL_INDEXES)}
        row = connection.execute(query.encode()).fetchone()
    assert row is not None
    return read(row[0][0]["Plan"], partial)
