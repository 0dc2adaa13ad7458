"""The latest run of the checks, as staff of a hotel read it."""

from collections.abc import Iterator
from typing import Any

import httpx
import psycopg
import pytest

from app.consistency.checks import all_checks
from app.consistency.running import Found, Scope
from app.main import create_app
from tests.api.conftest import Desk, refusal
from tests.api.contract import Contract
from tests.api.serving import serving, settings_for
from tests.checks.kept_runs import about, keep, made_up
from tests.conftest import Connect
from tests.credentials import as_staff
from tests.hotel_builder import HotelBuilder

OCCUPANCY, DIRTY = made_up("occupancy"), made_up("rooms_dirty_too_long", severity="medium")
EVENTS = made_up("stripe_events_without_effect", domain="Payment")


@pytest.fixture
def elsewhere(clone: str, connect: Connect) -> HotelBuilder:
    """A hotel in a private database, in which a run may be of all hotels."""
    hotel = HotelBuilder(connect(url=clone))
    hotel.staff()
    return hotel


@pytest.fixture
def its_desk(clone: str, elsewhere: HotelBuilder, contract: Contract) -> Iterator[Desk]:
    with (
        serving(create_app(settings_for(clone))) as address,
        Desk(
            base_url=f"{address}/api/hotels/{elsewhere.slug}",
            headers=as_staff(elsewhere),
            event_hooks={"response": [contract.hold]},
        ) as client,
    ):
        yield client


def shown(desk: Desk, **parameters: Any) -> dict[str, Any]:
    response = desk.get("/consistency", params=parameters)
    assert response.status_code == 200, response.text
    found: dict[str, Any] = response.json()
    return found


