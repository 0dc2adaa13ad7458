"""Erasure while somebody changes the party: nobody is named after it, nobody is forgotten by it."""

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from app.queries import personal_data as queries
from tests.concurrency.interleaving import (
    BOTH_LEVELS,
    READ_COMMITTED,
    goes_on,
    loses,
    second_waits,
    two_sides,
)
from tests.conftest import Connect
from tests.consistency import contradictions
from tests.hotel_builder import HotelBuilder
from tests.personal_data.ended import told

NAMED = (
    "SELECT count(*) FROM hotelmate.booking_guest"
    " WHERE hotel_id = %s AND booking_id = %s AND first_name <> '(erased)'"
)


@pytest.fixture
def hotel(owner: psycopg.Connection[Any]) -> Iterator[HotelBuilder]:
    """A hotel that must hold no contradiction when the race is over."""
    made = HotelBuilder(owner)
    yield made
    assert contradictions(owner, made.slug) == []


def erases(hotel: HotelBuilder, booking: int) -> None:
    """Erase a party as the API does: the booking first."""
    reference = hotel.read("room_booking", booking, "booking_reference")
    named = {"hotel_id": hotel.hotel_id, "booking_id": reference}
    for statement in (queries.ERASE_PARTY.lock, queries.ERASE_PARTY.statement):
        assert statement is not None
        hotel.connection.execute(statement.encode(), named)


def joins(hotel: HotelBuilder, booking: int) -> None:
    hotel.guest(booking, first_name="Late")


def is_renamed(hotel: HotelBuilder, booking: int) -> None:
    hotel.run(
        "UPDATE hotelmate.booking_guest SET first_name = 'Another'"
        " WHERE hotel_id = %s AND booking_id = %s AND role = 'COMPANION'",
        hotel.hotel_id,
        booking,
    )


@BOTH_LEVELS
def test_erasure_is_final__race_a_guest_who_joins_after_erasure(
    hotel: HotelBuilder, connect: Connect, level: psycopg.IsolationLevel
) -> None:
    booking = told(hotel, "CANCELLED")
    with two_sides(hotel, connect, level) as (first, second):
        first.does(lambda h: erases(h, booking))
        second.starts(lambda h: joins(h, booking))
        first.commits()
        with loses(level, "erasure_is_final"):
            second.commits()
    assert hotel.value(NAMED, hotel.hotel_id, booking) == 0


@BOTH_LEVELS
def test_erasure_finds_a_guest_who_joined_just_before(
    hotel: HotelBuilder, connect: Connect, level: psycopg.IsolationLevel
) -> None:
    booking = told(hotel, "CONFIRMED", room_type_id=hotel.family)

    def cancels_and_erases(side: HotelBuilder) -> None:
        side.cancel(booking)
        erases(side, booking)

    with two_sides(hotel, connect, level) as (first, second):
        second_waits(first, second, lambda h: joins(h, booking), cancels_and_erases)
        went_on = goes_on(second, level)
    assert hotel.value(NAMED, hotel.hotel_id, booking) == (0 if went_on else 3)


@BOTH_LEVELS
def test_erasure_is_final__race_a_new_name_after_erasure(
    hotel: HotelBuilder, connect: Connect, level: psycopg.IsolationLevel
) -> None:
    booking = told(hotel, "CANCELLED")
    with two_sides(hotel, connect, level) as (first, second):
        first.does(lambda h: erases(h, booking))
        second.starts(lambda h: is_renamed(h, booking))
        first.commits()
        with loses(level, "erasure_is_final"):
            second.commits()
    assert hotel.value(NAMED, hotel.hotel_id, booking) == 0


@BOTH_LEVELS
def test_erasure_after_a_new_name_erases_it(
    hotel: HotelBuilder, connect: Connect, level: psycopg.IsolationLevel
) -> None:
    booking = told(hotel, "CANCELLED")
    with two_sides(hotel, connect, level) as (first, second):
        second_waits(first, second, lambda h: is_renamed(h, booking), lambda h: erases(h, booking))
        went_on = goes_on(second, level)
    assert hotel.value(NAMED, hotel.hotel_id, booking) == (0 if went_on else 2)


def test_two_erasures_at_once_leave_one_moment(hotel: HotelBuilder, connect: Connect) -> None:
    booking = told(hotel, "CANCELLED")
    with two_sides(hotel, connect, READ_COMMITTED) as (first, second):
        second_waits(first, second, lambda h: erases(h, booking), lambda h: erases(h, booking))
        second.commits()
    erasures = hotel.value(
        "SELECT count(*) FROM hotelmate.booking_event WHERE hotel_id = %s AND booking_id = %s"
        " AND event_type = 'booking_personal_data_erased'",
        hotel.hotel_id,
        booking,
    )
    assert erasures == 1
