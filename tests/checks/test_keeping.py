"""Kept runs: what is current, what is superseded, what becomes of findings, what goes when."""

from collections.abc import Callable
from typing import Any

import psycopg
import pytest

from app.consistency import keeping
from app.consistency.keeping import Keeping, remove_old
from app.consistency.running import Found, Scope
from tests.checks.kept_runs import about, events, keep, made_up
from tests.conftest import Connect
from tests.hotel_builder import HotelBuilder

OCCUPANCY, DIRTY = made_up("occupancy"), made_up("rooms_dirty_too_long")
Ask = Callable[[str], list[tuple[Any, ...]]]


@pytest.fixture
def database(clone: str, connect: Connect) -> psycopg.Connection[Any]:
    return connect(url=clone)


@pytest.fixture
def inn(database: psycopg.Connection[Any]) -> HotelBuilder:
    return HotelBuilder(database)


@pytest.fixture
def mill(database: psycopg.Connection[Any]) -> HotelBuilder:
    return HotelBuilder(database)


@pytest.fixture
def ask(database: psycopg.Connection[Any]) -> Ask:
    return lambda query: database.execute(query.encode()).fetchall()


CURRENT = """
    SELECT run_id, check_file, hotel_id, findings, mended
    FROM hotelmate.consistency_count WHERE is_current ORDER BY 1, 2, 3
"""


def test_findings_are_kept_as_they_were_found(
    database: psycopg.Connection[Any], inn: HotelBuilder, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "BATCH", 2)
    rooms = [f"room {number}\twith\\a tab" for number in range(5)]
    results = {OCCUPANCY: [about(inn.slug, room) for room in rooms], DIRTY: [about("")]}

    run = keep(database, results)

    kept = ask(
        "SELECT run_id, number, check_file, hotel_id, subject"
        " FROM hotelmate.consistency_finding ORDER BY number"
    )
    assert kept == [
        *((run.run_id, n + 1, "occupancy", inn.hotel_id, room) for n, room in enumerate(rooms)),
        (run.run_id, 6, "rooms_dirty_too_long", None, "room 101"),
    ]


def test_a_run_that_did_not_end_has_no_end(
    database: psycopg.Connection[Any], inn: HotelBuilder, ask: Ask
) -> None:
    run = Keeping(database, "SCHEDULE", Scope(inn.slug))
    for event in events({OCCUPANCY: [about(inn.slug)]}):
        run.note(event)

    assert ask("SELECT finished_at FROM hotelmate.consistency_run") == [(None,)]
    assert ask(CURRENT) == []


def test_the_latest_run_of_a_hotel_is_current_for_it_alone(
    database: psycopg.Connection[Any], inn: HotelBuilder, mill: HotelBuilder, ask: Ask
) -> None:
    first = keep(database, {OCCUPANCY: [about(inn.slug), about(inn.slug), about(mill.slug)]})
    second = keep(database, {OCCUPANCY: [about(inn.slug)]}, scope=Scope(inn.slug))
    assert ask(CURRENT) == [
        (first.run_id, "occupancy", mill.hotel_id, 1, 0),
        (second.run_id, "occupancy", inn.hotel_id, 1, 0),
    ]
    keep(database, {OCCUPANCY: []})
    assert ask(CURRENT) == []


def test_what_concerns_no_one_hotel_is_current_in_the_latest_run_of_any(
    database: psycopg.Connection[Any], inn: HotelBuilder, mill: HotelBuilder, ask: Ask
) -> None:
    keep(database, {OCCUPANCY: [about("")]}, scope=Scope(inn.slug))
    last = keep(database, {OCCUPANCY: [about("")]}, scope=Scope(mill.slug))
    assert ask(CURRENT) == [(last.run_id, "occupancy", None, 1, 0)]


def test_a_run_of_some_checks_supersedes_nothing(
    database: psycopg.Connection[Any], inn: HotelBuilder, ask: Ask
) -> None:
    complete = keep(database, {OCCUPANCY: [about(inn.slug)]})
    keep(database, {OCCUPANCY: []}, scope=Scope(only=("occupancy",)))
    assert ask(CURRENT) == [(complete.run_id, "occupancy", inn.hotel_id, 1, 0)]


