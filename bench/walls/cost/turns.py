"""Things done in several ways, by turns, so that whatever else the machine does meets all alike."""

import random
from collections.abc import Iterator, Sequence

from bench.proof.figures import AtMost, Figure
from bench.proof.percentile import percentile

# The first turns of a session find out how to run what later ones repeat.
WARM_UP = 12
QUARTILE = 0.25


class Turns:
    """Seconds that one thing took, by the way it was done.

    Attributes:
        name: what was done.
        ways: how; the others are held against the first.
    """

    def __init__(self, name: str, ways: Sequence[str]) -> None:
        self.name = name
        self.ways = ways
        self._seconds: dict[str, list[float]] = {way: [] for way in ways}

    def shuffled(self) -> list[str]:
        """Return the ways in an order that favours none of them."""
        return random.sample(list(self.ways), len(self.ways))

    def add(self, way: str, seconds: float) -> None:
        """Keep what one turn took."""
        self._seconds[way].append(seconds)

    def milliseconds(self, way: str, share: float = 0.5) -> float:
        """Return what a share of the turns of a way did not exceed."""
        taken = self._seconds[way]
        return 1000 * percentile(taken[min(WARM_UP, len(taken) // 4) :], share)

    def figures(self, aim: AtMost | None = None) -> Iterator[Figure]:
        """Yield the median of each way, and the ratio of its lower quartile to that of the first.

        Whatever else the machine does makes slow turns slower; quick ones show what is compared.
        """
        first, *others = self.ways
        for way in self.ways:
            yield Figure(f"cost_{self.name}_{way}_ms", self.milliseconds(way))
        for way in others:
            ratio = self.milliseconds(way, QUARTILE) / self.milliseconds(first, QUARTILE)
            yield Figure(f"cost_{self.name}_{way}_ratio", ratio, aim)
