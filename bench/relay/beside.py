"""Something that goes on beside a block of a proof, and ends with it."""

import threading
from types import TracebackType
from typing import Self


class Beside:
    """Does `look` again and again in a thread of its own while the block runs.

    Args:
        every_seconds: the pause before each time.
    """

    def __init__(self, every_seconds: float) -> None:
        self._every_seconds = every_seconds
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._go_on, daemon=True)

    def look(self) -> None:
        """Do it once."""
        raise NotImplementedError

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

    def _go_on(self) -> None:
        while not self._ended.wait(self._every_seconds):
            self.look()
