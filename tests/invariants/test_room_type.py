"""Room types: what is sold."""

import psycopg
import pytest

from tests.hotel_builder import HotelBuilder
from tests.refusal import refused_by


def test_room_type_of_hotel__rejects_a_type_of_no_hotel(hotel: HotelBuilder) -> None:
    with refused_by("room_type_of_hotel"):
        hotel.insert("room_type", hotel_id=-1, code="X", name="X", max_occupancy=1, nightly_rate=1)


def test_room_type_of_hotel__rejects_removing_a_hotel_that_has_types(hotel: HotelBuilder) -> None:
    with refused_by("room_type_of_hotel"):
        hotel.run("DELETE FROM hotelmate.hotel WHERE hotel_id = %s", hotel.hotel_id)


def test_room_type_of_hotel__allows_a_type_of_a_hotel(hotel: HotelBuilder) -> None:
    assert hotel.room_type("SGL", 1)


@pytest.mark.parametrize("capacity", [0, -1])
def test_room_type_capacity_positive__rejects_room_for_nobody(
    hotel: HotelBuilder, capacity: int
) -> None:
    with refused_by("room_type_capacity_positive"):
        hotel.room_type("NIL", capacity)
    with refused_by("room_type_capacity_positive"):
        hotel.update("room_type", hotel.double, max_occupancy=capacity)


def test_room_type_capacity_positive__allows_room_for_one(hotel: HotelBuilder) -> None:
    assert hotel.update("room_type", hotel.double, max_occupancy=1) == 1


def test_room_type_code_unique__rejects_the_code_twice(hotel: HotelBuilder) -> None:
    with refused_by("room_type_code_unique"):
        hotel.room_type("DBL", 2)


def test_room_type_code_unique__allows_the_code_in_another_hotel(
    hotel: HotelBuilder, owner: psycopg.Connection
) -> None:
    other = HotelBuilder(owner)
    hotel.room_type("SUITE", 2)
    assert other.room_type("SUITE", 2)


@pytest.mark.parametrize("code", ["", "dbl", "-DBL", "DBL SEA", "DÖPPEL", "DBL\n", "D" * 21])
def test_room_type_code_well_formed__rejects_other_characters_and_lengths(
    hotel: HotelBuilder, code: str
) -> None:
    with refused_by("room_type_code_well_formed"):
        hotel.room_type(code, 2)


@pytest.mark.parametrize("code", ["D", "2BED_SEA-VIEW", "D" * 20])
def test_room_type_code_well_formed__allows_codes_up_to_twenty(
    hotel: HotelBuilder, code: str
) -> None:
    assert hotel.room_type(code, 2)


@pytest.mark.parametrize("rate", [0, -10000])
def test_room_type_rate_positive__rejects_a_free_night(hotel: HotelBuilder, rate: int) -> None:
    with refused_by("room_type_rate_positive"):
        hotel.update("room_type", hotel.double, nightly_rate=rate)


def test_room_type_rate_positive__allows_one_minor_unit(hotel: HotelBuilder) -> None:
    assert hotel.update("room_type", hotel.double, nightly_rate=1) == 1
