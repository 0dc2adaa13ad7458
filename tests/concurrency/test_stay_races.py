"""Races around a stay: check-in, move and check-out against each other and against the room."""

from typing import Any

import psycopg
import pytest

from tests.concurrency.interleaving import (
    BOTH_LEVELS,
    goes_on,
    loses,
    one_is_the_victim_of_a_deadlock,
    second_waits,
    two_sides,
)
from tests.conftest import Connect
from tests.hotel_builder import HotelBuilder
from tests.refusal import refused_by


def move(hotel: HotelBuilder, booking: int, room: int) -> None:
    """Move a guest, saying why."""
    with hotel.acting(reason="noise"):
        hotel.assign(booking, room)


def turn(hotel: HotelBuilder, room: int, status: str, **settings: Any) -> None:
    """Write a room's turnover, with settings that say who does."""
    with hotel.acting(**settings):
        hotel.update("room", room, turnover_status=status)


@BOTH_LEVELS
def test_booking_stamps_are_final__race_two_check_ins(
    hotel: HotelBuilder, connect: Connect, level: psycopg.IsolationLevel
) -> None:
    booking = hotel.assigned(hotel.room(), guests=2)
    with two_sides(hotel, connect, level) as (first, second):
        second_waits(first, second, lambda h: h.check_in(booking), lambda h: h.check_in(booking))
        with loses(level, "booking_stamps_are_final"):
            second.commits()


@BOTH_LEVELS
def test_booking_stamps_are_final__race_two_check_outs(
    hotel: HotelBuilder, connect: Connect, level: psycopg.IsolationLevel
) -> None:
    booking = hotel.in_house(hotel.room())
    with two_sides(hotel, connect, level) as (first, second):
        second_waits(first, second, lambda h: h.check_out(booking), lambda h: h.check_out(booking))
        with loses(level, "booking_stamps_are_final"):
            second.commits()


@BOTH_LEVELS
def test_booking_closed_never_in_house__race_cancel_after_check_in(
    hotel: HotelBuilder, connect: Connect, level: psycopg.IsolationLevel
) -> None:
    booking = hotel.assigned(hotel.room())
    with two_sides(hotel, connect, level) as (first, second):
        second_waits(first, second, lambda h: h.check_in(booking), lambda h: h.cancel(booking))
        with loses(level, "booking_closed_never_in_house"):
            second.commits()
    assert hotel.read("room_booking", booking, "occupancy") == "IN_HOUSE"


@BOTH_LEVELS
def test_booking_closed_never_in_house__race_check_in_after_cancel(
    hotel: HotelBuilder, connect: Connect, level: psycopg.IsolationLevel
) -> None:
    room = hotel.room()
    booking = hotel.assigned(room)
    with two_sides(hotel, connect, level) as (first, second):
        second_waits(first, second, lambda h: h.cancel(booking), lambda h: h.check_in(booking))
        with loses(level, "booking_closed_never_in_house"):
            second.commits()
    assert hotel.read("room", room, "room_status") == "READY_FOR_GUEST"


@BOTH_LEVELS
def test_room_out_of_service_is_vacant__race_out_of_order_after_check_in(
    hotel: HotelBuilder, connect: Connect, level: psycopg.IsolationLevel
) -> None:
    room = hotel.room()
    booking = hotel.assigned(room)
    with two_sides(hotel, connect, level) as (first, second):
        second_waits(
            first,
            second,
            lambda h: h.check_in(booking),
            lambda h: h.update("room", room, is_out_of_order=True),
        )
        with loses(level, "room_out_of_service_is_vacant"):
            second.commits()
    assert hotel.read("room", room, "room_status") == "OCCUPIED"


@BOTH_LEVELS
def test_booking_check_in_needs_room__race_check_in_after_out_of_order(
    hotel: HotelBuilder, connect: Connect, level: psycopg.IsolationLevel
) -> None:
    room = hotel.room()
    booking = hotel.assigned(room)

    def close_room(h: HotelBuilder) -> None:
        h.assign(booking, None)
        h.update("room", room, is_out_of_order=True)

    with two_sides(hotel, connect, level) as (first, second):
        second_waits(first, second, close_room, lambda h: h.check_in(booking))
        with loses(level, "booking_check_in_needs_room"):
            second.commits()
    assert hotel.read("room", room, "room_status") == "OUT_OF_ORDER"


