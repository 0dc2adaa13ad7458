"""The report for people: its verdict, who has what to do, and how it was before."""

import sys
import xml.etree.ElementTree as ElementTree
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo, reset_tzpath

import psycopg
import pytest

from app.consistency import report
from app.consistency.checks import Check, Finding, all_checks, parse
from app.consistency.history import KeptCount, by_day, kept_since
from app.consistency.running import Found, Scope
from app.consistency.summary import Summary
from tests.checks.kept_runs import Results, about, events, keep, made_up
from tests.conftest import Connect
from tests.hotel_builder import HotelBuilder

LATE = made_up("arrivals_without_room", "Front desk", "medium")
DIRTY = made_up("rooms_dirty_too_long", "Housekeeping", "medium")
HOLDS = made_up("holds_about_to_lapse", "Payment")
RULE = parse(
    "occupancy",
    "-- Occupancy: a room names its guest. More of it.\n-- Severity: critical.\n"
    "-- Held by: room_occupied_by_in_house_booking.\n-- Reads: live state.\nSELECT 1;",
)
BERLIN = ZoneInfo("Europe/Berlin")


def summary_of(results: Results, broken: Check | None = None) -> Summary:
    summary = Summary()
    for event in events(results, broken=broken):
        summary.note(event)
    return summary


def test_what_no_rule_can_hold_is_for_the_hotel_and_broken_rules_for_it() -> None:
    one = [about("inn")]
    told = report.audiences(summary_of({LATE: one, DIRTY: one * 2, HOLDS: one, RULE: one}))
    assert [[section.check.name for section in audience.sections] for audience in told] == [
        ["arrivals_without_room", "rooms_dirty_too_long"],
        ["holds_about_to_lapse"],
        ["occupancy"],
    ]
    assert [audience.findings for audience in told] == [3, 1, 1]


def test_a_hotel_that_is_overbooked_is_the_front_desks_though_a_rule_holds_it() -> None:
    (overbooked,) = (each for each in all_checks() if each.name == "booking_approval_within_rooms")
    assert overbooked.rules
    desk, *others = report.audiences(summary_of({overbooked: [about("inn")]}))
    assert [section.check for section in desk.sections] == [overbooked]
    assert [audience.findings for audience in others] == [0, 0]


def test_the_verdict_of_a_healthy_hotel_is_one_sentence() -> None:
    (sentence,) = report.verdict(summary_of({LATE: [], RULE: []}))
    assert sentence.startswith("Nothing is wrong: 2 checks")


def test_the_verdict_says_for_whom_there_is_something_and_what_is_critical() -> None:
    counted, critical = report.verdict(summary_of({LATE: [about("inn")] * 2, RULE: [about("inn")]}))
    assert counted == (
        "3 things need attention: 2 for the front desk and housekeeping,"
        " 1 for whoever runs the system."
    )
    assert critical.startswith("1 of them is critical")


def test_the_verdict_says_first_that_it_is_not_complete() -> None:
    sentences = report.verdict(summary_of({LATE: [], RULE: []}, broken=RULE))
    assert sentences[0] == "This report is not complete: 1 check could not be run."
    assert "1 check looked" in sentences[1]


def test_a_summary_remembers_the_first_findings_and_counts_all() -> None:
    summary = Summary(most=2)
    for event in events({LATE: [about("inn", f"room {n}") for n in range(5)]}):
        summary.note(event)
    (section,) = summary.sections
    assert [finding.subject for finding in section.findings] == ["room 0", "room 1"]
    assert summary.findings == summary.by_hotel["inn", "medium"] == 5


def count(
    run: int, ended: datetime, covers: int | None, *found: tuple[int | None, str, int]
) -> list[KeptCount]:
    nothing = [(None, None, None)]
    return [KeptCount(run, covers, ended, *each) for each in found or nothing]


def test_a_day_shows_what_was_known_at_its_end_hotel_by_hotel() -> None:
    def moment(day: int, hour: int = 4) -> datetime:
        return datetime(2026, 6, day, hour, tzinfo=UTC)

    counts = [
        *count(1, moment(1), None, (7, "high", 2), (8, "high", 1), (None, "critical", 1)),
        *count(2, moment(2), 7, (7, "low", 1)),
        # A later run of the same day replaces it.
        *count(3, moment(2, 9), 7),
        *count(4, moment(4), None),
    ]
    assert by_day(counts, ZoneInfo("UTC")) == {
        date(2026, 6, 1): Counter(high=3, critical=1),
        date(2026, 6, 2): Counter(high=1),
        date(2026, 6, 4): Counter(),
    }


