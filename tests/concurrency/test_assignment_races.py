"""Races for a room before arrival: two bookings, or a booking and what makes the room unready."""

import psycopg

from tests.concurrency.interleaving import (
    BOTH_LEVELS,
    goes_on,
    loses,
    second_waits,
    two_sides,
)
from tests.conftest import Connect
from tests.hotel_builder import HotelBuilder
from tests.refusal import refused_by


@BOTH_LEVELS
def test_room_single_active_assignment__race_two_bookings_for_one_room(
    hotel: HotelBuilder, connect: Connect, level: psycopg.IsolationLevel
) -> None:
    room = hotel.room()
    winner, loser = hotel.booking("CONFIRMED"), hotel.booking("CONFIRMED")
    with two_sides(hotel, connect, level) as (first, second):
        second_waits(
            first, second, lambda h: h.assign(winner, room), lambda h: h.assign(loser, room)
        )
        with refused_by("room_single_active_assignment"):
            second.commits()
    assert hotel.read("room_booking", winner, "assigned_room_id") == room
    assert hotel.read("room_booking", loser, "assigned_room_id") is None


@BOTH_LEVELS
def test_room_single_active_assignment__race_the_second_gets_what_the_first_gives_up(
    hotel: HotelBuilder, connect: Connect, level: psycopg.IsolationLevel
) -> None:
    room = hotel.room()
    one, other = hotel.booking("CONFIRMED"), hotel.booking("CONFIRMED")
    with two_sides(hotel, connect, level) as (first, second):
        first.does(lambda h: h.assign(one, room))
        second.starts(lambda h: h.assign(other, room))
        first.rolls_back()
        second.commits()
    assert hotel.read("room_booking", other, "assigned_room_id") == room


@BOTH_LEVELS
def test_booking_waits_for_ready_room__race_out_of_order_after_assignment(
    hotel: HotelBuilder, connect: Connect, level: psycopg.IsolationLevel
) -> None:
    room, booking = hotel.room(), hotel.booking("CONFIRMED")
    with two_sides(hotel, connect, level) as (first, second):
        second_waits(
            first,
            second,
            lambda h: h.assign(booking, room),
            lambda h: h.update("room", room, is_out_of_order=True),
        )
        waiting = "booking_waits_for_ready_room"
        with loses(level, waiting, at_repeatable_read=waiting):
            second.commits()
    assert hotel.read("room", room, "is_out_of_order") is False


@BOTH_LEVELS
def test_booking_waits_for_ready_room__race_assignment_after_out_of_order(
    hotel: HotelBuilder, connect: Connect, level: psycopg.IsolationLevel
) -> None:
    room, booking = hotel.room(), hotel.booking("CONFIRMED")
    with two_sides(hotel, connect, level) as (first, second):
        second_waits(
            first,
            second,
            lambda h: h.update("room", room, is_out_of_order=True),
            lambda h: h.assign(booking, room),
        )
        with loses(level, "booking_waits_for_ready_room"):
            second.commits()
    assert hotel.read("room_booking", booking, "assigned_room_id") is None


@BOTH_LEVELS
def test_booking_capacity_is_of_room__race_assignment_after_another_room_type(
    hotel: HotelBuilder, connect: Connect, level: psycopg.IsolationLevel
) -> None:
    room, booking = hotel.room(), hotel.booking("CONFIRMED")
    with two_sides(hotel, connect, level) as (first, second):
        second_waits(
            first,
            second,
            lambda h: h.update("room", room, room_type_id=h.family),
            lambda h: h.assign(booking, room),
        )
        with loses(level, "booking_capacity_is_of_room"):
            second.commits()
    assert hotel.read("room_booking", booking, "assigned_room_id") is None


@BOTH_LEVELS
def test_booking_party_within_capacity__race_a_smaller_room_type_after_assignment(
    hotel: HotelBuilder, connect: Connect, level: psycopg.IsolationLevel
) -> None:
    room = hotel.room(room_type_id=hotel.family)
    booking = hotel.booking("CONFIRMED", guests=3, room_type_id=hotel.family)
    with two_sides(hotel, connect, level) as (first, second):
        second_waits(
            first,
            second,
            lambda h: h.assign(booking, room),
            lambda h: h.update("room", room, room_type_id=h.double),
        )
        # At REPEATABLE READ the trigger does not see the booking; the key does.
        with loses(
            level,
            "booking_party_within_capacity",
            at_repeatable_read="booking_capacity_is_of_room",
        ):
            second.commits()
    assert hotel.read("room", room, "room_type_id") == hotel.family


@BOTH_LEVELS
def test_booking_capacity_is_of_room__race_a_larger_room_type_after_assignment(
    hotel: HotelBuilder, connect: Connect, level: psycopg.IsolationLevel
) -> None:
    room, booking = hotel.room(), hotel.booking("CONFIRMED")
    with two_sides(hotel, connect, level) as (first, second):
        second_waits(
            first,
            second,
            lambda h: h.assign(booking, room),
            lambda h: h.update("room", room, room_type_id=h.family),
        )
        if not goes_on(second, level, at_repeatable_read="booking_capacity_is_of_room"):
            hotel.update("room", room, room_type_id=hotel.family)
    assert hotel.read("room_booking", booking, "capacity") == 4


@BOTH_LEVELS
def test_booking_capacity_is_of_type__race_a_new_booking_after_less_capacity(
    hotel: HotelBuilder, connect: Connect, level: psycopg.IsolationLevel
) -> None:
    hotel.booking()  # The counter of references is there, so nothing but the type is waited for.
    with two_sides(hotel, connect, level) as (first, second):
        second_waits(
            first,
            second,
            lambda h: h.update("room_type", h.double, max_occupancy=1),
            lambda h: h.booking(guests=2),
        )
        with loses(level, "booking_capacity_is_of_type"):
            second.commits()


@BOTH_LEVELS
def test_booking_party_within_capacity__race_less_capacity_after_a_new_booking(
    hotel: HotelBuilder, connect: Connect, level: psycopg.IsolationLevel
) -> None:
    hotel.booking()
    with two_sides(hotel, connect, level) as (first, second):
        second_waits(
            first,
            second,
            lambda h: h.booking(guests=2),
            lambda h: h.update("room_type", h.double, max_occupancy=1),
        )
        with loses(
            level,
            "booking_party_within_capacity",
            at_repeatable_read="booking_capacity_is_of_type",
        ):
            second.commits()
    assert hotel.read("room_type", hotel.double, "max_occupancy") == 2
