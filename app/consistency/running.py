"""Running checks: all in one read-only snapshot, row by row, so that memory stays flat."""

from collections.abc import Iterator
from typing import Any

import psycopg
from psycopg import IsolationLevel
from psycopg.abc import QueryNoTemplate

from app.consistency.checks import Finding, all_checks


def run_checks(connection: psycopg.Connection[Any]) -> Iterator[Finding]:
    """Run every check in one read-only snapshot and yield what they find.

    The connection must not be in a transaction.
    """
    connection.isolation_level = IsolationLevel.REPEATABLE_READ
    connection.read_only = True
    with connection.transaction():
        for check in all_checks():
            query: QueryNoTemplate = check.query.encode()
            for row in connection.execute(query):
                yield Finding(*row)
