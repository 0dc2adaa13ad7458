"""A proof keeps its figures as a file, with what they were measured on."""

import json
import math
from collections.abc import Iterator
from pathlib import Path

import pytest

from bench.proof import kept
from bench.proof.figures import AtLeast, AtMost, Figure
from bench.proof.kept import KeptFigure
from bench.proof.run import prove

MEASURED = (
    Figure("operations", 1234567),
    Figure("milliseconds", 1.23456789),
    Figure("ratio", 4.5, AtMost(4)),
    Figure("rate", 7, AtLeast(0.5)),
    Figure("unmeasured", math.nan, AtMost(1)),
)


def measure(seconds: float) -> Iterator[Figure]:
    yield Figure("seconds", seconds)
    yield from MEASURED


@pytest.fixture
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Path]:
    last, committed = tmp_path / "build" / "figures", tmp_path / "docs" / "figures"
    monkeypatch.setattr(kept, "LAST_RUNS", last)
    monkeypatch.setattr(kept, "KEPT_RUNS", committed)
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.delenv("KEEP", raising=False)
    for name in kept.VARIABLES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("SECONDS", "20")
    return last, committed


def test_figures_are_kept_as_they_were_measured(folders: tuple[Path, Path]) -> None:
    assert prove(measure) == 1
    assert kept.read(folders[0] / "test_kept_figures.json").figures == [
        KeptFigure("seconds", 20),
        KeptFigure("operations", 1234567),
        KeptFigure("milliseconds", 1.23457),
        KeptFigure("ratio", 4.5, at_most=4, reached=False),
        KeptFigure("rate", 7, at_least=0.5, reached=True),
        KeptFigure("unmeasured", None, at_most=1, reached=False),
    ]


def test_run_and_machine_stand_beside_them(
    folders: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SCALE", "0.01")
    prove(measure)
    run = kept.read(folders[0] / "test_kept_figures.json").run
    assert (run.seconds, run.settings) == (20, {"SCALE": "0.01"})
    assert run.commit is None or len(run.commit) == 40
    assert run.machine.processors >= 1
    assert run.machine.postgresql.startswith("18.")
    assert run.machine.flush_ms >= 0
    assert run.machine.own_server


def test_what_is_committed_is_written_only_when_told(
    folders: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    last, committed = folders
    prove(measure)
    assert not committed.exists()
    monkeypatch.setenv("KEEP", "1")
    prove(measure)
    name = "test_kept_figures.json"
    assert (committed / name).read_bytes() == (last / name).read_bytes()


def test_a_figure_is_a_line_of_the_file(folders: tuple[Path, Path]) -> None:
    prove(measure)
    text = (folders[0] / "test_kept_figures.json").read_text()
    assert '{"name":"ratio","value":4.5,"at_most":4,"reached":false},' in text.splitlines()
    assert [each["name"] for each in json.loads(text)["figures"]] == [
        "seconds",
        *(figure.name for figure in MEASURED),
    ]
