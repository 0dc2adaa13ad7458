"""Kept figures become tables, between markers of a document; without matplotlib."""

from pathlib import Path

import pytest

from bench.growth.hot import Reason
from bench.growth.month import Month, Table
from bench.growth.verdict import month_figures
from bench.plots.documents import END, with_figures
from bench.plots.runs import KeptRun, Runs
from bench.plots.tables import OF_EVERY_PROOF, TABLES
from bench.proof.figures import AtLeast, AtMost, Figure
from bench.proof.kept import Kept, KeptFigure, Run, as_text
from bench.proof.machine import Machine

MACHINE = Machine("Abacus", 2, 8.0, "Linux 6.1", "3.11.7", "18.6", "ext4, virtual", 0.25, True)
THROUGHPUT = (
    Figure("lifecycle_8_clients_stays_a_second", 123.4),
    Figure("lifecycle_8_clients_requests_a_second", 1234),
    Figure("lifecycle_8_clients_floor_stays_a_second", 411.3),
    Figure("lifecycle_8_clients_share_of_floor", 0.3, AtLeast(0.27)),
)
MISSED = Figure("lifecycle_8_clients_api_cpu_ms_a_request", 1.5, AtMost(1))


def runs(folder: Path, *figures: Figure, proof: str = "lifecycle", clean: bool = True) -> Runs:
    run = Run(proof, "2026-11-29", "c0ffee" * 7, clean, 300, 400, {"SCALE": "0.5"}, MACHINE)
    file = folder / f"{proof}.json"
    file.write_text(as_text(Kept(run, [KeptFigure.of(figure) for figure in figures])))
    return {proof: KeptRun.of(file)}


def block(name: str, body: str = "") -> str:
    return f"Before.\n\n<!-- figures: {name} -->\n{body}{END}\n\nAfter.\n"


def test_a_table_takes_the_place_of_the_former_one(tmp_path: Path) -> None:
    kept = runs(tmp_path, *THROUGHPUT)
    written = with_figures(block("lifecycle throughput", "\n| old |\n\n"), kept)
    assert "| 8 | 123 | 1,234 | 411 | 0.30 | at least 0.27 | yes |" in written.splitlines()
    assert "old" not in written
    assert written.startswith("Before.\n\n<!--")
    assert written.endswith(f"{END}\n\nAfter.\n")
    assert with_figures(written, kept) == written


def test_a_proof_of_which_nothing_is_kept_leaves_its_blocks_empty(tmp_path: Path) -> None:
    kept = runs(tmp_path, *THROUGHPUT)
    assert with_figures(block("faults recovery", "old\n"), kept) == block("faults recovery")


def test_a_block_of_no_table_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="lifecycle loudness"):
        with_figures(block("lifecycle loudness"), runs(tmp_path))


def test_aims_that_were_missed_are_listed(tmp_path: Path) -> None:
    text = OF_EVERY_PROOF["aims"](runs(tmp_path, *THROUGHPUT, MISSED)["lifecycle"])
    assert text.startswith("1 of 2 aims are reached.")
    assert text.splitlines()[-1] == f"| `{MISSED.name}` | 1.50 | at most 1 |"
    assert "All 1 aims" in OF_EVERY_PROOF["aims"](runs(tmp_path, *THROUGHPUT)["lifecycle"])


def test_the_run_says_what_it_was_and_where(tmp_path: Path) -> None:
    text = OF_EVERY_PROOF["run"](runs(tmp_path)["lifecycle"])
    assert "`SECONDS=300 SCALE=0.5 make proof-lifecycle`" in text
    assert "Abacus" in text
    assert "with changes" not in text
    assert "with changes" in OF_EVERY_PROOF["run"](runs(tmp_path, clean=False)["lifecycle"])


def test_a_run_that_takes_as_long_as_it_takes_was_told_no_time(tmp_path: Path) -> None:
    run = Run("growth", "2026-11-29", "c0ffee", True, None, 4000, {"SCALE": "0.5"}, MACHINE)
    text = OF_EVERY_PROOF["run"](KeptRun(run, {}, ""))
    assert "`SCALE=0.5 make proof-growth`, which took 67 minutes" in text


def test_the_limit_is_what_is_left_of_the_processors(tmp_path: Path) -> None:
    name = "lifecycle_8_clients"
    figures = [
        *THROUGHPUT,
        Figure(f"{name}_api_cpu_ms_a_request", 0.4),
        Figure(f"{name}_postgres_cpu_ms_a_request", 0.8),
        Figure(f"{name}_own_cpu_ms_a_request", 0.2),
    ]
    text = TABLES["lifecycle limit"](runs(tmp_path, *figures)["lifecycle"])
    assert text.splitlines()[-1] == "| 8 | 24.7 | 49.4 | 12.3 | 13.6 |"


def test_a_month_has_its_tables_and_what_breaks_hot(tmp_path: Path) -> None:
    table = Table(10, 4, 1, 0, 4, 0, 2_500_000, 8_200_000, 100_000, 0, 50.0, 28.0)
    reason = Reason("hotelmate.room", "hotelmate.room_key", 3, 3, 4, "status")
    figures = month_figures(Month({"hotelmate.room": table}, (reason,)))
    text = TABLES["growth month"](runs(tmp_path, *figures, proof="growth")["growth"])
    expected = "| `room` | 10 | 4 | 0.25 | 4 | 2.50 | 8.20 | 0.10 | `room_key` 75% |"
    assert expected in text.splitlines()


def test_faults_stand_in_the_order_in_which_they_happened(tmp_path: Path) -> None:
    figures = [
        Figure(f"{fault}_{what}", 2, aim)
        for fault in ("wire_cut", "api_killed")
        for what, aim in (("acknowledged", AtLeast(1)), ("recovered_after_s", AtMost(5)))
    ]
    text = TABLES["faults recovery"](runs(tmp_path, *figures, proof="faults")["faults"])
    assert text.splitlines()[-2:] == [
        "| wire cut | 2 | - | - | - | 2 | at most 5 | yes |",
        "| api killed | 2 | - | - | - | 2 | at most 5 | yes |",
    ]


def test_rules_that_refused_most_come_first_and_the_rest_is_summed(tmp_path: Path) -> None:
    figures = [Figure(f"torture_refused.rule_{number}", number) for number in range(1, 18)]
    text = TABLES["torture refusals"](runs(tmp_path, *figures, proof="torture")["torture"])
    assert text.splitlines()[2] == "| `rule_17` | 17 |"
    assert text.splitlines()[-2:] == ["| `rule_3` | 3 |", "| 2 others | 3 |"]


def test_writes_are_told_by_what_became_of_them(tmp_path: Path) -> None:
    figures = [
        Figure("torture_writes", 8),
        Figure("torture_refused", 6),
        Figure("torture_committed", 2),
    ]
    lines = TABLES["torture writes"](runs(tmp_path, *figures, proof="torture")["torture"])
    assert "| committed | 2 | 25.0% |" in lines.splitlines()
    assert "| refused by a rule, a key, a NOT NULL or the API | 6 | 75.0% |" in lines.splitlines()
