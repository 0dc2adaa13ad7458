"""Races between the party and the room that is assigned to it."""

import psycopg

from tests.concurrency.interleaving import (
    BOTH_LEVELS,
    loses,
    one_is_the_victim_of_a_deadlock,
    second_waits,
    two_sides,
)
from tests.conftest import Connect
from tests.hotel_builder import HotelBuilder
from tests.refusal import refused_by


def companion_stays_away(hotel: HotelBuilder, booking: int) -> int:
    return hotel.run(
        "DELETE FROM hotelmate.booking_guest"
        " WHERE hotel_id = %s AND booking_id = %s AND role = 'COMPANION'",
        hotel.hotel_id,
        booking,
    )


@BOTH_LEVELS
def test_booking_room_needs_complete_party__race_a_guest_less_after_assignment(
    hotel: HotelBuilder, connect: Connect, level: psycopg.IsolationLevel
) -> None:
    room, booking = hotel.room(), hotel.booking("CONFIRMED", guests=2)
    with two_sides(hotel, connect, level) as (first, second):
        second_waits(
            first,
            second,
            lambda h: h.assign(booking, room),
            lambda h: companion_stays_away(h, booking),
        )
        with loses(level, "booking_room_needs_complete_party"):
            second.commits()
    assert hotel.read("room_booking", booking, "party_complete") is True


@BOTH_LEVELS
def test_booking_room_needs_complete_party__race_assignment_after_a_guest_less(
    hotel: HotelBuilder, connect: Connect, level: psycopg.IsolationLevel
) -> None:
    room, booking = hotel.room(), hotel.booking("CONFIRMED", guests=2)
    with two_sides(hotel, connect, level) as (first, second):
        second_waits(
            first,
            second,
            lambda h: companion_stays_away(h, booking),
            lambda h: h.assign(booking, room),
        )
        with loses(level, "booking_room_needs_complete_party"):
            second.commits()
    assert hotel.read("room_booking", booking, "assigned_room_id") is None


@BOTH_LEVELS
def test_booking_party_within_capacity__race_two_guests_for_the_last_place(
    hotel: HotelBuilder, connect: Connect, level: psycopg.IsolationLevel
) -> None:
    booking = hotel.booking(guests=1)
    with two_sides(hotel, connect, level) as (first, second):
        second_waits(
            first, second, lambda h: h.guest(booking), lambda h: h.guest(booking, first_name="Eve")
        )
        with loses(level, "booking_party_within_capacity"):
            second.commits()
    assert hotel.read("room_booking", booking, "staying_guest_count") == 2


@BOTH_LEVELS
def test_party_single_primary__race_two_guests_to_be_primary(
    hotel: HotelBuilder, connect: Connect, level: psycopg.IsolationLevel
) -> None:
    booking = hotel.booking(guests=2)
    primary, companion = (
        hotel.value(
            "SELECT id FROM hotelmate.booking_guest"
            " WHERE hotel_id = %s AND booking_id = %s AND role = %s",
            hotel.hotel_id,
            booking,
            role,
        )
        for role in ("PRIMARY", "COMPANION")
    )

    def promote(h: HotelBuilder) -> None:
        h.update("booking_guest", primary, role="COMPANION")
        h.update("booking_guest", companion, role="PRIMARY")

    def add(h: HotelBuilder) -> None:
        h.guest(booking, "PRIMARY")

    with two_sides(hotel, connect, level) as (first, second):
        second_waits(first, second, promote, add)
        with loses(level, "party_single_primary"):
            second.commits()
    assert hotel.read("booking_guest", companion, "role") == "PRIMARY"


def test_guest_is_party_member__race_check_in_against_removing_a_guest(
    hotel: HotelBuilder, connect: Connect
) -> None:
    # Whoever removes a guest holds the guest before the booking; check-in takes them the other way.
    booking = hotel.assigned(hotel.room(), guests=2)
    with two_sides(hotel, connect) as (first, second):
        first.does(lambda h: h.update("room_booking", booking, special_requests="cot"))
        second.starts(lambda h: companion_stays_away(h, booking))
        first.starts(lambda h: h.check_in(booking))
        survivor = one_is_the_victim_of_a_deadlock(first, second)
        if survivor is first:
            first.commits()
        else:
            with refused_by("booking_room_needs_complete_party"):
                second.commits()
    waiting_or_in = hotel.read("room_booking", booking, "occupancy")
    assert waiting_or_in == ("IN_HOUSE" if survivor is first else "ASSIGNED")
