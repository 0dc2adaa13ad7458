"""How much memory a process has, watched from beside it."""

import threading
from types import TracebackType
from typing import Self

import psutil

EVERY_SECONDS = 0.1
MEGABYTE = 1024 * 1024


class MemoryWatch:
    """Watches the resident memory of a process during a block.

    Attributes:
        first_mb, most_mb: at the beginning of the block, and the most that was seen in it.
    """

    def __init__(self, pid: int) -> None:
        self._process = psutil.Process(pid)
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self.first_mb = self.most_mb = self._now()

    @property
    def growth_mb(self) -> float:
        """How much more it was at most than at the beginning."""
        return self.most_mb - self.first_mb

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

    def _watch(self) -> None:
        while not self._ended.wait(EVERY_SECONDS):
            self.most_mb = max(self.most_mb, self._now())

    def _now(self) -> float:
        return float(self._process.memory_info().rss) / MEGABYTE
