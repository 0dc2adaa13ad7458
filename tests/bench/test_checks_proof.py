"""The history that checks are measured over is sound; the verdict on them can fail, each way."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from unittest.mock import Mock

import psycopg
import pytest

from app.consistency.checks import all_checks
from bench.checks.measuring import Measured, is_live
from bench.checks.planted import RULE, without_primary
from bench.checks.runner import Run, Timing, run
from bench.checks.scale import Scale
from bench.checks.verdict import figures, table
from bench.history import filling
from bench.history.filling import fill
from bench.history.size import Size
from bench.proof.figures import Figure
from bench.proof.server import Server
from tests.checks.whole_run import findings
from tests.plans import Plan, read

SMALL = Size(hotels=2, rooms=100, bookings=500)
FULL, SHORT = Scale.of(1), Scale.of(0.01)
FINDINGS = FULL.planted_findings
FEW = 10
FOREIGN_KEYS = """
SELECT format('ALTER TABLE %s ALTER CONSTRAINT %I', conrelid::regclass, conname)
FROM pg_constraint WHERE contype = 'f' AND connamespace = 'hotelmate'::regnamespace
"""


@pytest.fixture(scope="module")
def filled(server: str) -> Any:
    with Server(server).database("history") as url:
        fill(url, SMALL)
        yield url


@pytest.mark.proof
def test_the_history_is_as_long_as_it_should_be(filled: str) -> None:
    with psycopg.connect(filled) as connection:
        counted = connection.execute(
            "SELECT count(*) FILTER (WHERE NOT is_open), count(*) FILTER (WHERE held_room_id > 0),"
            " count(*) FILTER (WHERE status = 'PENDING_APPROVAL') FROM hotelmate.room_booking"
        ).fetchone()
    # Ten rooms of a hundred were left this morning.
    assert counted == (SMALL.bookings + 2 * 10, 2 * 78, 2 * 6)


@pytest.mark.proof
def test_no_check_finds_anything_in_the_history(filled: str) -> None:
    with psycopg.connect(filled) as connection:
        assert findings(connection) == []


@pytest.mark.proof
def test_the_history_satisfies_every_foreign_key(filled: str) -> None:
    with psycopg.connect(filled) as connection:
        keys = connection.execute(FOREIGN_KEYS).fetchall()
        assert keys
        for (key,) in keys:
            # What is enforced anew is looked at row by row.
            connection.execute(f"{key} NOT ENFORCED")
            connection.execute(f"{key} ENFORCED")
        connection.rollback()


@pytest.mark.proof
def test_a_past_from_before_2000_has_no_counters_of_those_years(
    server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    long_ago = datetime.now(UTC) - timedelta(days=10_000)
    monkeypatch.setattr(filling, "datetime", Mock(now=lambda _: long_ago))
    with Server(server).database("long_history") as url:
        fill(url, SMALL)
        with psycopg.connect(url) as connection:
            assert connection.execute(
                "SELECT (SELECT min(substr(booking_reference, 4, 4)) FROM hotelmate.room_booking),"
                " (SELECT min(year) >= 2000 FROM hotelmate.booking_counter)"
            ).fetchone() == ("1999", True)


@pytest.mark.proof
def test_what_is_planted_is_found_and_is_gone_afterwards(filled: str) -> None:
    with without_primary(filled, FEW):
        assert run(filled, only=[RULE]).timings[RULE].findings == FEW
    after = run(filled, only=[RULE])
    assert after.timings[RULE].findings == 0
    assert after.peak_mb > 0


def test_a_share_of_the_full_measurement_has_as_long_a_history() -> None:
    assert (FULL.former.bookings, FULL.later.bookings) == (500_000, 5_000_000)
    assert (SHORT.later.hotels, SHORT.later.bookings) == (10, 50_000)
    assert SHORT.later.rounds == FULL.later.rounds == 10 * FULL.former.rounds


@pytest.mark.parametrize(
    ("node", "expected"),
    [
        ({"Node Type": "Seq Scan", "Relation Name": "guest"}, ("guest",)),
        ({"Node Type": "Seq Scan", "Relation Name": "room"}, ()),
        (
            {
                "Node Type": "Index Only Scan",
                "Relation Name": "guest",
                "Index Name": "guest_pkey",
            },
            ("guest",),
        ),
        (
            {
                "Node Type": "Index Scan",
                "Relation Name": "guest",
                "Index Name": "guest_pkey",
                "Index Cond": "(hotel_id = 1)",
            },
            (),
        ),
        ({"Node Type": "Index Scan", "Relation Name": "guest", "Index Name": "guest_open"}, ()),
    ],
)
def test_a_plan_tells_what_of_history_is_read_whole(
    node: dict[str, Any], expected: tuple[str, ...]
) -> None:
    top = {"Node Type": "Sort", "Plans": [{"Node Type": "Hash Join", "Plans": [node]}]}
    assert read(top, {"guest_open"}) == Plan(expected, None)


def measured() -> Measured:
    """Return what is measured of checks that cost next to nothing."""
    timings = {check.name: Timing(0.5, 0, None) for check in all_checks()}
    whole = Run(timings, seconds=60.0, peak_mb=50.0)
    return Measured(
        whole=whole,
        seconds=dict.fromkeys(timings, 0.5),
        plans={check.name: Plan((), 5000 if is_live(check) else None) for check in all_checks()},
        one_hotel=replace(whole, seconds=1.0),
        one_hotel_plans={name: Plan((), None) for name in timings},
        planted=Run({RULE: Timing(1.0, FINDINGS, None)}, seconds=2.0, peak_mb=52.0),
    )


def broken(before: Measured, later: Measured, scale: Scale = FULL) -> set[str]:
    judged: list[Figure] = list(figures(before, later, scale))
    return {figure.name for figure in judged if figure.falls_short}


LIVE = next(check.name for check in all_checks() if is_live(check))
HISTORY = next(check.name for check in all_checks() if not is_live(check))


def test_checks_that_cost_the_same_pass() -> None:
    assert broken(measured(), measured()) == set()


def test_a_check_of_history_may_grow_and_read_all_of_it() -> None:
    later = measured()
    later.seconds[HISTORY] = 5.0
    later.plans[HISTORY] = Plan(("room_booking",), None)
    assert broken(measured(), later) == set()


def test_a_finding_falls_short() -> None:
    later = measured()
    later.whole.timings[LIVE] = Timing(0.5, 1, None)
    assert broken(measured(), later) == {"findings_where_nothing_is_wrong"}


def test_a_check_that_could_not_be_run_falls_short() -> None:
    later = measured()
    later.whole.timings[LIVE] = Timing(0.5, 0, "timed out")
    assert broken(measured(), later) == {"checks_that_could_not_be_run"}


def test_a_check_that_touches_more_pages_and_takes_longer_falls_short() -> None:
    later = measured()
    later.plans[LIVE] = Plan((), 50_000)
    later.seconds[LIVE] *= 20
    expected = "most_growth_of_a_check_of_live_state_in_pages_and_seconds"
    assert expected in broken(measured(), later)


def test_a_check_that_touches_more_pages_in_the_same_time_passes() -> None:
    later = measured()
    later.plans[LIVE] = Plan((), 50_000)
    assert broken(measured(), later) == set()


def test_the_first_row_of_an_index_is_no_table_read_whole() -> None:
    scan = {"Node Type": "Index Only Scan", "Index Name": "room_booking_pkey"}
    scan["Relation Name"] = "room_booking"
    first = {"Node Type": "Limit", "Plan Rows": 1, "Plans": [scan]}
    assert read(first, set()) == Plan((), None)
    assert read({**first, "Plan Rows": 2}, set()) == Plan(("room_booking",), None)


def test_live_state_that_takes_longer_falls_short() -> None:
    later = measured()
    for name in later.seconds:
        later.seconds[name] = 0.7
    assert broken(measured(), later) == {"growth_of_live_state_in_seconds"}


def test_live_state_that_reads_history_whole_falls_short() -> None:
    later = measured()
    later.plans[LIVE] = Plan(("booking_guest",), 5000)
    assert broken(measured(), later) == {"checks_of_live_state_that_read_history_whole"}


def test_one_hotel_for_which_all_history_is_read_falls_short() -> None:
    later = measured()
    later.one_hotel_plans[HISTORY] = Plan(("room_booking",), None)
    assert broken(measured(), later) == {"checks_of_one_hotel_that_read_all_history"}


def test_plans_over_a_short_history_are_told_and_not_judged() -> None:
    later = measured()
    later.plans[LIVE] = Plan(("booking_guest",), 50_000)
    later.one_hotel_plans[HISTORY] = Plan(("room_booking",), None)
    assert broken(measured(), later, SHORT) == set()


def test_a_runner_that_remembers_falls_short() -> None:
    later = measured()
    much = replace(later, planted=replace(later.planted, peak_mb=200.0))
    long = replace(
        later,
        whole=replace(later.whole, peak_mb=80.0),
        planted=replace(later.planted, peak_mb=80.0),
    )
    assert broken(measured(), much) == {"runner_memory_growth_with_findings"}
    assert broken(measured(), long) == {"runner_memory_growth_with_history"}


def test_the_table_has_a_line_for_each_check() -> None:
    lines = list(table(measured(), measured()))
    assert len(lines) == 1 + len(all_checks())
