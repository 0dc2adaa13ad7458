"""The figures in docs/ are those that proofs have kept: tables, plots, and the places of both."""

import re

import pytest

from bench.plots.documents import with_figures
from bench.plots.runs import runs_in
from bench.plots.tables import PLOTS
from bench.proof.kept import KEPT_RUNS
from tests.docs.markdown import DOCS, read

RUNS = runs_in(KEPT_RUNS)
DRAWN = DOCS / "plots"
IMAGE = re.compile(r"!\[[^\]]+\]\((plots/[\w.-]+)\)")


@pytest.mark.parametrize("document", sorted(file.name for file in DOCS.glob("*.md")))
def test_tables_are_made_of_the_kept_figures(document: str) -> None:
    assert with_figures(read(document), RUNS) == read(document), "`make plots` writes them"


@pytest.mark.parametrize("plot", PLOTS)
def test_a_plot_is_of_the_kept_figures(plot: str) -> None:
    file, run = DRAWN / f"{plot}.svg", RUNS.get(PLOTS[plot].proof)
    assert file.exists() == (run is not None)
    assert run is None or run.mark in file.read_text(), "`make plots` draws it"


def test_every_plot_is_shown_where_its_subject_is() -> None:
    shown = {image for file in DOCS.glob("*.md") for image in IMAGE.findall(read(file.name))}
    assert shown == {f"plots/{name}.svg" for name, plot in PLOTS.items() if plot.proof in RUNS}


def test_kept_figures_name_their_proof_and_commit() -> None:
    for proof, kept in RUNS.items():
        assert kept.run.proof == proof
        assert kept.run.commit
