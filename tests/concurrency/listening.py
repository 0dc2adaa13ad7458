"""A session that listens, and knows what it was notified of by all that is committed."""

import psycopg

from tests.concurrency.interleaving import PATIENCE_SECONDS

SENTINEL = "the end"


class Listener:
    """A session that listens on channels.

    Args:
        connection: its own, with autocommit.
        channels: what it listens on; the first has the sentinel too.
    """

    def __init__(self, connection: psycopg.Connection, *channels: str) -> None:
        self.connection = connection
        self._first = channels[0]
        for channel in channels:
            connection.execute(f"LISTEN {channel}".encode())

    def hears(self) -> list[str]:
        """Return the channels on which it was notified by all that is committed."""
        heard: list[str] = []
        # The server delivers in the order of the commits: what is said now comes last.
        self.connection.execute("SELECT pg_notify(%s, %s)", (self._first, SENTINEL))
        for notice in self.connection.notifies(timeout=PATIENCE_SECONDS):
            if notice.payload == SENTINEL:
                return heard
            heard.append(notice.channel)
        raise AssertionError("the server lost a notification")
