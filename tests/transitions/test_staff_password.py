"""When a password was changed is noted by the database, and hashing it anew is no change."""

from typing import Any

import pytest

from tests.hotel_builder import HotelBuilder
from tests.invariants.access_rows import add_password

WHEN = "SELECT changed_at FROM hotelmate.staff_password WHERE hotel_id = %s"
ANEW = "UPDATE hotelmate.staff_password SET password_hash = password_hash || 'x'"
LONG_AGO = "2020-01-01T00:00Z"


@pytest.fixture
def house(hotel: HotelBuilder) -> HotelBuilder:
    """A hotel whose only password was set long ago."""
    add_password(hotel, hotel.staff("ann"), changed_at=LONG_AGO)
    return hotel


def changed(house: HotelBuilder, assignment: str = "") -> Any:
    before = house.value(WHEN, house.hotel_id)
    house.run(f"{ANEW}{assignment} WHERE hotel_id = %s", house.hotel_id)
    return house.value(WHEN, house.hotel_id) > before


def test_a_new_password_is_noted(house: HotelBuilder) -> None:
    assert changed(house)


def test_when_it_was_changed_is_not_the_writers_to_say(house: HotelBuilder) -> None:
    assert changed(house, ", changed_at = '1999-01-01T00:00Z'")


def test_the_same_password_hashed_anew_is_no_new_one(house: HotelBuilder) -> None:
    assert not changed(house, ", rehashed_at = now()")
