"""Looks for contradictions in what is committed, during a race and after it."""

import threading
import time
from collections.abc import Mapping
from typing import Any, NamedTuple

import psycopg
from psycopg import sql

from bench.spine.race.state_contradictions import STATE_CONTRADICTIONS
from bench.spine.race.trail_contradictions import TRAIL_CONTRADICTIONS

SECONDS_BETWEEN_SAMPLES = 0.02
# The trail is read whole each time, so it is read less often the longer it is.
TRAIL_SHARE_OF_TIME = 0.2


class Contradiction(NamedTuple):
    """A broken rule and the id of the row that breaks it."""

    name: str
    subject: int


def look(
    connection: psycopg.Connection[Any], queries: Mapping[str, str]
) -> frozenset[Contradiction]:
    """Run the queries in one statement, so that all see the same moment."""
    parts = [
        sql.SQL("SELECT {}, found.* FROM ({}) AS found (subject)").format(
            sql.Literal(name), sql.SQL(query)
        )
        for name, query in queries.items()
    ]
    rows = connection.execute(sql.SQL(" UNION ALL ").join(parts)).fetchall()
    return frozenset(Contradiction(*row) for row in rows)


def look_at_all(connection: psycopg.Connection[Any]) -> frozenset[Contradiction]:
    """Look for every contradiction, of the state and of the trail."""
    return look(connection, STATE_CONTRADICTIONS) | look(connection, TRAIL_CONTRADICTIONS)


class Watcher(threading.Thread):
    """Samples a database until told to stop.

    Attributes:
        seen: every contradiction that any sample saw.
        samples: how often the state was looked at.
        trail_samples: how often the trail was.
        error: what ended the watch before its time.
    """

    def __init__(self, database_url: str) -> None:
        super().__init__(name="watcher", daemon=True)
        self._database_url = database_url
        self._stop_asked = threading.Event()
        self.seen: set[Contradiction] = set()
        self.samples = 0
        self.trail_samples = 0
        self.error: Exception | None = None

    def run(self) -> None:
        """Look, again and again."""
        try:
            with psycopg.connect(self._database_url, autocommit=True) as connection:
                connection.execute("SET default_transaction_read_only = on")
                # Samples are short and many: compiling them would take longer than they do.
                connection.execute("SET jit = off")
                self._watch(connection)
        except Exception as error:
            self.error = error

    def stop(self) -> None:
        """Look for everything once more and end the watch.

        Raises:
            RuntimeError: the watch had ended by itself, so the race was not watched.
        """
        self._stop_asked.set()
        self.join()
        if self.error is not None:
            raise RuntimeError("the watcher failed") from self.error

    def _watch(self, connection: psycopg.Connection[Any]) -> None:
        trail_due = time.monotonic()
        while not self._stop_asked.wait(SECONDS_BETWEEN_SAMPLES):
            self.seen |= look(connection, STATE_CONTRADICTIONS)
            self.samples += 1
            started = time.monotonic()
            if started >= trail_due:
                self.seen |= look(connection, TRAIL_CONTRADICTIONS)
                self.trail_samples += 1
                ended = time.monotonic()
                trail_due = ended + (ended - started) / TRAIL_SHARE_OF_TIME
        self.seen |= look_at_all(connection)
