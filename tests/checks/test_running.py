"""Runs: one snapshot, all of it or a part, whatever becomes of a check."""

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from app.consistency import running
from app.consistency.checks import Check, parse
from app.consistency.running import (
    Found,
    Outcome,
    Scope,
    UnknownCheckError,
    UnknownHotelError,
    look,
)
from tests.checks.whole_run import findings
from tests.conftest import Connect
from tests.hotel_builder import HotelBuilder

HEADER = "-- {domain}: it is so.\n-- Severity: low.\n-- Held by: {held}.\n-- Reads: live state.\n"
# Finds every room; two rules by turns.
ROOMS = """\
SELECT
    CASE WHEN room.room_number = '101' THEN 'room_number_unique' ELSE 'room_of_type' END
    AS check_name,
    hotel.slug AS hotel, 'room ' || room.room_number AS subject,
    format('100%% of {rooms} like %s', '%') AS finding, NULL::timestamptz AS since, 'mend' AS mend
FROM hotelmate.room INNER JOIN hotelmate.hotel ON room.hotel_id = hotel.hotel_id
WHERE room.room_number LIKE '1%'
ORDER BY hotel, subject;
"""


def a_check(name: str, query: str, *, held: str = "nothing", domain: str = "Rooms") -> Check:
    return parse(name, HEADER.format(domain=domain, held=held) + query)


OF_ROOMS = a_check("rooms", ROOMS, held="room_number_unique, room_of_type")
OF_NO_HOTEL = a_check(
    "off", "SELECT 'off', '' AS hotel, 'trigger t', 'is off', now(), 'mend';", domain="Enforcement"
)


@pytest.fixture
def house(clone: str, connect: Connect) -> HotelBuilder:
    """The first of two hotels, each with the rooms 101 and 102."""
    first, second = (HotelBuilder(connect(url=clone)) for _ in range(2))
    for hotel in (first, second):
        for _ in range(2):
            hotel.room()
    return first


@pytest.fixture
def snapshot(clone: str) -> Iterator[psycopg.Connection[Any]]:
    with psycopg.connect(clone) as connection:
        yield connection


def asking(monkeypatch: pytest.MonkeyPatch, *checks: Check) -> None:
    monkeypatch.setattr(running, "all_checks", lambda: checks)


def subjects(events: list[Found | Outcome], hotel: str) -> list[str]:
    return [
        event.finding.subject
        for event in events
        if isinstance(event, Found) and event.finding.hotel == hotel
    ]


def test_findings_are_counted_through_the_run_and_each_check_comes_to_something(
    house: HotelBuilder, snapshot: psycopg.Connection[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    asking(monkeypatch, OF_NO_HOTEL, OF_ROOMS)

    events = list(look(snapshot))

    assert [event.number for event in events if isinstance(event, Found)] == [1, 2, 3, 4, 5]
    outcomes = [event for event in events if isinstance(event, Outcome)]
    assert [(each.check, each.findings, each.error) for each in outcomes] == [
        (OF_NO_HOTEL, 1, None),
        (OF_ROOMS, 4, None),
    ]
    assert all(0 < outcome.seconds < 60 for outcome in outcomes)


def test_a_run_of_one_hotel_looks_there_and_at_what_concerns_no_one_hotel(
    house: HotelBuilder, snapshot: psycopg.Connection[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    asking(monkeypatch, OF_NO_HOTEL, OF_ROOMS)

    events = list(look(snapshot, Scope(house.slug)))

    assert subjects(events, house.slug) == ["room 101", "room 102"]
    assert subjects(events, "") == ["trigger t"]
    assert len([event for event in events if isinstance(event, Found)]) == 3


def test_a_rule_is_asked_for_by_its_name_and_others_of_its_file_are_left_out(
    house: HotelBuilder, snapshot: psycopg.Connection[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    asking(monkeypatch, OF_NO_HOTEL, OF_ROOMS)

    of_rule = list(look(snapshot, Scope(only=("room_number_unique",))))
    of_file = list(look(snapshot, Scope(only=("rooms", "room_number_unique"))))

    assert subjects(of_rule, house.slug) == ["room 101"]
    assert subjects(of_file, house.slug) == ["room 101", "room 102"]
    assert {event.check for event in (*of_rule, *of_file)} == {OF_ROOMS}


def test_what_is_not_there_is_named_before_anything_runs(
    house: HotelBuilder, snapshot: psycopg.Connection[Any]
) -> None:
    with pytest.raises(UnknownHotelError, match="no-such-hotel"):
        next(look(snapshot, Scope("no-such-hotel")))
    with pytest.raises(UnknownCheckError, match="no_such_check"):
        next(look(snapshot, Scope(only=("occupancy", "no_such_check"))))


@pytest.mark.parametrize(
    "broken",
    [
        "SELECT 'a', '' AS hotel, 'b', 'c', now(), (1 / 0)::text;",
        "SELECT no_such_column FROM hotelmate.hotel;",
        "DELETE FROM hotelmate.hotel RETURNING 'a', slug AS hotel, 'b', 'c', now(), 'd';",
        # It finds something before it breaks.
        "SELECT 'a', '' AS hotel, n::text, 'c', now(), (1 / (n - 5000))::text"
        " FROM generate_series(1, 6000) AS n;",
    ],
)
def test_a_check_that_breaks_says_why_and_the_others_run_in_the_same_snapshot(
    house: HotelBuilder,
    snapshot: psycopg.Connection[Any],
    monkeypatch: pytest.MonkeyPatch,
    broken: str,
) -> None:
    asking(monkeypatch, a_check("broken", broken), OF_ROOMS)

    events = look(snapshot)
    outcome = next(event for event in events if isinstance(event, Outcome))
    house.room()
    rest = list(events)

    assert outcome.check.name == "broken"
    assert outcome.error
    assert subjects(rest, house.slug) == ["room 101", "room 102"]


def test_a_check_that_takes_longer_than_its_role_may_is_not_run(
    house: HotelBuilder, snapshot: psycopg.Connection[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    asking(monkeypatch, a_check("slow", "SELECT pg_sleep(60);"), OF_NO_HOTEL)
    snapshot.execute("SET statement_timeout = '1s'")
    snapshot.commit()

    outcomes = [event for event in look(snapshot) if isinstance(event, Outcome)]

    assert [outcome.error is None for outcome in outcomes] == [False, True]
    # It took as long as it was waited for.
    assert outcomes[0].seconds >= 1


def test_how_others_want_text_written_and_read_does_not_matter(
    house: HotelBuilder, snapshot: psycopg.Connection[Any]
) -> None:
    warnings: list[str | None] = []
    snapshot.add_notice_handler(lambda told: warnings.append(told.message_primary))
    snapshot.execute("SET quote_all_identifiers = on; SET standard_conforming_strings = off")
    snapshot.commit()
    assert findings(snapshot) == []
    assert warnings == []


def test_whoever_loses_the_connection_is_told(
    house: HotelBuilder, snapshot: psycopg.Connection[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    asking(monkeypatch, OF_NO_HOTEL, OF_ROOMS)
    events = look(snapshot)
    next(events)
    house.run("SELECT pg_terminate_backend(%s)", snapshot.info.backend_pid)
    with pytest.raises(psycopg.OperationalError):
        list(events)
