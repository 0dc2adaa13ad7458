"""Figures of a proof: what was measured, what it should be, and how they are printed.

Each is one line `name: value`. Figures without an aim come first, then those with one, the one
with the most room to spare first and the worst last: a figure that falls short, or else the one
that is nearest to its aim.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass

# Below it two decimals would say next to nothing.
SMALL = 0.1


@dataclass(frozen=True, slots=True)
class AtMost:
    """An upper limit, itself still good."""

    limit: float

    def strain(self, value: float) -> float:
        """Return how much of the room up to the limit is used: above 1 the figure falls short."""
        if value <= 0:
            return 0.0
        return value / self.limit if self.limit else math.inf

    def __str__(self) -> str:
        return f"at most {_number(self.limit)}"


@dataclass(frozen=True, slots=True)
class AtLeast:
    """A lower limit, itself still good."""

    limit: float

    def strain(self, value: float) -> float:
        """Return how near the figure is to its limit: above 1 it falls short."""
        if self.limit <= 0:
            return 0.0
        return self.limit / value if value > 0 else math.inf

    def __str__(self) -> str:
        return f"at least {_number(self.limit)}"


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured number.

    Attributes:
        name: what was measured, with the unit as its last word where it has one.
        value: the number; NaN, for what could not be measured, meets no aim.
        aim: what it should be; None for a figure that only informs.
    """

    name: str
    value: float
    aim: AtMost | AtLeast | None = None

    @property
    def strain(self) -> float:
        """How near to its aim the figure is, from 0; above 1 it falls short."""
        if self.aim is None:
            return 0.0
        return math.inf if math.isnan(self.value) else self.aim.strain(self.value)

    @property
    def falls_short(self) -> bool:
        """Whether the figure has an aim and misses it."""
        return self.strain > 1

    def __str__(self) -> str:
        text = f"{self.name}: {_number(self.value)}"
        if self.aim is not None:
            text += f" (aim: {self.aim}{', FALLS SHORT' if self.falls_short else ''})"
        return text


def in_order(figures: Iterable[Figure]) -> list[Figure]:
    """Sort for printing: without aim as they came, then with aim, the worst last."""
    listed = list(figures)
    informing = [figure for figure in listed if figure.aim is None]
    aiming = [figure for figure in listed if figure.aim is not None]
    return informing + sorted(aiming, key=lambda figure: figure.strain)


def report(figures: Iterable[Figure]) -> int:
    """Print the figures and return the exit status: 1 when one falls short, else 0."""
    ordered = in_order(figures)
    for figure in ordered:
        print(figure, flush=True)
    return int(any(figure.falls_short for figure in ordered))


def _number(value: float) -> str:
    """Write counts in full and measurements to two decimals, what is small to two digits."""
    if float(value).is_integer():
        return str(int(value))
    return f"{value:.2g}" if abs(value) < SMALL else f"{value:.2f}"
