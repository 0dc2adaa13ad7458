"""Figures of a run as a file, so that they can be drawn, and compared with those of another run.

Each run leaves `build/figures/<proof>.json`. With KEEP=1 it leaves `docs/figures/<proof>.json` too,
of which the plots and tables in docs/ are made.
"""

import inspect
import math
import os
import subprocess
import time
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from bench.proof.figures import AtMost, Figure
from bench.proof.machine import Machine, this_machine

ROOT = Path(__file__).parents[2]
LAST_RUNS, KEPT_RUNS = ROOT / "build" / "figures", ROOT / "docs" / "figures"
# What a proof may be told; what is not here was not set.
VARIABLES = ("SCALE", "SEED", "HOTELS", "ROOMS", "NAMES")
# Nothing in docs/ is measured, and its figures, plots and tables follow each other.
MEASURED = ("--", ".", ":(exclude)docs")
DIGITS = 6


class KeptFigure(msgspec.Struct, frozen=True, omit_defaults=True):
    """A figure; `value` is None for what could not be measured, `reached` where it has no aim."""

    name: str
    value: float | None
    at_most: float | None = None
    at_least: float | None = None
    reached: bool | None = None

    @classmethod
    def of(cls, figure: Figure) -> "KeptFigure":
        """Return a figure as it is kept."""
        value = _short(figure.value) if math.isfinite(figure.value) else None
        if figure.aim is None:
            return cls(figure.name, value)
        limit, reached = _short(figure.aim.limit), not figure.falls_short
        if isinstance(figure.aim, AtMost):
            return cls(figure.name, value, at_most=limit, reached=reached)
        return cls(figure.name, value, at_least=limit, reached=reached)


class Run(msgspec.Struct, frozen=True):
    """What was run, and on what.

    Attributes:
        proof: its name.
        date: of its start, UTC.
        commit: that was checked out; None outside of a clone.
        clean: whether the tree was that commit's, but for docs/.
        seconds: how long it was told to take; None where it takes as long as it takes.
        took_seconds: how long it took.
        settings: further variables that were set.
        machine: it ran on.
    """

    proof: str
    date: str
    commit: str | None
    clean: bool | None
    seconds: float | None
    took_seconds: float
    settings: dict[str, str]
    machine: Machine


class Kept(msgspec.Struct, frozen=True):
    """A run and its figures, in the order in which they were measured."""

    run: Run
    figures: list[KeptFigure]


class Keeping:
    """Keeps the figures of a run that begins now.

    Args:
        measure: what measures; the file that it is in names the proof.
        seconds: how long it may take; None for as long as it takes.
    """

    def __init__(self, measure: Callable[..., object], seconds: float | None = None) -> None:
        self._started = time.monotonic()
        self._begun = Run(
            proof=Path(inspect.getfile(measure)).stem.removeprefix("proof_"),
            date=datetime.now(UTC).date().isoformat(),
            commit=checked_out(),
            clean=_is_clean(),
            seconds=seconds,
            took_seconds=0,
            settings={name: os.environ[name] for name in VARIABLES if os.environ.get(name)},
            machine=this_machine(),
        )

    def keep(self, figures: Iterable[Figure]) -> list[Path]:
        """Write the figures and return where they are."""
        took = round(time.monotonic() - self._started)
        run = msgspec.structs.replace(self._begun, took_seconds=took)
        text = as_text(Kept(run, [KeptFigure.of(figure) for figure in figures]))
        folders = [LAST_RUNS, *([KEPT_RUNS] if os.environ.get("KEEP") == "1" else [])]
        files = [folder / f"{run.proof}.json" for folder in folders]
        for file in files:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        return files


def as_text(kept: Kept) -> str:
    """Return JSON with one figure a line, so that two runs can be compared line by line."""
    run = msgspec.json.format(msgspec.json.encode(kept.run), indent=2).decode()
    figures = ",\n".join(msgspec.json.encode(figure).decode() for figure in kept.figures)
    return f'{{"run": {run},\n"figures": [\n{figures}\n]}}\n'


def read(file: Path) -> Kept:
    """Read what was kept."""
    return msgspec.json.decode(file.read_bytes(), type=Kept)


def checked_out() -> str | None:
    """Return the commit that is checked out; None outside of a clone."""
    return _git("rev-parse", "HEAD")


def _short(value: float) -> float:
    """Keep counts in full and of a measurement what is not chance."""
    return int(value) if float(value).is_integer() else float(f"{value:.{DIGITS}g}")


def _is_clean() -> bool | None:
    changed = _git("status", "--porcelain", *MEASURED)
    return None if changed is None else not changed


def _git(*words: str) -> str | None:
    """Return what git says; None where there is no git, or no clone."""
    try:
        done = subprocess.run(
            ["git", "-C", str(ROOT), "--no-optional-locks", *words],
            capture_output=True,
            text=True,
            check=False,
        )
    except OSError:
        return None
    return done.stdout.strip() if done.returncode == 0 else None
