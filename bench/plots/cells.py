"""Cells and tables in Markdown."""

import math
from collections.abc import Iterable, Sequence

from bench.proof.kept import KeptFigure

# Below SMALL two decimals would say next to nothing; figures have about three digits.
SMALL, MEDIUM, LARGE = 0.1, 10, 100
NOTHING = "-"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table."""
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (head, ["---"] * len(head), *rows))


def judged(figure: KeptFigure) -> tuple[str, str, str]:
    """Return what was measured, what it should be, and whether it is; nothing without an aim."""
    verdict = "" if figure.reached is None else "yes" if figure.reached else "**no**"
    return number(math.nan if figure.value is None else figure.value), _aim(figure), verdict


def number(value: float) -> str:
    """Write counts in full and measurements to about three digits."""
    if math.isnan(value):
        return NOTHING
    if float(value).is_integer():
        return f"{int(value):,}"
    if abs(value) < SMALL:
        return f"{value:.2g}"
    decimals = 2 if abs(value) < MEDIUM else 1 if abs(value) < LARGE else 0
    return f"{value:,.{decimals}f}"


def _aim(figure: KeptFigure) -> str:
    if figure.at_most is not None:
        return f"at most {number(figure.at_most)}"
    return "" if figure.at_least is None else f"at least {number(figure.at_least)}"