@BOTH_LEVELS
def test_booking_enters_ready_room__race_check_out_after_a_move_leaves_the_new_room(
    hotel: HotelBuilder, connect: Connect, level: psycopg.IsolationLevel
) -> None:
    old, new = hotel.room(), hotel.room()
    booking = hotel.in_house(old)
    with two_sides(hotel, connect, level) as (first, second):
        second_waits(first, second, lambda h: move(h, booking, new), lambda h: h.check_out(booking))
        if not goes_on(second, level):
            hotel.check_out(booking)
    for room in (old, new):
        assert hotel.read("room", room, "room_status") == "CHECKOUT_DIRTY"


@BOTH_LEVELS
def test_booking_final_is_frozen__race_a_move_after_check_out(
    hotel: HotelBuilder, connect: Connect, level: psycopg.IsolationLevel
) -> None:
    old, new = hotel.room(), hotel.room()
    booking = hotel.in_house(old)
    with two_sides(hotel, connect, level) as (first, second):
        second_waits(first, second, lambda h: h.check_out(booking), lambda h: move(h, booking, new))
        with loses(level, "booking_final_is_frozen"):
            second.commits()
    assert hotel.read("room", new, "room_status") == "READY_FOR_GUEST"


@BOTH_LEVELS
def test_room_single_active_assignment__race_two_moves_to_one_room(
    hotel: HotelBuilder, connect: Connect, level: psycopg.IsolationLevel
) -> None:
    one, other = hotel.in_house(hotel.room()), hotel.in_house(hotel.room())
    target = hotel.room()
    with two_sides(hotel, connect, level) as (first, second):
        second_waits(
            first, second, lambda h: move(h, one, target), lambda h: move(h, other, target)
        )
        with refused_by("room_single_active_assignment"):
            second.commits()
    assert hotel.read("room", target, "in_house_booking_id") == one


@BOTH_LEVELS
def test_booking_enters_ready_room__race_a_move_into_the_room_another_leaves(
    hotel: HotelBuilder, connect: Connect, level: psycopg.IsolationLevel
) -> None:
    left, target = hotel.room(), hotel.room()
    one, other = hotel.in_house(left), hotel.in_house(hotel.room())
    with two_sides(hotel, connect, level) as (first, second):
        second_waits(first, second, lambda h: move(h, one, target), lambda h: move(h, other, left))
        with loses(level, "booking_enters_ready_room"):
            second.commits()
    assert hotel.read("room", left, "room_status") == "CHECKOUT_DIRTY"


def test_room_single_active_assignment__race_two_crossing_moves(
    hotel: HotelBuilder, connect: Connect
) -> None:
    # Each wants the room the other is leaving, so they wait for each other and one is stopped. The
    # other then finds the room as held as it was.
    left, right, free = hotel.room(), hotel.room(), hotel.room()
    one, other = hotel.in_house(left), hotel.in_house(right)
    with two_sides(hotel, connect) as (first, second):
        first.does(lambda h: move(h, one, free))
        second.starts(lambda h: move(h, other, left))
        first.starts(lambda h: move(h, one, right))
        survivor = one_is_the_victim_of_a_deadlock(first, second)
        with refused_by("room_single_active_assignment"):
            survivor.finishes()
    assert hotel.read("room", left, "in_house_booking_id") == one
    assert hotel.read("room", right, "in_house_booking_id") == other


