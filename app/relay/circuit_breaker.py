"""Whether the publisher is there at all, and how long it is left alone when it is not."""

import time
from collections.abc import Callable, Hashable

from app.background.backoff import Backoff

# Of the publisher, and of the channel of a message that fails by itself. Not varied: one relay at a
# time does the calling.
PAUSE = Backoff(first=0.5, longest=60.0)
# A publisher may ask for more patience than that, but not for ever.
LONGEST_ASKED_SECONDS = 600.0
# When messages of so many channels fail and none passes, it is not the messages' fault.
SUSPICIOUS_CHANNELS = 8
# Nor when so many are refused one after the other and none is taken.
SUSPICIOUS_REFUSALS = 8

Clock = Callable[[], float]


class Circuit:
    """Whether the publisher can be reached: closed while it can, open while it cannot.

    While it is open nothing is sent until its pause is over; then one call tries, and the others
    wait for what comes of it.
    """

    def __init__(self, clock: Clock = time.monotonic) -> None:
        self._clock = clock
        self._breaks = 0
        self._breaks_in_a_row = 0
        self._failed: set[Hashable] = set()
        self._refusals = 0
        self._not_before = self._asked_until = self._last_success = float("-inf")

    @property
    def is_open(self) -> bool:
        """Whether the publisher could not be reached last."""
        return self._breaks_in_a_row > 0

    def admits(self, calls: int) -> bool:
        """Say whether another call may start while so many are under way."""
        return self._clock() >= self._not_before and (not self.is_open or calls == 0)

    def call(self) -> int:
        """Return what a call that starts now gives to `broke` if it fails."""
        return self._breaks

    def passed(self) -> bool:
        """Take note that a message was taken; say whether that ended a time without."""
        self._failed.clear()
        self._refusals = 0
        self._last_success = self._clock()
        return self.answered()

    def answered(self) -> bool:
        """Take note that somebody is there; say whether that was in doubt."""
        was_open = self.is_open
        self._breaks_in_a_row = 0
        self._not_before = self._asked_until
        return was_open

    def broke(self, call: int, asked: float = 0.0) -> float:
        """Take note that nobody could be reached; return the seconds to wait.

        Args:
            call: which one failed. Of the calls that were under way together one counts.
            asked: how long the publisher asks to be left alone.
        """
        now = self._clock()
        self._asked_until = max(self._asked_until, now + min(asked, LONGEST_ASKED_SECONDS))
        if call == self._breaks:
            self._breaks += 1
            self._breaks_in_a_row += 1
            self._not_before = now + PAUSE.after(self._breaks_in_a_row)
        self._not_before = max(self._not_before, self._asked_until)
        return self._not_before - now

    def suspects(self, channel: Hashable) -> bool:
        """Take note that a message failed; say whether it cannot be its own fault any more."""
        if len(self._failed) < SUSPICIOUS_CHANNELS:
            self._failed.add(channel)
        return self.is_open or len(self._failed) >= SUSPICIOUS_CHANNELS

    def doubts(self) -> bool:
        """Take note that a message was refused; say whether it cannot be its own fault any more."""
        self._refusals += 1
        return self._refusals > SUSPICIOUS_REFUSALS

    def passed_within(self, seconds: float) -> bool:
        """Say whether anything was delivered in the last seconds."""
        return self._clock() - self._last_success <= seconds
