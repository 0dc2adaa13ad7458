"""A client that reads events by replay all the time: it needs no Pusher and no relay."""

import threading
import time
from types import TracebackType
from typing import Self

from bench.proof.api import Api

EVERY_SECONDS = 0.2
PAGE = 50


class Replaying:
    """Reads page after page of a hotel's events through the API during a block.

    Attributes:
        milliseconds: how long each answer took.
        events: how many it has read.
        problems: answers that were none.
    """

    def __init__(self, running: Api, slug: str) -> None:
        self._running = running
        self._path = f"/api/hotels/{slug}/events"
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._read, daemon=True)
        self.milliseconds: list[float] = []
        self.events = 0
        self.problems: list[str] = []

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._ended.set()
        self._thread.join()

    def _read(self) -> None:
        after = 0
        with self._running.client() as client:
            while not self._ended.wait(EVERY_SECONDS):
                started = time.monotonic()
                answer = client.get(self._path, params={"after": after, "limit": PAGE})
                self.milliseconds.append((time.monotonic() - started) * 1000)
                if answer.status_code != 200:
                    self.problems.append(f"{answer.status_code}: {answer.text[:200]}")
                    continue
                page = answer.json()
                self.events += len(page["items"])
                after = page["after"]