@BOTH_LEVELS
def test_room_legal_turnover__race_ready_after_check_out(
    hotel: HotelBuilder, connect: Connect, level: psycopg.IsolationLevel
) -> None:
    room = hotel.room()
    booking = hotel.in_house(room)
    for step in ("CLEANING_IN_PROGRESS", "CLEANED_UNINSPECTED"):
        turn(hotel, room, step)
    with two_sides(hotel, connect, level) as (first, second):
        # The guest used the cleaned room until now: it is dirty again, so it is not inspected.
        second_waits(
            first,
            second,
            lambda h: h.check_out(booking),
            lambda h: turn(h, room, "READY_FOR_GUEST", source="HOUSEKEEPING"),
        )
        with loses(level, "room_legal_turnover"):
            second.commits()
    assert hotel.read("room", room, "room_status") == "CHECKOUT_DIRTY"


@BOTH_LEVELS
def test_room_ready_is_vacant__race_ready_while_check_out_fails(
    hotel: HotelBuilder, connect: Connect, level: psycopg.IsolationLevel
) -> None:
    room = hotel.room()
    booking = hotel.in_house(room)
    override = {"source": "MANAGER_OVERRIDE", "reason": "guest has left"}
    with two_sides(hotel, connect, level) as (first, second):
        first.does(lambda h: h.check_out(booking))
        second.starts(lambda h: turn(h, room, "READY_FOR_GUEST", **override))
        first.rolls_back()
        with refused_by("room_ready_is_vacant"):
            second.commits()
    assert hotel.read("room", room, "room_status") == "OCCUPIED"


@BOTH_LEVELS
def test_room_ready_is_vacant__race_check_out_while_the_room_is_cleaned(
    hotel: HotelBuilder, connect: Connect, level: psycopg.IsolationLevel
) -> None:
    room = hotel.room()
    booking = hotel.in_house(room)
    turn(hotel, room, "CLEANING_IN_PROGRESS")
    with two_sides(hotel, connect, level) as (first, second):
        second_waits(
            first,
            second,
            lambda h: turn(h, room, "CLEANED_UNINSPECTED"),
            lambda h: h.check_out(booking),
        )
        if not goes_on(second, level):
            hotel.check_out(booking)
    assert hotel.read("room", room, "room_status") == "CHECKOUT_DIRTY"


def leave_a_ready_room(hotel: HotelBuilder, booking: int, room: int) -> None:
    """Check a guest out and override the room, in one transaction."""
    with hotel.acting(source="MANAGER_OVERRIDE", reason="seen in person"):
        hotel.check_out(booking)
        hotel.update("room", room, turnover_status="READY_FOR_GUEST")


@BOTH_LEVELS
def test_booking_enters_after_last_guest_left__race_a_move_in_an_older_transaction(
    hotel: HotelBuilder, connect: Connect, level: psycopg.IsolationLevel
) -> None:
    room = hotel.room()
    leaver, mover = hotel.in_house(room), hotel.in_house(hotel.room())
    with two_sides(hotel, connect, level) as (older, _):
        leave_a_ready_room(hotel, leaver, room)
        older.does(lambda h: move(h, mover, room))
        older.commits()
    left = hotel.read("room_booking", leaver, "checked_out_at")
    assert hotel.read("room_booking", mover, "room_moved_at") == left


@BOTH_LEVELS
@pytest.mark.parametrize("entry", ["move", "check-in"])
def test_booking_enters_after_last_guest_left__race_an_entry_that_waits_for_who_leaves(
    hotel: HotelBuilder, connect: Connect, level: psycopg.IsolationLevel, entry: str
) -> None:
    room = hotel.room()
    leaver = hotel.in_house(room)
    comer = hotel.in_house(hotel.room()) if entry == "move" else hotel.booking("CONFIRMED")

    def enter(h: HotelBuilder) -> None:
        now = h.value("SELECT now()")
        if entry == "move":
            move(h, comer, room)
        else:
            h.update("room_booking", comer, assigned_room_id=room, checked_in_at=now)

    with two_sides(hotel, connect, level) as (older, younger):
        # Its time is fixed before the guest leaves.
        second_waits(younger, older, lambda h: leave_a_ready_room(h, leaver, room), enter)
        with loses(level, "booking_enters_after_last_guest_left"):
            older.commits()
    assert hotel.read("room", room, "room_status") == "READY_FOR_GUEST"
    enter(hotel)
    assert hotel.read("room", room, "in_house_booking_id") == comer
