"""Kept runs as plots and tables ask for them: by the names of figures."""

import hashlib
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from bench.proof.kept import KeptFigure, Run, read


@dataclass(frozen=True, slots=True)
class KeptRun:
    """One run.

    Attributes:
        run: what was run, and on what.
        figures: by their names.
        digest: of the file.
    """

    run: Run
    figures: Mapping[str, KeptFigure]
    digest: str

    @classmethod
    def of(cls, file: Path) -> "KeptRun":
        """Read a file."""
        kept = read(file)
        digest = hashlib.sha256(file.read_bytes()).hexdigest()
        return cls(kept.run, {figure.name: figure for figure in kept.figures}, digest)

    @property
    def mark(self) -> str:
        """What a plot says of the figures that it was drawn of."""
        return f"figures sha256:{self.digest}"

    def value(self, name: str) -> float:
        """Return a figure's value; NaN when it was not measured."""
        figure = self.figures.get(name)
        return math.nan if figure is None or figure.value is None else figure.value

    def limit(self, name: str) -> float:
        """Return what a figure should be; NaN when it has no aim."""
        figure = self.figures.get(name)
        if figure is None:
            return math.nan
        limit = figure.at_least if figure.at_most is None else figure.at_most
        return math.nan if limit is None else limit

    def matching(self, pattern: str) -> Iterator[tuple[re.Match[str], KeptFigure]]:
        """Yield the figures with such a name, as they were measured."""
        for name, figure in self.figures.items():
            if match := re.fullmatch(pattern, name):
                yield match, figure


Runs = Mapping[str, KeptRun]


def runs_in(folder: Path) -> Runs:
    """Return the runs of a folder, by proof."""
    return {file.stem: KeptRun.of(file) for file in sorted(folder.glob("*.json"))}
