"""Connections that tests use one after another.

A new session compiles every trigger that it meets and plans every statement of it, which takes
longer than most tests. A session that is kept has done so; whatever else a test left is undone.
"""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from psycopg.pq import PipelineStatus, TransactionStatus

Connection = psycopg.Connection[Any]

# What DISCARD ALL does, but for the plans: they are what a session is kept for.
AS_NEW = """
    CLOSE ALL; RESET ALL; RESET ROLE; UNLISTEN *; DISCARD TEMP; DISCARD SEQUENCES;
    SELECT pg_advisory_unlock_all()
"""
AT_REST = (TransactionStatus.IDLE, TransactionStatus.INTRANS, TransactionStatus.INERROR)
# A crowd of connections that one test needed is no reason to keep them all.
MOST = 4


class KeptConnections:
    """Open connections by their connection strings."""

    def __init__(self) -> None:
        self._kept: dict[str, list[Connection]] = defaultdict(list)

    def take(self, conninfo: str) -> Connection:
        """Return a connection in autocommit, like a new one; `give` it back afterwards."""
        kept = self._kept[conninfo]
        while kept:
            connection = kept.pop()
            try:
                connection.execute("SELECT")
            except psycopg.OperationalError:
                connection.close()  # its database is gone, or somebody ended it
            else:
                return connection
        return psycopg.connect(conninfo, autocommit=True)

    def give(self, conninfo: str, connection: Connection) -> None:
        """Keep a connection for others, or close it where that is not possible."""
        kept = self._kept[conninfo]
        if len(kept) < MOST and _is_as_new(connection):
            kept.append(connection)
        else:
            connection.close()

    @contextmanager
    def lent(self, conninfo: str) -> Iterator[Connection]:
        """Give a connection to the block."""
        connection = self.take(conninfo)
        try:
            yield connection
        finally:
            self.give(conninfo, connection)

    def close(self) -> None:
        """Close all that are kept."""
        for connection in (each for kept in self._kept.values() for each in kept):
            connection.close()
        self._kept.clear()


def _is_as_new(connection: Connection) -> bool:
    """Undo what a test left; tell whether that was possible.

    Who listens may have been told things that nobody read, and libpq keeps them.
    """
    at_rest = connection.info.transaction_status in AT_REST
    if not at_rest or connection.pgconn.pipeline_status != PipelineStatus.OFF:
        return False
    try:
        connection.rollback()
        connection.autocommit = True
        connection.isolation_level = connection.read_only = connection.deferrable = None
        if connection.execute("SELECT FROM pg_listening_channels()").rowcount:
            return False
        connection.execute(AS_NEW)
    except psycopg.Error:
        return False
    return True
