"""Housekeeping tasks: what they are for, whose they are, and the room that goes with them."""

import psycopg
import pytest

from tests.conftest import Connect
from tests.hotel_builder import HotelBuilder
from tests.invariants.tasks import add_task, dirty_room, walk
from tests.past_triggers import checks_alone
from tests.refusal import refused_by


def test_room_single_open_turnover_task__rejects_a_second_open_one(hotel: HotelBuilder) -> None:
    room = dirty_room(hotel)
    add_task(hotel, room, "TURNOVER")
    with refused_by("room_single_open_turnover_task"):
        add_task(hotel, room, "TURNOVER")


def test_room_single_open_turnover_task__rejects_one_beside_the_one_in_progress(
    hotel: HotelBuilder,
) -> None:
    room = dirty_room(hotel)
    walk(hotel, add_task(hotel, room, "TURNOVER"), "IN_PROGRESS")
    with refused_by("room_single_open_turnover_task"):
        add_task(hotel, room, "TURNOVER")
    with refused_by("room_single_open_turnover_task"):
        hotel.update("housekeeping_task", add_task(hotel, room), task_type="TURNOVER")


def test_room_single_open_turnover_task__rejects_bringing_one_from_another_room(
    hotel: HotelBuilder,
) -> None:
    room = dirty_room(hotel)
    add_task(hotel, room, "TURNOVER")
    task = add_task(hotel, dirty_room(hotel), "TURNOVER")
    # A task stays in its room, so only past the triggers is it brought.
    with refused_by("room_single_open_turnover_task"), checks_alone(hotel.connection):
        hotel.update("housekeeping_task", task, room_id=room)


def test_room_single_open_turnover_task__allows_the_next_after_the_end_and_other_kinds_beside(
    hotel: HotelBuilder,
) -> None:
    room = dirty_room(hotel)
    walk(hotel, add_task(hotel, room, "TURNOVER"), "CANCELLED")
    walk(hotel, add_task(hotel, room, "TURNOVER"), "IN_PROGRESS", "DONE")
    add_task(hotel, room, "TURNOVER")
    for other in ("STAYOVER", "STAYOVER", "INSPECTION", "DEEP_CLEAN"):
        add_task(hotel, room, other)
    add_task(hotel, dirty_room(hotel), "TURNOVER")


def test_task_assignee_of_hotel__rejects_staff_of_another_hotel_and_of_none(
    hotel: HotelBuilder, owner: psycopg.Connection
) -> None:
    task = add_task(hotel, hotel.room())
    for stranger in (HotelBuilder(owner).staff(), -1):
        with refused_by("task_assignee_of_hotel"):
            hotel.update("housekeeping_task", task, assigned_to=stranger)


def test_task_assignee_of_hotel__allows_staff_of_the_hotel_and_nobody(hotel: HotelBuilder) -> None:
    task = add_task(hotel, hotel.room(), assigned_to=hotel.staff("ann", "HOUSEKEEPING"))
    assert hotel.update("housekeeping_task", task, assigned_to=None) == 1


def test_task_of_booking__rejects_a_booking_of_another_hotel_and_of_none(
    hotel: HotelBuilder, owner: psycopg.Connection
) -> None:
    for stranger in (HotelBuilder(owner).booking(), -1):
        with refused_by("task_of_booking"):
            add_task(hotel, hotel.room(), booking_id=stranger)


def test_task_of_booking__allows_a_booking_of_the_hotel(hotel: HotelBuilder) -> None:
    room = hotel.room()
    assert add_task(hotel, room, booking_id=hotel.in_house(room))


def test_task_of_room__rejects_a_room_of_another_hotel_and_none(
    hotel: HotelBuilder, owner: psycopg.Connection
) -> None:
    for stranger in (HotelBuilder(owner).room(), -1):
        with refused_by("task_of_room"):
            add_task(hotel, stranger)


def test_task_of_room__allows_rooms_of_the_hotel_whatever_their_turnover(
    hotel: HotelBuilder,
) -> None:
    for room in (hotel.room(), dirty_room(hotel)):
        assert add_task(hotel, room)


