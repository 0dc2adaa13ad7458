"""The provider's clock: the machine's, moved by the test."""

import time


class Clock:
    """Whole seconds since 1970, ahead of the machine's clock by `offset` seconds."""

    def __init__(self) -> None:
        self.offset = 0.0

    def now(self) -> int:
        """Return the provider's time."""
        return int(time.time() + self.offset)

    def move(self, seconds: float) -> None:
        """Move the clock; nothing that falls due happens by it alone."""
        self.offset += seconds
