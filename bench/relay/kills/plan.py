"""What happens in a proof, and in a short one."""

import random
from collections.abc import Sequence
from dataclasses import dataclass

from bench.relay.kills.moments import CRASHES, FREEZES, KILLS, Moment

WRITERS = 8


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to happen; each moment is a round, and events are written in all of them.

    Attributes:
        kills: at least so many; some moments kill two.
    """

    kills: int
    crashes: int
    freezes: int
    events: int

    @classmethod
    def of(cls, share: float) -> "Plan":
        """Return a share of the full plan, up to 1."""
        return cls(
            kills=max(6, round(100 * share)),
            crashes=max(3, round(20 * share)),
            freezes=max(2, round(16 * share)),
            events=max(1500, round(20_000 * share)),
        )

    def moments(self, chance: random.Random) -> list[Moment]:
        """Draw the moments, in the order in which they come."""
        drawn = [
            *_some(chance, KILLS, self.kills),
            *_some(chance, CRASHES, self.crashes),
            *_some(chance, FREEZES, self.freezes),
        ]
        chance.shuffle(drawn)
        return drawn


def _some(chance: random.Random, choice: Sequence[tuple[Moment, int]], number: int) -> list[Moment]:
    """Draw so many, so that each comes about as often as it should, also when they are few."""
    pool = [moment for moment, weight in choice for _ in range(weight)]
    chance.shuffle(pool)
    each_once = [moment for moment, _ in choice]
    return (each_once + pool * (number // len(pool) + 1))[:number]
