"""How a proof is started: what it is told from outside, progress to stderr, figures to stdout."""

import os
import secrets
import sys
from collections.abc import Callable, Iterable

from bench.proof.figures import Figure, report
from bench.proof.kept import Keeping

DEFAULT_SECONDS = 60.0
SEEDS = 2**31


def seconds_of_environment(unless_set: float = DEFAULT_SECONDS) -> float:
    """Return how long a proof should take, from SECONDS.

    Raises:
        SystemExit: SECONDS is not a number above zero.
    """
    text = os.environ.get("SECONDS", "").strip()
    try:
        seconds = float(text) if text else unless_set
    except ValueError:
        seconds = 0.0
    if not 0 < seconds < float("inf"):
        raise SystemExit(f"SECONDS must be a number above zero, not {text!r}")
    return seconds


def share_of_environment() -> float:
    """Return which share of the full measurement is asked for, from SCALE; all of it unless set.

    Raises:
        SystemExit: SCALE is not a number above zero and up to one.
    """
    text = os.environ.get("SCALE", "").strip() or "1"
    try:
        share = float(text)
    except ValueError:
        share = 0.0
    if not 0 < share <= 1:
        raise SystemExit(f"SCALE must be a number above zero, one at most, not {text!r}")
    return share


def seed_of_environment() -> int:
    """Return what the proof draws its lots from, from SEED; any seed unless set.

    Raises:
        SystemExit: SEED is not a whole number.
    """
    text = os.environ.get("SEED", "").strip()
    try:
        return int(text) if text else secrets.randbelow(SEEDS)
    except ValueError:
        raise SystemExit(f"SEED must be a whole number, not {text!r}") from None


def say(text: str) -> None:
    """Report progress where it does not mix with the figures."""
    print(text, file=sys.stderr, flush=True)


def prove(measure: Callable[[float], Iterable[Figure]], unless_set: float = DEFAULT_SECONDS) -> int:
    """Measure for SECONDS, print and keep the figures, and return the exit status.

    Of a measurement that breaks off, what was measured until then is printed and nothing is kept.
    """
    seconds = seconds_of_environment(unless_set)
    return _prove(measure, seconds, Keeping(measure, seconds))


def prove_at_scale(measure: Callable[[float], Iterable[Figure]]) -> int:
    """Do as `prove` does with a measurement that is told SCALE and takes as long as it takes."""
    return _prove(measure, share_of_environment(), Keeping(measure))


def _prove(measure: Callable[[float], Iterable[Figure]], told: float, keeping: Keeping) -> int:
    figures: list[Figure] = []
    try:
        figures.extend(measure(told))
    finally:
        status = report(figures)
    for file in keeping.keep(figures):
        say(f"kept in {file}")
    return status