def by_check(answer: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {check["check"]: check for check in answer["checks"]}


def subjects(answer: dict[str, Any]) -> list[str]:
    return [item["subject"] for item in answer["items"]]


def test_before_the_first_run_there_is_none_and_every_check_is_known(its_desk: Desk) -> None:
    answer = shown(its_desk)

    assert (answer["run"], answer["items"], answer["next_cursor"]) == (None, [], None)
    known = by_check(answer)
    assert sorted(known) == sorted(check.name for check in all_checks())
    assert {check["findings"] for check in known.values()} == {None}


def test_a_run_shows_what_each_check_found_and_that_others_found_nothing(
    desk: Desk, hotel: HotelBuilder, owner: psycopg.Connection[Any]
) -> None:
    results = {OCCUPANCY: [about(hotel.slug)], DIRTY: []}
    keeping = keep(owner, results, scope=Scope(hotel.slug))

    answer = shown(desk)

    assert (answer["run"]["id"], answer["run"]["covers"]) == (keeping.run_id, "hotel")
    assert answer["run"]["started_at"] <= answer["run"]["finished_at"]
    checks = by_check(answer)
    assert (checks["occupancy"]["severity"], checks["occupancy"]["findings"]) == ("high", 1)
    assert checks["rooms_dirty_too_long"]["findings"] == 0
    (item,) = answer["items"]
    assert item == {
        "number": 1,
        "check": "occupancy",
        "check_name": "occupancy",
        "subject": "room 101",
        "finding": "is not as it should be",
        "since": None,
        "mend": "look there",
        "mended_at": None,
        "mend_outcome": None,
    }


def test_a_check_that_could_not_be_run_says_so_and_not_what_the_database_said(
    desk: Desk, hotel: HotelBuilder, owner: psycopg.Connection[Any]
) -> None:
    """It may quote what is another hotel's."""
    keep(owner, {OCCUPANCY: []}, scope=Scope(hotel.slug), broken=OCCUPANCY)

    error = by_check(shown(desk))["occupancy"]["error"]
    assert error
    assert "it broke" not in error


def test_what_is_mended_says_so(
    desk: Desk, hotel: HotelBuilder, owner: psycopg.Connection[Any]
) -> None:
    finding = about(hotel.slug)
    keeping = keep(owner, {OCCUPANCY: [finding]}, scope=Scope(hotel.slug))
    keeping.note_mend(Found(OCCUPANCY, finding, 1), gone=True, outcome="written anew")

    answer = shown(desk)

    assert by_check(answer)["occupancy"]["mended"] == 1
    assert answer["items"][0]["mended_at"] is not None
    assert answer["items"][0]["mend_outcome"] == "written anew"


def test_a_run_of_some_checks_or_one_that_broke_off_is_not_shown(
    desk: Desk, hotel: HotelBuilder, owner: psycopg.Connection[Any]
) -> None:
    complete = keep(owner, {OCCUPANCY: []}, scope=Scope(hotel.slug))
    keep(owner, {OCCUPANCY: [about(hotel.slug)]}, scope=Scope(hotel.slug, ("occupancy",)))
    owner.execute(
        "INSERT INTO hotelmate.consistency_run (hotel_id, occasion) VALUES (%s, 'CHECK')",
        (hotel.hotel_id,),
    )

    assert shown(desk)["run"]["id"] == complete.run_id


def test_pages_stay_with_the_run_they_began_with(
    desk: Desk, hotel: HotelBuilder, owner: psycopg.Connection[Any]
) -> None:
    rooms = [f"room {number}" for number in range(101, 106)]
    results = {OCCUPANCY: [about(hotel.slug, room) for room in rooms]}
    keep(owner, results, scope=Scope(hotel.slug))
    first = shown(desk, limit=2)
    keep(owner, {OCCUPANCY: []}, scope=Scope(hotel.slug))

    second = shown(desk, limit=2, cursor=first["next_cursor"])
    third = shown(desk, limit=2, cursor=second["next_cursor"])

    assert subjects(first) + subjects(second) + subjects(third) == rooms
    assert third["next_cursor"] is None
    assert shown(desk)["items"] == []


def test_findings_of_one_check_are_asked_for_by_its_name(
    desk: Desk, hotel: HotelBuilder, owner: psycopg.Connection[Any]
) -> None:
    results = {OCCUPANCY: [about(hotel.slug)], DIRTY: [about(hotel.slug, "room 102")]}
    keep(owner, results, scope=Scope(hotel.slug))

    assert subjects(shown(desk, check="rooms_dirty_too_long")) == ["room 102"]


@pytest.mark.parametrize("cursor", ["999999999-1", "7", "1-0"])
def test_a_cursor_that_no_page_ended_with_is_refused(desk: Desk, cursor: str) -> None:
    refusal(desk.get("/consistency", params={"cursor": cursor}), "request-invalid", 400)


def test_a_cursor_of_another_hotels_run_is_refused(
    desk: Desk, owner: psycopg.Connection[Any]
) -> None:
    other = HotelBuilder(owner)
    keeping = keep(owner, {OCCUPANCY: [about(other.slug)]}, scope=Scope(other.slug))

    answer = desk.get("/consistency", params={"cursor": f"{keeping.run_id}-1"})
    refusal(answer, "request-invalid", 400)


def test_of_a_run_of_all_hotels_a_hotel_sees_its_own_and_what_is_not_enforced(
    its_desk: Desk, elsewhere: HotelBuilder
) -> None:
    other = HotelBuilder(elsewhere.connection)
    enforcement, *_ = (check for check in all_checks() if check.domain == "Enforcement")
    results = {
        OCCUPANCY: [about(elsewhere.slug), about(other.slug, "room 7")],
        EVENTS: [about("", "event evt_1")],
        enforcement: [about("", "trigger t")],
    }
    keep(elsewhere.connection, results)

    answer = shown(its_desk)

    assert answer["run"]["covers"] == "all-hotels"
    assert subjects(answer) == ["room 101", "trigger t"]
    assert by_check(answer)["occupancy"]["findings"] == 1
    assert by_check(answer)["stripe_events_without_effect"]["findings"] == 0


def test_the_run_that_ended_last_counts_whichever_it_covers(
    its_desk: Desk, elsewhere: HotelBuilder
) -> None:
    connection, scope = elsewhere.connection, Scope(elsewhere.slug)
    runs = [
        keep(connection, {OCCUPANCY: []}, scope=scope).run_id,
        keep(connection, {OCCUPANCY: []}).run_id,
    ]
    assert shown(its_desk)["run"]["id"] == runs[1]
    last = keep(connection, {OCCUPANCY: []}, scope=scope)
    assert shown(its_desk)["run"]["id"] == last.run_id


def test_it_is_for_staff_of_the_hotel(address: str, hotel: HotelBuilder) -> None:
    response = httpx.get(f"{address}/api/hotels/{hotel.slug}/consistency")
    refusal(response, "not-authenticated", 401)
