"""Consistency checks: the queries of checks/, each of which finds nothing in a healthy database."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

import psycopg
from psycopg import IsolationLevel
from psycopg.abc import QueryNoTemplate

CHECKS = Path(__file__).parents[1] / "checks"


class Finding(NamedTuple):
    """One row of a check: which check, whose hotel, what about it, since when, how to mend it."""

    check_name: str
    hotel: str
    subject: str
    finding: str
    since: datetime | None
    mend: str


def check_names() -> list[str]:
    """Return the names of all checks, in the order they run."""
    return sorted(path.stem for path in CHECKS.glob("*.sql"))


def run_checks(connection: psycopg.Connection[Any]) -> Iterator[Finding]:
    """Run every check in one read-only snapshot and yield what they find.

    The connection must not be in a transaction.
    """
    connection.isolation_level = IsolationLevel.REPEATABLE_READ
    connection.read_only = True
    with connection.transaction():
        for name in check_names():
            query: QueryNoTemplate = (CHECKS / f"{name}.sql").read_bytes()
            for row in connection.execute(query):
                yield Finding(*row)
