"""How much memory a process has, watched from beside it."""

import psutil

from bench.relay.beside import Beside

EVERY_SECONDS = 0.1
MEGABYTE = 1024 * 1024


class MemoryWatch(Beside):
    """Watches the resident memory of a process during a block.

    Attributes:
        first_mb, most_mb: at the beginning of the block, and the most that was seen in it.
    """

    def __init__(self, pid: int) -> None:
        super().__init__(EVERY_SECONDS)
        self._process = psutil.Process(pid)
        self.first_mb = self.most_mb = self._now()

    @property
    def growth_mb(self) -> float:
        """How much more it was at most than at the beginning."""
        return self.most_mb - self.first_mb

    def look(self) -> None:
        """See how much it is now."""
        self.most_mb = max(self.most_mb, self._now())

    def _now(self) -> float:
        return float(self._process.memory_info().rss) / MEGABYTE