def test_days_are_those_of_the_hotels_calendar() -> None:
    late = datetime(2026, 6, 1, 22, 30, tzinfo=UTC)
    assert list(by_day(count(1, late, None), BERLIN)) == [date(2026, 6, 2)]


def written(
    connection: psycopg.Connection[Any], results: Results, scope: Scope | None = None
) -> str:
    scope = scope or Scope()
    keep(connection, results, scope=scope)
    return report.of(connection, scope, summary_of(results))


def found_at(slug: str, since: datetime) -> Finding:
    return about(slug)._replace(since=since)


def test_times_are_by_the_hotels_clock(clone: str, connect: Connect) -> None:
    connection = connect(url=clone)
    hotel = HotelBuilder(connection, time_zone="Europe/Berlin")
    HotelBuilder(connection, time_zone="Asia/Tokyo")
    since = datetime(2026, 6, 1, 22, 30, tzinfo=UTC)

    text = written(connection, {RULE: [found_at(hotel.slug, since), found_at("", since)]})

    assert "2 June 2026, 00:30" in text
    # What concerns no one hotel has the time of none.
    assert "1 June 2026, 22:30" in text


@contextmanager
def no_time_zones() -> Iterator[None]:
    """Let the system have no time zones, as small Linux images do."""
    reset_tzpath(to=())
    ZoneInfo.clear_cache()
    try:
        yield
    finally:
        reset_tzpath()
        ZoneInfo.clear_cache()


def test_where_python_knows_no_time_zones_times_are_utc_and_say_so(
    clone: str, connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The package tzdata, which serves in their stead, comes with other tools.
    monkeypatch.setitem(sys.modules, "tzdata", None)
    connection = connect(url=clone)
    hotel = HotelBuilder(connection, time_zone="Europe/Berlin")
    since = datetime(2026, 6, 1, 22, 30, tzinfo=UTC)
    with no_time_zones():
        text = written(connection, {RULE: [found_at(hotel.slug, since)]})
        alone = written(connection, {RULE: [found_at(hotel.slug, since)]}, Scope(hotel.slug))
    for page in (text, alone):
        assert "1 June 2026, 22:30 UTC" in page
        assert "the time of that hotel" not in page


def test_control_characters_leave_the_page_well_formed(clone: str, connect: Connect) -> None:
    connection = connect(url=clone)
    hotel = HotelBuilder(connection)
    finding = about(hotel.slug, "room \x1b[2J\x017\n8\uffff")
    page = ElementTree.fromstring(written(connection, {RULE: [finding]}))
    assert r"room \x1b[2J\x017\n8\uffff" in "".join(page.itertext())
    kept = connection.execute("SELECT subject FROM hotelmate.consistency_finding").fetchall()
    assert kept == [(finding.subject,)]


def test_a_check_is_told_by_its_first_sentence_and_by_how_much_is_left_out(
    clone: str, connect: Connect
) -> None:
    connection = connect(url=clone)
    hotel = HotelBuilder(connection)
    text = written(connection, {RULE: [about(hotel.slug)] * 203})
    assert "a room names its guest." in text
    assert "More of it" not in text
    assert "and 3 more" in text


def test_a_hotels_report_shows_its_own_days(clone: str, connect: Connect) -> None:
    connection = connect(url=clone)
    inn, mill = HotelBuilder(connection), HotelBuilder(connection)
    keep(connection, {RULE: [about(inn.slug)] * 3 + [about(mill.slug)] * 9})
    text = written(connection, {RULE: [about(inn.slug)]}, Scope(inn.slug))
    assert "Test House: consistency" in text
    assert "By hotel" not in text
    assert "1 at most" in " ".join(text.split())


def test_a_day_does_not_count_what_was_mended_on_it(clone: str, connect: Connect) -> None:
    connection = connect(url=clone)
    hotel = HotelBuilder(connection)
    finding = about(hotel.slug)
    run = keep(connection, {RULE: [finding, finding]}, occasion="RECONCILE")
    run.note_mend(Found(RULE, finding, 1), gone=True, outcome="written anew")
    (day,) = by_day(kept_since(connection, datetime(2026, 1, 1, tzinfo=UTC), None), BERLIN).values()
    assert day == Counter(critical=1)
