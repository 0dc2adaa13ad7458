"""Turnover: its ordinary steps, the manager's override, and the task that goes with cleaning."""

from itertools import permutations

import psycopg
import pytest

from tests.conftest import Connect
from tests.hotel_builder import HotelBuilder
from tests.past_triggers import switch_triggers_off
from tests.refusal import refused_by

DIRTY, CLEANING = "CHECKOUT_DIRTY", "CLEANING_IN_PROGRESS"
CLEANED, READY = "CLEANED_UNINSPECTED", "READY_FOR_GUEST"

ORDINARY = [
    (DIRTY, CLEANING),
    (CLEANING, CLEANED),
    (CLEANING, DIRTY),
    (CLEANED, READY),
    (CLEANED, CLEANING),
    (CLEANED, DIRTY),
    (READY, DIRTY),
]
LEAPS = sorted(set(permutations((DIRTY, CLEANING, CLEANED, READY), 2)) - set(ORDINARY))


def room_that_is(hotel: HotelBuilder, status: str) -> int:
    if status != CLEANING:
        return hotel.room(turnover_status=status)
    room = hotel.room(turnover_status=DIRTY)
    hotel.update("room", room, turnover_status=CLEANING)
    return room


@pytest.mark.parametrize(("before", "after"), LEAPS)
def test_room_legal_turnover__rejects_a_leap(hotel: HotelBuilder, before: str, after: str) -> None:
    room = room_that_is(hotel, before)
    with refused_by("room_legal_turnover"):
        hotel.update("room", room, turnover_status=after)


@pytest.mark.parametrize("source", ["HOUSEKEEPING", "FRONT_DESK", "SYSTEM"])
def test_room_legal_turnover__rejects_a_leap_of_every_other_source(
    hotel: HotelBuilder, source: str
) -> None:
    room = hotel.room(turnover_status=DIRTY)
    with refused_by("room_legal_turnover"), hotel.acting(source=source, reason="in a hurry"):
        hotel.update("room", room, turnover_status=READY)


def test_room_legal_turnover__rejects_a_leap_by_way_of_a_task(hotel: HotelBuilder) -> None:
    task = hotel.insert("housekeeping_task", room_id=hotel.room(), task_type="TURNOVER")
    with refused_by("room_legal_turnover"):
        hotel.update("housekeeping_task", task, status="IN_PROGRESS")


def test_room_legal_turnover__rejects_forgetting_a_step_that_was_taken(
    hotel: HotelBuilder, owner: psycopg.Connection
) -> None:
    room_that_is(hotel, CLEANING)
    with refused_by("room_legal_turnover"), owner.transaction(force_rollback=True):
        owner.execute(
            "DELETE FROM hotelmate.turnover_transition"
            " WHERE from_turnover = %s AND to_turnover = %s",
            (DIRTY, CLEANING),
        )


@pytest.mark.parametrize(("before", "after"), ORDINARY)
def test_room_legal_turnover__allows_an_ordinary_step(
    hotel: HotelBuilder, before: str, after: str
) -> None:
    room = room_that_is(hotel, before)
    hotel.update("room", room, turnover_status=after)
    assert hotel.read("room", room, "turnover_status") == after


@pytest.mark.parametrize(("before", "after"), LEAPS)
def test_room_legal_turnover__allows_a_leap_as_an_override(
    hotel: HotelBuilder, before: str, after: str
) -> None:
    room = room_that_is(hotel, before)
    with hotel.acting(source="MANAGER_OVERRIDE", reason="inspected in person"):
        hotel.update("room", room, turnover_status=after)
    assert hotel.read("room", room, "turnover_status") == after


@pytest.mark.parametrize(
    "reason", [None, "", "   ", "\t\r\n ", "\f", "\v", "\u00a0", " \f\v\u00a0 "]
)
def test_room_override_has_reason__rejects_an_override_without_one(
    hotel: HotelBuilder, reason: str | None
) -> None:
    room = hotel.room(turnover_status=DIRTY)
    settings = {} if reason is None else {"reason": reason}
    with (
        refused_by("room_override_has_reason"),
        hotel.acting(source="MANAGER_OVERRIDE", **settings),
    ):
        hotel.update("room", room, turnover_status=READY)


