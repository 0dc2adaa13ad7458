"""Races for one cleaning: two starts, by the room or by its task, and the locks they take."""

import psycopg

from tests.concurrency.interleaving import (
    BOTH_LEVELS,
    goes_on,
    one_is_the_victim_of_a_deadlock,
    second_waits,
    two_sides,
)
from tests.conftest import Connect
from tests.hotel_builder import HotelBuilder


def dirty_room(hotel: HotelBuilder) -> tuple[int, int]:
    """Make a room that a guest has left; return it and its open turnover task."""
    room = hotel.room()
    hotel.checked_out(room)
    return room, int(
        hotel.value(
            "SELECT id FROM hotelmate.housekeeping_task WHERE hotel_id = %s AND room_id = %s",
            hotel.hotel_id,
            room,
        )
    )


def start_room(hotel: HotelBuilder, room: int) -> int:
    return hotel.update("room", room, turnover_status="CLEANING_IN_PROGRESS")


def start_task(hotel: HotelBuilder, task: int) -> int:
    return hotel.update("housekeeping_task", task, status="IN_PROGRESS")


def assert_started_once(hotel: HotelBuilder, room: int, task: int) -> None:
    assert hotel.read("room", room, "cleaning_task_id") == task
    assert hotel.read("housekeeping_task", task, "status") == "IN_PROGRESS"
    starts = hotel.value(
        "SELECT count(*) FROM hotelmate.room_status_event WHERE hotel_id = %s AND room_id = %s"
        " AND to_turnover = 'CLEANING_IN_PROGRESS' AND from_turnover = 'CHECKOUT_DIRTY'",
        hotel.hotel_id,
        room,
    )
    assert starts == 1


@BOTH_LEVELS
def test_room_single_open_turnover_task__race_two_starts_of_one_room(
    hotel: HotelBuilder, connect: Connect, level: psycopg.IsolationLevel
) -> None:
    room, task = dirty_room(hotel)
    with two_sides(hotel, connect, level) as (first, second):
        second_waits(first, second, lambda h: start_room(h, room), lambda h: start_room(h, room))
        goes_on(second, level)
    assert_started_once(hotel, room, task)


@BOTH_LEVELS
def test_task_in_progress_cleans_room__race_two_starts_of_one_task(
    hotel: HotelBuilder, connect: Connect, level: psycopg.IsolationLevel
) -> None:
    room, task = dirty_room(hotel)
    with two_sides(hotel, connect, level) as (first, second):
        second_waits(first, second, lambda h: start_task(h, task), lambda h: start_task(h, task))
        goes_on(second, level)
    assert_started_once(hotel, room, task)


@BOTH_LEVELS
def test_task_in_progress_cleans_room__race_the_task_after_its_room(
    hotel: HotelBuilder, connect: Connect, level: psycopg.IsolationLevel
) -> None:
    room, task = dirty_room(hotel)
    with two_sides(hotel, connect, level) as (first, second):
        second_waits(first, second, lambda h: start_room(h, room), lambda h: start_task(h, task))
        goes_on(second, level)
    assert_started_once(hotel, room, task)


@BOTH_LEVELS
def test_room_cleaned_by_task_in_progress__race_the_room_after_its_task(
    hotel: HotelBuilder, connect: Connect, level: psycopg.IsolationLevel
) -> None:
    room, task = dirty_room(hotel)
    with two_sides(hotel, connect, level) as (first, second):
        second_waits(first, second, lambda h: start_task(h, task), lambda h: start_room(h, room))
        goes_on(second, level)
    assert_started_once(hotel, room, task)


def test_room_cleaned_by_task_in_progress__race_locks_in_opposite_order(
    hotel: HotelBuilder, connect: Connect
) -> None:
    room, task = dirty_room(hotel)
    with two_sides(hotel, connect) as (first, second):
        # Whoever writes a task holds it before its room; a room's writer takes them the other way.
        first.does(lambda h: h.update("housekeeping_task", task, note="two beds"))
        second.starts(lambda h: start_room(h, room))
        first.starts(lambda h: start_task(h, task))
        survivor = one_is_the_victim_of_a_deadlock(first, second)
        survivor.commits()
    assert_started_once(hotel, room, task)
