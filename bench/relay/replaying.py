"""A client that reads events by replay all the time: it needs no Pusher and no relay."""

import time

from bench.proof.api import Api
from bench.relay.beside import Beside

EVERY_SECONDS = 0.2
PAGE = 50


class Replaying(Beside):
    """Reads page after page of a hotel's events through the API during a block.

    Attributes:
        milliseconds: how long each answer took.
        events: how many it has read.
        problems: answers that were none.
    """

    def __init__(self, running: Api, slug: str) -> None:
        super().__init__(EVERY_SECONDS)
        self._client = running.client()
        self._path = f"/api/hotels/{slug}/events"
        self._after = 0
        self.milliseconds: list[float] = []
        self.events = 0
        self.problems: list[str] = []

    def look(self) -> None:
        """Read the next page."""
        started = time.monotonic()
        answer = self._client.get(self._path, params={"after": self._after, "limit": PAGE})
        self.milliseconds.append((time.monotonic() - started) * 1000)
        if answer.status_code != 200:
            self.problems.append(f"{answer.status_code}: {answer.text[:200]}")
            return
        page = answer.json()
        self.events += len(page["items"])
        self._after = page["after"]
