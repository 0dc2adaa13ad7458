"""How long to wait after failures: longer with each, so that what is in trouble is left alone."""

import random

import msgspec

# 2.0 to the power of many failures overflows.
MOST_DOUBLINGS = 30


class Backoff(msgspec.Struct, frozen=True):
    """Pauses after failures in a row, in seconds.

    Attributes:
        first: after the first failure; it doubles with each.
        longest: what no pause exceeds.
        varied: whether a pause is cut by up to a half, at random: those who failed together do not
            come again together.
    """

    first: float
    longest: float
    varied: bool = False

    def after(self, failures: int) -> float:
        """Return how long to wait after so many failures, one at least."""
        pause = min(self.longest, self.first * 2.0 ** min(failures - 1, MOST_DOUBLINGS))
        return random.uniform(pause / 2, pause) if self.varied else pause
