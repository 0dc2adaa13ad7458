"""Looks for contradictions in what is committed, during a race and after it."""

import threading
import time
from typing import Any

import psycopg

from bench.spine.race.beyond_checks import BEYOND_CHECKS
from tests.consistency import OF_ROWS, OF_RULES, Contradiction, look

SECONDS_BETWEEN_SAMPLES = 0.02
# The trail is read whole each time, so it is read less often the longer it is.
TRAIL_SHARE_OF_TIME = 0.5
# What there is one of for each step that was taken.
OF_TRAIL_DOMAINS = ("Trail", "Realtime")
OF_STATE = tuple(check for check in OF_ROWS if check.domain not in OF_TRAIL_DOMAINS)
OF_TRAIL = (*(check for check in OF_ROWS if check.domain in OF_TRAIL_DOMAINS), *BEYOND_CHECKS)
EVERYTHING = (*OF_STATE, *OF_TRAIL, *OF_RULES)


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
                connection.read_only = True
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
            self.seen.update(look(connection, OF_STATE))
            self.samples += 1
            started = time.monotonic()
            if started >= trail_due:
                # Plans are kept, but not those for a hotel that was nearly empty yet.
                connection.execute("ANALYZE")
                self.seen.update(look(connection, OF_TRAIL))
                self.trail_samples += 1
                ended = time.monotonic()
                trail_due = ended + (ended - started) / TRAIL_SHARE_OF_TIME
        self.seen.update(look(connection, EVERYTHING))
