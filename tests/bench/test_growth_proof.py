"""The proof of growth runs as a whole; the verdict on what it measures can fail, each way."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import psycopg
import pytest

from bench.growth import month, playing
from bench.growth.asking import MAIN, Known, lists
from bench.growth.desk import Desk
from bench.growth.histories import History
from bench.growth.measure import figures_on
from bench.growth.month import Month, Table, month_of
from bench.growth.scale import BOOKINGS, BOOKINGS_FOR_PLANS, Scale
from bench.growth.timing import ANEW, HTTP, SQL
from bench.growth.verdict import (
    list_figures,
    month_figures,
    plan_figures,
    read_lines,
    time_figures,
    time_lines,
)
from bench.history.size import Size
from bench.proof.figures import Figure
from bench.proof.server import Server
from bench.proof.session import Caller
from bench.walls.cost.turns import Turns
from tests.hotel_builder import HotelBuilder
from tests.plans import Seen, outline, seen
from tests.realtime_messages import publish

FORMER, LATER = WAYS = ("after_125_bookings", "after_250_bookings")
SHORTEST = "after_1_bookings"
TINY = Scale((Size(1, 100, 125), Size(1, 100, 250)), reads=2, stays=1, one_list_of=30, month=5)
READ = json.dumps({"Plan": {"Node Type": "Seq Scan"}})
FEW = Seen((), rows=10, removed=0, pages=30, dearest="")


def short(figures: Any) -> list[str]:
    """Return the names of the figures that fall short."""
    return [figure.name for figure in figures if figure.falls_short]


@pytest.mark.proof
def test_a_tiny_proof_measures_everything(server: str, capsys: pytest.CaptureFixture[str]) -> None:
    figures: dict[str, Figure] = {
        figure.name: figure for figure in figures_on(Server(server), TINY)
    }
    assert all(f"growth_of_{name}{door}" in figures for name in MAIN for door in (SQL, HTTP))
    assert figures["rows_updated_in_a_month"].value > 0
    assert figures["month_room_booking_updated_rows"].value > 0
    assert 0 < figures["month_room_booking_no_hot_by_room_booking_by_status_share"].value <= 1
    assert not figures["dead_rows_after_a_month_and_vacuum"].falls_short
    assert 0 < figures["month_room_booking_hot_share_at_best"].value < 1
    assert figures["month_realtime_channel_hot_share"].value == 0
    # Each event is one message, and those of the requests that were timed before are none of these.
    events, messages = (
        figures[f"month_{table}_inserted_rows"].value
        for table in ("outbox_event", "realtime_message")
    )
    assert events == messages == figures["month_outbox_event_dead_rows"].value
    told = capsys.readouterr().out
    assert "The booking list, by status." in told
    assert "end of foreign key task_in_progress_cleans_room" in told


def test_the_full_measurement_has_the_histories_that_are_claimed_and_a_share_has_shares() -> None:
    assert tuple(size.bookings for size in Scale.of(1).histories) == BOOKINGS
    assert [size.bookings for size in Scale.of(0.01).histories] == [250, 1000, 10_000, 50_000]
    assert Scale.of(1).judges_plans
    assert not Scale.of(0.01).judges_plans
    assert Scale.of(1).histories[Scale.of(1).first_with_plans].bookings == BOOKINGS_FOR_PLANS
    assert Scale.of(0.01).first_with_plans == 0
    # Other requests are held against 10,000 bookings; there must be a longer past.
    places = [Scale.of(share).first_with_pages for share in (1, 0.1, 0.01)]
    assert places == [0, 1, 2]
    assert Scale.of(0.001).first_with_pages == -1


def timed(later: Mapping[str, float], shortest: float = 1.0) -> dict[str, Turns]:
    """Return turns of a second each, but for what took longer after the last past.

    Args:
        later: seconds after the last past, by request.
        shortest: seconds of every request after the first past.
    """
    turns = {}
    others = (*(f"room{door}" for door in (SQL, HTTP, ANEW)), "approve", "approve_by_http")
    for name in (*(name + door for name in MAIN for door in (SQL, HTTP)), *others):
        turns[name] = Turns(name, (SHORTEST, *WAYS))
        for _ in range(3):
            turns[name].add(SHORTEST, shortest)
            turns[name].add(FORMER, 1.0)
            turns[name].add(LATER, later.get(name, 1.0))
    return turns


def test_what_takes_as_long_is_flat() -> None:
    assert short(time_figures(timed({"rack": 1.29, "room_planned_anew": 1.29}), 1)) == []


@pytest.mark.parametrize("name", [*MAIN, *(name + HTTP for name in MAIN)])
def test_what_takes_longer_falls_short(name: str) -> None:
    assert short(time_figures(timed({name: 1.31}), 1)) == [f"growth_of_{name}"]


@pytest.mark.parametrize(
    "name", ["room_planned_anew", "room_by_http", "approve", "approve_by_http"]
)
def test_another_request_that_takes_longer_falls_short_and_is_named(name: str) -> None:
    kept = timed({name: 1.31})
    assert short(time_figures(kept, 1)) == [f"most_growth_of_another_request_{name}"]
    assert short(time_figures(kept, -1)) == []


def test_another_read_may_take_longer_where_a_session_plans_it_each_time_and_is_named() -> None:
    kept = timed({"room": 1.31})
    assert short(time_figures(kept, 1)) == []
    figures = {figure.name: figure.value for figure in time_figures(kept, 1)}
    name = "most_growth_of_another_read_with_plans_that_may_be_kept_room"
    assert figures[name] == pytest.approx(1.31)


def test_another_request_may_take_less_before_lists_have_a_page() -> None:
    flat = dict.fromkeys((name + door for name in MAIN for door in (SQL, HTTP)), 0.5)
    assert short(time_figures(timed(flat, shortest=0.5), 1)) == []


def test_every_request_has_its_line() -> None:
    lines = list(time_lines(timed({"room": 5.0})))
    assert len(lines) == 1 + 2 * (len(MAIN) + 2) + 1
    assert any(line.split() == ["room", "1000.00", "1000.00", "5000.00"] for line in lines)


def test_a_request_that_reads_no_more_passes() -> None:
    assert short(plan_figures({"rack": FEW}, {"rack": FEW}, judges=True)) == []


@pytest.mark.parametrize(
    ("later", "name"),
    [
        (replace(FEW, read_whole=("guest",)), "requests_that_read_history_whole"),
        (replace(FEW, removed=1001), "most_rows_of_history_removed_by_filter"),
        (replace(FEW, rows=100), "most_growth_in_rows_of_history"),
    ],
)
def test_a_request_that_reads_the_past_falls_short_where_an_index_must_serve(
    later: Seen, name: str
) -> None:
    assert short(plan_figures({"rack": FEW}, {"rack": later}, judges=True)) == [name]
    assert short(plan_figures({"rack": FEW}, {"rack": later}, judges=False)) == []


def test_a_list_that_reads_the_past_falls_short_and_is_shown() -> None:
    read = {"status=NO_SHOW": replace(FEW, rows=5001, dearest=READ), "status=CONFIRMED": FEW}
    assert short(list_figures(read, judges=True)) == ["lists_that_read_many_rows"]
    assert any("NO_SHOW" in line for line in read_lines({}, read, judges=True))
    assert not any("CONFIRMED" in line for line in read_lines({}, read, judges=True))


def test_lists_are_asked_for_with_every_combination_of_filters() -> None:
    names = [request.name for request in lists(Known(date(2026, 1, 1), "101", "BK-2026-000001"))]
    assert len(set(names)) == len(names) == 9 * 5 * 3 * 2
    assert "status=COMPLETED&occupancy=AVAILABLE" in names


def test_rows_of_history_are_counted_with_those_that_a_filter_removed_in_each_loop() -> None:
    scan = {
        "Node Type": "Index Scan",
        "Relation Name": "room_booking",
        "Index Name": "room_booking_pkey",
        "Index Cond": "(hotel_id = 1)",
        "Actual Rows": 2.0,
        "Actual Loops": 3,
        "Rows Removed by Filter": 5,
    }
    of_rooms = {**scan, "Relation Name": "room"}
    pages = {"Shared Hit Blocks": 3, "Shared Read Blocks": 4}
    plan = {"Node Type": "Nested Loop", **pages, "Plans": [scan, of_rooms]}
    told = json.dumps({"Query Text": "SELECT", "Plan": plan})
    assert seen([told, told], frozenset()) == Seen((), 42, 30, 14, told)
    assert list(outline(told)) == [
        "Nested Loop",
        "  Index Scan room_booking room_booking_pkey (hotel_id = 1), rows 2 x 3, removed 5 x 3",
        "  Index Scan room room_booking_pkey (hotel_id = 1), rows 2 x 3, removed 5 x 3",
    ]


def test_a_month_is_without_what_requests_before_left_to_be_told(
    clone: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with psycopg.connect(clone, autocommit=True) as connection:
        hotel = HotelBuilder(connection)
        for _ in range(3):
            publish(hotel)
        connection.execute("SELECT pg_stat_force_next_flush()")

    def play(desk: Desk, history: History, bookings: int, relay: psycopg.Connection) -> None:
        publish(hotel.through(relay))
        playing.tell(relay)

    monkeypatch.setattr(playing, "BATCH", 2)
    monkeypatch.setattr(month, "play", play)
    monkeypatch.setattr(month, "hot_of", lambda owner, history: ((), {}))
    caller = Caller(hotel.hotel_id, hotel.slug, 1, "manager", "MANAGER", "1")
    known = Known(date(2026, 1, 1), "101", "BK-2026-000001")
    tables = month_of(History(0, clone, caller, known, ()), 1).tables
    assert tables["outbox_event"].inserted == 1
    assert tables["outbox_event"].dead == 1
    assert tables["realtime_message"].inserted == 1
    channel = tables["realtime_channel"]
    assert channel.updated == channel.dead == 2
    assert channel.inserted == 0


def test_what_a_vacuum_cannot_remove_falls_short() -> None:
    left = Table(10, 4, 1, 0, 4, 0, 8192, 8192, 0, 0, 50.0, 28.0)
    assert left.hot_share == pytest.approx(0.25)
    assert (left.months_to_vacuum, left.months_to_analyze) == (12.5, 2.0)
    assert replace(left, freeze_after=30.0).months_to_vacuum == pytest.approx(3.0)
    assert short(month_figures(Month({"room": left}))) == []
    assert short(month_figures(Month({"room": replace(left, dead_after_vacuum=1)}))) == [
        "dead_rows_after_a_month_and_vacuum"
    ]