def test_of_checks_that_found_nothing_only_the_latest_results_stay(
    database: psycopg.Connection[Any], inn: HotelBuilder, mill: HotelBuilder, ask: Ask
) -> None:
    results = {OCCUPANCY: [about(inn.slug)], DIRTY: []}
    kept = "SELECT run_id, check_file FROM hotelmate.consistency_result ORDER BY 1, 2"
    whole = keep(database, results)
    of_inn, again = (keep(database, results, scope=Scope(inn.slug)) for _ in range(2))
    assert ask(kept) == [
        (whole.run_id, "occupancy"),
        # Still what the latest run of the other hotel came to.
        (whole.run_id, "rooms_dirty_too_long"),
        (of_inn.run_id, "occupancy"),
        (again.run_id, "occupancy"),
        (again.run_id, "rooms_dirty_too_long"),
    ]
    last = keep(database, {OCCUPANCY: [], DIRTY: []})
    assert ask(kept) == [
        *((run.run_id, "occupancy") for run in (whole, of_inn, again)),
        (last.run_id, "occupancy"),
        (last.run_id, "rooms_dirty_too_long"),
    ]


def test_a_result_says_how_a_check_broke(
    database: psycopg.Connection[Any], inn: HotelBuilder, ask: Ask
) -> None:
    keep(database, {OCCUPANCY: [about(inn.slug)]}, broken=OCCUPANCY)
    results = "SELECT severity, findings, seconds, error FROM hotelmate.consistency_result"
    assert ask(results) == [("high", 1, 0.25, "it broke")]


def test_what_is_mended_is_told_and_counted_once(
    database: psycopg.Connection[Any], inn: HotelBuilder, ask: Ask
) -> None:
    finding = about(inn.slug)
    run = keep(database, {OCCUPANCY: [finding, finding]}, occasion="RECONCILE")
    run.note_mend(Found(OCCUPANCY, finding, 1), gone=False, outcome="refused by some_rule")
    assert ask(CURRENT)[0][3:] == (2, 0)
    for _ in range(2):
        run.note_mend(Found(OCCUPANCY, finding, 1), gone=True, outcome="written anew")
    assert ask(CURRENT)[0][3:] == (2, 1)
    told = (
        "SELECT mended_at IS NULL, mend_outcome FROM hotelmate.consistency_finding ORDER BY number"
    )
    assert ask(told) == [(False, "written anew"), (True, None)]


def test_a_run_that_ends_while_another_does_waits_for_it(
    database: psycopg.Connection[Any], inn: HotelBuilder, clone: str, connect: Connect, ask: Ask
) -> None:
    first, second = connect(url=clone), connect(url=clone)
    early = Keeping(first, "CHECK", Scope())
    late = Keeping(second, "CHECK", Scope())
    for event in events({OCCUPANCY: [about(inn.slug)]}):
        early.note(event)
        late.note(event)
    second.execute("SET lock_timeout = '50ms'")
    with first.transaction():
        early.finish()
        with pytest.raises(psycopg.errors.LockNotAvailable):
            late.finish()
    late.finish()
    assert ask(CURRENT) == [(late.run_id, "occupancy", inn.hotel_id, 1, 0)]


def test_old_runs_go_whole_and_in_pieces(
    database: psycopg.Connection[Any], inn: HotelBuilder, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "RUNS_AT_ONCE", 2)
    monkeypatch.setattr(keeping, "FINDINGS_AT_ONCE", 3)
    runs = [keep(database, {OCCUPANCY: [about(inn.slug)] * 4, DIRTY: []}) for _ in range(5)]
    database.execute(
        "UPDATE hotelmate.consistency_run SET started_at = now() - interval '31 days'"
        " WHERE id < %s",
        (runs[3].run_id,),
    )

    assert remove_old(database, 30) == 3
    assert remove_old(database, 30) == 0

    for table in ("run_id FROM hotelmate.consistency_finding", "id FROM hotelmate.consistency_run"):
        left = ask(f"SELECT DISTINCT {table} ORDER BY 1")
        assert left == [(run.run_id,) for run in runs[3:]]