@pytest.mark.parametrize("path", [(), ("IN_PROGRESS",), ("IN_PROGRESS", "DONE"), ("CANCELLED",)])
def test_task_of_room__allows_no_task_to_leave_its_room(
    hotel: HotelBuilder, path: tuple[str, ...]
) -> None:
    room = dirty_room(hotel)
    task = walk(hotel, add_task(hotel, room, "TURNOVER"), *path)
    for other in (hotel.room(), -1):
        hotel.update("housekeeping_task", task, room_id=other)
        assert hotel.read("housekeeping_task", task, "room_id") == room


def test_task_in_progress_cleans_room__rejects_a_room_that_names_another_task(
    hotel: HotelBuilder,
) -> None:
    room, next_room = dirty_room(hotel), dirty_room(hotel)
    walk(hotel, add_task(hotel, room, "TURNOVER"), "IN_PROGRESS")
    neighbour = walk(hotel, add_task(hotel, next_room, "TURNOVER"), "IN_PROGRESS")
    for task in (neighbour, add_task(hotel, room), -1):
        with refused_by("task_in_progress_cleans_room"):
            hotel.update("room", room, cleaning_task_id=task)


def test_task_in_progress_cleans_room__rejects_a_stayover_at_work_that_becomes_a_turnover(
    hotel: HotelBuilder,
) -> None:
    task = walk(hotel, add_task(hotel, dirty_room(hotel)), "IN_PROGRESS")
    with refused_by("task_in_progress_cleans_room"):
        hotel.update("housekeeping_task", task, task_type="TURNOVER")


def test_task_in_progress_cleans_room__allows_the_task_that_takes_its_room_along(
    hotel: HotelBuilder,
) -> None:
    room = dirty_room(hotel)
    task = walk(hotel, add_task(hotel, room, "TURNOVER"), "IN_PROGRESS")
    assert hotel.read("room", room, "cleaning_task_id") == task
    walk(hotel, task, "DONE")
    assert hotel.read("room", room, "turnover_status") == "CLEANED_UNINSPECTED"


def test_task_in_progress_cleans_room__allows_a_stayover_at_work_in_a_room_of_any_turnover(
    hotel: HotelBuilder,
) -> None:
    room = hotel.room()
    walk(hotel, add_task(hotel, room), "IN_PROGRESS")
    assert hotel.read("room", room, "turnover_status") == "READY_FOR_GUEST"


@pytest.mark.parametrize("priority", ["", "URGENT", "high"])
def test_task_priority_known__rejects_others(hotel: HotelBuilder, priority: str) -> None:
    with refused_by("task_priority_known"):
        add_task(hotel, hotel.room(), priority=priority)


@pytest.mark.parametrize("priority", ["LOW", "NORMAL", "HIGH"])
def test_task_priority_known__allows_the_three(hotel: HotelBuilder, priority: str) -> None:
    assert add_task(hotel, hotel.room(), priority=priority)


@pytest.mark.parametrize("task_type", ["", "LAUNDRY", "turnover"])
def test_task_type_known__rejects_others(hotel: HotelBuilder, task_type: str) -> None:
    with refused_by("task_type_known"):
        add_task(hotel, hotel.room(), task_type)


@pytest.mark.parametrize("task_type", ["TURNOVER", "STAYOVER", "INSPECTION", "DEEP_CLEAN"])
def test_task_type_known__allows_the_four(hotel: HotelBuilder, task_type: str) -> None:
    assert add_task(hotel, hotel.room(), task_type)


def test_task_type_known__allows_putting_right_what_came_past_it(
    clone: str, connect: Connect
) -> None:
    hotel = HotelBuilder(connect(url=clone))
    hotel.run("ALTER TABLE hotelmate.housekeeping_task DROP CONSTRAINT task_type_known")
    task = add_task(hotel, hotel.room(), "NAP")
    hotel.update("housekeeping_task", task, status="CANCELLED")
    for written, kept in (("STAYOVER", "STAYOVER"), ("INSPECTION", "STAYOVER")):
        hotel.update("housekeeping_task", task, task_type=written)
        assert hotel.read("housekeeping_task", task, "task_type") == kept
