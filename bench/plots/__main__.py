"""`make plots`: docs/plots/ and the tables in docs/, of the figures in docs/figures/.

    python -m bench.plots build/figures build/plots

With folders it draws what is kept in the first one into the second, and leaves docs/ alone.
"""

import sys
from pathlib import Path

from bench.plots.documents import with_figures
from bench.plots.drawing import draw
from bench.plots.runs import runs_in
from bench.proof.kept import KEPT_RUNS, ROOT

DOCS = ROOT / "docs"


def main(folders: list[str]) -> None:
    """Draw, and write the tables."""
    source, target = map(Path, folders) if folders else (KEPT_RUNS, DOCS / "plots")
    runs = runs_in(source)
    for drawn in draw(runs, target):
        print(drawn)
    if folders:
        return
    for document in sorted(DOCS.glob("*.md")):
        text = document.read_text(encoding="utf-8")
        if (written := with_figures(text, runs)) != text:
            document.write_text(written, encoding="utf-8")
            print(document)


if __name__ == "__main__":
    main(sys.argv[1:])
