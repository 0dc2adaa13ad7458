"""Each part of the proof of guests finds nothing, and something where a rule is gone."""

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from pytest_postgresql.executors import NoopExecutor

from bench.guests import erasure, messages, one_link, past, pictures, still_allowed
from bench.guests.marks import rows_with
from bench.guests.messages import Told
from bench.guests.one_link import OTHER, TAKEN, USED, Result
from bench.guests.same_verdict import WAYS, Compared, verdict_figures
from bench.guests.size import Size
from bench.guests.stage import Stage, stage_on
from bench.proof.figures import Figure
from bench.proof.server import named
from tests.conftest import RUN, Server
from tests.page import browser

EFFECTS = dict.fromkeys(one_link.EFFECTS, 1)
ONE_EACH = [("a", "PRECHECKIN_LINK", "SENT"), ("b", "BOOKING_CONFIRMED", "UNCERTAIN")]


def short(figures: Iterable[Figure]) -> list[str]:
    """Name the figures that fall short."""
    return [figure.name for figure in figures if figure.falls_short]


@pytest.fixture(scope="module")
def playing(cluster: Server, template: NoopExecutor) -> Iterator[Stage]:
    """The API over a database of the proof's own."""
    name = f"{RUN}_guests"
    with (
        cluster.copy_of(template.template_dbname, name),
        stage_on(named(cluster.url, name)) as played,
    ):
        yield played


def test_a_short_proof_does_less_but_for_the_submissions_of_one_link() -> None:
    less, more = Size.of(30), Size.of(600)
    assert less.submissions == more.submissions == 500
    assert more.hotels * more.bookings * past.GUESTS_OF_A_BOOKING == 10_000
    for name in ("verdict_seconds", "hotels", "bookings", "messages"):
        assert getattr(less, name) < getattr(more, name)


@pytest.mark.proof
def test_one_of_many_submissions_is_taken(playing: Stage) -> None:
    assert short(one_link.one_link_figures(playing, copies=12)) == []


@pytest.mark.parametrize(
    ("answers", "effects"),
    [
        ({TAKEN: 2, USED: 1}, EFFECTS),
        ({USED: 3}, EFFECTS),
        ({TAKEN: 1, USED: 1, OTHER: 1}, EFFECTS),
        ({TAKEN: 1, USED: 1}, EFFECTS),
        ({TAKEN: 1, USED: 2}, {**EFFECTS, "audit row": 2}),
        ({TAKEN: 1, USED: 2}, {**EFFECTS, "used link": 0}),
    ],
)
def test_submissions_that_went_wrong_are_found_out(
    answers: dict[str, int], effects: dict[str, int]
) -> None:
    result = Result(Counter(answers))
    one_link.judge(result, 3, effects)
    assert result.wrong


def test_one_taken_and_all_others_told_is_right() -> None:
    result = Result(Counter({TAKEN: 1, USED: 2}))
    one_link.judge(result, 3, EFFECTS)
    assert result.wrong == []


@pytest.mark.proof
def test_guests_of_every_outcome_are_erased_beside_the_hotel_at_work(
    playing: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    # All checks are looked at where a proof takes its time.
    monkeypatch.setattr(erasure, "found_by_checks", lambda _: playing.findings())
    assert short(erasure.erasure_figures(playing, hotels=1, bookings=10)) == []


@pytest.mark.proof
def test_what_is_left_of_an_erased_guest_is_found_out(playing: Stage) -> None:
    written = past.write_past(playing.hotel(), 10, "Forgotten")
    kept = rows_with(playing.owner, written.kept_mark)
    assert len(kept) > 1
    assert erasure.left_of(playing, written, kept)
    erasure.erase(playing.database_url)
    assert erasure.left_of(playing, written, kept) == []
    written.hotel.insert("staff", username="x", display_name=written.mark, role="MANAGER")
    assert erasure.left_of(playing, written, kept)


def test_what_was_allowed_and_is_refused_is_found_out() -> None:
    before = {"refund": still_allowed.ALLOWED, "void": "a_rule"}
    assert still_allowed.refused_since(before, before) == []
    assert still_allowed.refused_since(before, {"refund": "a_rule", "void": "a_rule"})


def test_verdicts_need_both_of_every_way_and_every_rule() -> None:
    nothing = short(verdict_figures(Compared(), []))
    assert {f"verdict_by_{way}_refused" for way in WAYS} < {*nothing}
    assert "verdict_rules_broken" in nothing
    diverged = Compared(divergences=["page: accepted"])
    assert "verdict_divergences" in short(verdict_figures(diverged, []))
    assert "verdict_findings" in short(verdict_figures(Compared(), ["a check"]))


@pytest.mark.proof
def test_a_proof_without_a_browser_falls_short_unless_that_is_allowed(
    playing: Stage, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv(browser.VARIABLE, str(tmp_path / "nothing"))
    monkeypatch.delenv(pictures.ALLOW_NONE, raising=False)
    assert short(pictures.picture_figures(playing, tmp_path)) == ["browser_skipped"]
    monkeypatch.setenv(pictures.ALLOW_NONE, "1")
    assert short(pictures.picture_figures(playing, tmp_path)) == []


def test_messages_that_arrived_once_or_say_that_nobody_knows_are_right() -> None:
    for arrived in (Counter("a"), Counter("ab")):
        told = Told()
        messages.judge(told, ONE_EACH, arrived, 2)
        assert told.wrong == []


@pytest.mark.parametrize(
    ("arrived", "rows"),
    [
        (Counter("aab"), ONE_EACH),
        (Counter("abb"), ONE_EACH),
        (Counter("b"), ONE_EACH),
        (Counter("abc"), ONE_EACH),
        (Counter("a"), ONE_EACH[:1]),
        (Counter("a"), [ONE_EACH[0], ("b", "BOOKING_CONFIRMED", "WAITING")]),
        (Counter("a"), [ONE_EACH[0], ("b", "BOOKING_CONFIRMED", "REFUSED")]),
    ],
)
def test_messages_that_went_wrong_are_found_out(
    arrived: Counter[str], rows: list[tuple[str, str, str]]
) -> None:
    told = Told()
    messages.judge(told, rows, arrived, 2)
    assert told.wrong