def test_room_override_has_reason__rejects_it_for_an_ordinary_step_and_a_flag_too(
    hotel: HotelBuilder,
) -> None:
    room = hotel.room()
    for change in ({"turnover_status": DIRTY}, {"is_out_of_order": True}):
        with (
            refused_by("room_override_has_reason"),
            hotel.acting(source="MANAGER_OVERRIDE"),
        ):
            hotel.update("room", room, **change)


def test_room_override_has_reason__allows_an_override_that_says_why(hotel: HotelBuilder) -> None:
    room = hotel.room(turnover_status=DIRTY)
    with hotel.acting(source="MANAGER_OVERRIDE", reason="x"):
        hotel.update("room", room, turnover_status=READY)


def test_room_override_has_reason__allows_an_ordinary_step_without_one(hotel: HotelBuilder) -> None:
    with hotel.acting(source="HOUSEKEEPING"):
        hotel.update("room", hotel.room(), turnover_status=DIRTY)


def test_room_cleaning_has_task__rejects_taking_the_task_from_a_room_being_cleaned(
    hotel: HotelBuilder,
) -> None:
    room = room_that_is(hotel, CLEANING)
    with refused_by("room_cleaning_has_task"):
        hotel.update("room", room, cleaning_task_id=None)


@pytest.mark.parametrize("status", [DIRTY, CLEANED, READY])
def test_room_cleaning_has_task__rejects_a_task_of_a_room_that_is_not_being_cleaned(
    hotel: HotelBuilder, status: str
) -> None:
    room = room_that_is(hotel, status)
    task = hotel.insert("housekeeping_task", room_id=room, task_type="TURNOVER")
    with refused_by("room_cleaning_has_task"):
        hotel.update("room", room, cleaning_task_id=task)


def test_room_cleaning_has_task__allows_the_task_while_cleaning_only(hotel: HotelBuilder) -> None:
    room = room_that_is(hotel, CLEANING)
    assert hotel.read("room", room, "cleaning_task_id") is not None
    hotel.update("room", room, turnover_status=CLEANED)
    assert hotel.read("room", room, "cleaning_task_id") is None


def test_room_cleaned_by_task_in_progress__rejects_removing_the_task_at_work(
    clone: str, connect: Connect
) -> None:
    hotel = HotelBuilder(connect(url=clone))
    task = hotel.read("room", room_that_is(hotel, CLEANING), "cleaning_task_id")
    # No task is ever removed; the key proves it by itself.
    switch_triggers_off(hotel.connection, "housekeeping_task")
    with refused_by("room_cleaned_by_task_in_progress"):
        hotel.run("DELETE FROM hotelmate.housekeeping_task WHERE id = %s", task)


def test_room_cleaned_by_task_in_progress__rejects_turning_the_task_into_another_kind(
    hotel: HotelBuilder,
) -> None:
    task = hotel.read("room", room_that_is(hotel, CLEANING), "cleaning_task_id")
    with refused_by("room_cleaned_by_task_in_progress"):
        hotel.update("housekeeping_task", task, task_type="STAYOVER")


def test_room_cleaned_by_task_in_progress__rejects_taking_the_task_to_another_room(
    clone: str, connect: Connect
) -> None:
    hotel = HotelBuilder(connect(url=clone))
    task = hotel.read("room", room_that_is(hotel, CLEANING), "cleaning_task_id")
    other = room_that_is(hotel, DIRTY)
    # A task stays in its room; the key proves it by itself.
    switch_triggers_off(hotel.connection, "housekeeping_task")
    with refused_by("room_cleaned_by_task_in_progress"):
        hotel.update("housekeeping_task", task, room_id=other)


def test_room_cleaned_by_task_in_progress__rejects_a_room_that_begins_its_life_being_cleaned(
    hotel: HotelBuilder,
) -> None:
    with refused_by("room_cleaned_by_task_in_progress"):
        hotel.room(turnover_status=CLEANING)


def test_room_cleaned_by_task_in_progress__allows_cleaning_from_either_side(
    hotel: HotelBuilder,
) -> None:
    by_room = room_that_is(hotel, CLEANING)
    started = hotel.read("room", by_room, "cleaning_task_id")
    assert hotel.read("housekeeping_task", started, "status") == "IN_PROGRESS"
    by_task = hotel.room(turnover_status=DIRTY)
    task = hotel.insert("housekeeping_task", room_id=by_task, task_type="TURNOVER")
    hotel.update("housekeeping_task", task, status="IN_PROGRESS")
    assert hotel.read("room", by_task, "cleaning_task_id") == task
