import math
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bench.proof import kept
from bench.proof.figures import AtLeast, AtMost, Figure, in_order, report
from bench.proof.run import prove, prove_at_scale, seconds_of_environment, seed_of_environment


def test_a_figure_at_its_limit_is_good() -> None:
    assert not Figure("ratio", 4.0, AtMost(4)).falls_short
    assert not Figure("rate", 4.0, AtLeast(4)).falls_short
    assert not Figure("contradictions", 0, AtMost(0)).falls_short


@pytest.mark.parametrize(
    "figure",
    [
        Figure("ratio", 4.01, AtMost(4)),
        Figure("rate", 3.99, AtLeast(4)),
        Figure("rate", 0, AtLeast(4)),
        Figure("contradictions", 1, AtMost(0)),
        Figure("unmeasured", math.nan, AtMost(4)),
        Figure("unmeasured", math.nan, AtLeast(4)),
    ],
)
def test_a_figure_beyond_its_limit_falls_short(figure: Figure) -> None:
    assert figure.falls_short


def test_a_figure_without_aim_never_falls_short() -> None:
    assert not Figure("rate", math.nan).falls_short


def test_without_aim_first_then_the_nearest_to_its_aim_last() -> None:
    near, far = Figure("near", 3.9, AtMost(4)), Figure("far", 1.0, AtMost(4))
    zero, inform = Figure("zero", 0, AtMost(0)), Figure("inform", 99)
    assert in_order([near, inform, far, zero]) == [inform, zero, far, near]


def test_what_falls_short_is_last_whatever_is_near() -> None:
    short, near = Figure("short", 1, AtMost(0)), Figure("near", 3.99, AtMost(4))
    assert in_order([short, near])[-1] is short
    worse = Figure("worse", 100, AtMost(4))
    bad = Figure("bad", 5, AtMost(4))
    assert in_order([worse, bad, near]) == [near, bad, worse]


def test_lines_read_name_value_and_aim() -> None:
    assert str(Figure("operations", 12345)) == "operations: 12345"
    assert str(Figure("ratio", 2.5061, AtMost(4))) == "ratio: 2.51 (aim: at most 4)"
    assert str(Figure("errors", 2, AtMost(0))) == "errors: 2 (aim: at most 0, FALLS SHORT)"
    assert str(Figure("rate", 7, AtLeast(0.5))) == "rate: 7 (aim: at least 0.50)"
    assert str(Figure("share", 0.03125)) == "share: 0.031"
    assert str(Figure("unmeasured", math.nan)) == "unmeasured: nan"


def test_the_exit_status_tells_whether_one_falls_short(capsys: pytest.CaptureFixture[str]) -> None:
    good, short = Figure("good", 1, AtMost(4)), Figure("short", 5, AtMost(4))
    assert report([good]) == 0
    assert report([short, good]) == 1
    assert capsys.readouterr().out.splitlines()[-1] == "short: 5 (aim: at most 4, FALLS SHORT)"


def test_a_proof_gets_seconds_and_gives_the_status(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(kept, "LAST_RUNS", tmp_path)
    monkeypatch.setenv("SECONDS", "20")
    assert prove(lambda seconds: [Figure("seconds", seconds, AtMost(20))]) == 0
    assert prove(lambda seconds: [Figure("seconds", seconds, AtMost(19))]) == 1


def test_a_proof_at_scale_gets_its_share_and_no_time(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(kept, "LAST_RUNS", tmp_path)
    monkeypatch.setenv("SCALE", "0.5")
    assert prove_at_scale(lambda share: [Figure("share", share, AtMost(0.5))]) == 0
    (file,) = tmp_path.iterdir()
    run = kept.read(file).run
    assert (run.seconds, run.settings) == (None, {"SCALE": "0.5"})


def test_what_was_measured_before_a_measurement_broke_off_is_printed(
    capsys: pytest.CaptureFixture[str],
) -> None:
    def breaks_off(_: float) -> Iterator[Figure]:
        yield Figure("measured", 1)
        raise ConnectionError

    with pytest.raises(ConnectionError):
        prove(breaks_off)
    assert capsys.readouterr().out == "measured: 1\n"


def test_a_minute_unless_told_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SECONDS", raising=False)
    assert seconds_of_environment() == 60


@pytest.mark.parametrize("text", ["soon", "0", "-1", "nan", "inf"])
def test_seconds_that_are_none_are_refused(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECONDS", text)
    with pytest.raises(SystemExit, match="SECONDS must be a number above zero"):
        seconds_of_environment()


def test_a_seed_is_drawn_unless_one_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SEED", raising=False)
    assert seed_of_environment() != seed_of_environment()
    monkeypatch.setenv("SEED", "7")
    assert seed_of_environment() == 7


def test_a_seed_that_is_no_number_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SEED", "any")
    with pytest.raises(SystemExit, match="SEED must be a whole number"):
        seed_of_environment()


def test_the_proof_refuses_before_it_starts_a_server() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bench.proof_spine"],
        env={"SECONDS": "soon"},
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert "SECONDS" in done.stderr
