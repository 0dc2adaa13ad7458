"""Races for what is given once: a booking's reference, a guest's link."""

import hashlib
import secrets

import psycopg

from tests.concurrency.interleaving import (
    BOTH_LEVELS,
    goes_on,
    loses,
    two_sides,
)
from tests.conftest import Connect
from tests.hotel_builder import HotelBuilder


def issue(hotel: HotelBuilder, booking: int) -> None:
    hotel.insert(
        "booking_token",
        booking_id=booking,
        purpose="PRECHECKIN",
        token_hash=hashlib.sha256(secrets.token_bytes()).digest(),
        expires_at=hotel.value("SELECT now() + interval '1 day'"),
    )


def test_booking_reference_unique__race_two_new_bookings_count_on(
    hotel: HotelBuilder, connect: Connect
) -> None:
    with two_sides(hotel, connect) as (first, second):
        first.does(lambda h: h.booking())
        second.starts(lambda h: h.booking())
        first.commits()
        second.commits()
    numbers = hotel.value(
        "SELECT array_agg(right(booking_reference, 6) ORDER BY id) FROM hotelmate.room_booking"
        " WHERE hotel_id = %s",
        hotel.hotel_id,
    )
    assert sorted(numbers) == ["000001", "000002"]


@BOTH_LEVELS
def test_token_single_live__race_two_links(
    hotel: HotelBuilder, connect: Connect, level: psycopg.IsolationLevel
) -> None:
    booking = hotel.booking("CONFIRMED")
    with two_sides(hotel, connect, level) as (first, second):
        first.does(lambda h: issue(h, booking))
        second.starts(lambda h: issue(h, booking))
        first.commits()
        goes_on(second, level, at_repeatable_read="token_single_live")
    live = hotel.value(
        "SELECT count(*) FROM hotelmate.booking_token WHERE hotel_id = %s AND live_booking_id = %s",
        hotel.hotel_id,
        booking,
    )
    assert live == 1


@BOTH_LEVELS
def test_token_live_needs_open_booking__race_a_link_after_cancellation(
    hotel: HotelBuilder, connect: Connect, level: psycopg.IsolationLevel
) -> None:
    booking = hotel.booking("CONFIRMED")
    with two_sides(hotel, connect, level) as (first, second):
        first.does(lambda h: h.cancel(booking))
        second.starts(lambda h: issue(h, booking))
        first.commits()
        with loses(level, "token_live_needs_open_booking"):
            second.commits()


@BOTH_LEVELS
def test_token_live_needs_open_booking__race_cancellation_after_a_link(
    hotel: HotelBuilder, connect: Connect, level: psycopg.IsolationLevel
) -> None:
    booking = hotel.booking("CONFIRMED")
    with two_sides(hotel, connect, level) as (first, second):
        first.does(lambda h: issue(h, booking))
        second.starts(lambda h: h.cancel(booking))
        first.commits()
        goes_on(second, level, at_repeatable_read="token_live_needs_open_booking")
