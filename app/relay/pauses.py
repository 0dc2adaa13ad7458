"""How long to wait after a failure, and whether the publisher is there at all."""

import time
from collections.abc import Callable, Hashable, Iterable
from itertools import islice

FIRST_PAUSE_SECONDS = 0.5
LONGEST_PAUSE_SECONDS = 60.0
# When messages of so many channels fail and none passes, it is not the messages' fault.
SUSPICIOUS_CHANNELS = 8

Clock = Callable[[], float]


def pause_after(failures: int) -> float:
    """Return the seconds to wait after so many failures: doubled each time, bounded."""
    # The exponent is bounded as well: 2.0 to the power of many failures overflows.
    return float(min(LONGEST_PAUSE_SECONDS, FIRST_PAUSE_SECONDS * 2 ** min(failures - 1, 16)))


class Circuit:
    """Whether the publisher can be reached: closed while it can, open while it cannot.

    While it is open nothing is sent until its pause is over; then one call tries, and the others
    wait for what comes of it.
    """

    def __init__(self, clock: Clock = time.monotonic) -> None:
        self._clock = clock
        self._failures = 0
        self._failed: set[Hashable] = set()
        self._not_before = 0.0
        self._last_success = float("-inf")

    @property
    def is_open(self) -> bool:
        """Whether the publisher could not be reached last."""
        return self._failures > 0

    def admits(self, calls: int) -> bool:
        """Say whether another call may start while so many are under way."""
        return self._clock() >= self._not_before and (not self.is_open or calls == 0)

    def passed(self) -> bool:
        """Take note of a success; say whether it ended a time without."""
        was_open = self.is_open
        self._failures = 0
        self._failed.clear()
        self._last_success = self._clock()
        return was_open

    def broke(self, at_least: float = 0.0) -> float:
        """Take note that nobody could be reached; return the seconds to wait."""
        self._failures += 1
        pause = max(pause_after(self._failures), at_least)
        self._not_before = self._clock() + pause
        return pause

    def suspects(self, channels: Iterable[Hashable]) -> bool:
        """Take note of a failure that may be a message's own; say whether it cannot be any more."""
        self._failed.update(islice(channels, SUSPICIOUS_CHANNELS - len(self._failed)))
        return self.is_open or len(self._failed) >= SUSPICIOUS_CHANNELS

    def passed_within(self, seconds: float) -> bool:
        """Say whether anything was delivered in the last seconds."""
        return self._clock() - self._last_success <= seconds
