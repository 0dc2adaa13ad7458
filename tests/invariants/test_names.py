"""Names: what has one is called something that can be seen."""

import pytest

from tests.hotel_builder import HotelBuilder
from tests.refusal import refused_by

BLANK = ["", "   ", "\t", "\n", "\r\n", "\f\v", " \t\r\n "]
# The shortest, and one that only begins and ends with what cannot be seen.
VISIBLE = ["Z", "\tZ\n"]


def rename_hotel(hotel: HotelBuilder, name: str) -> int:
    return hotel.run(
        "UPDATE hotelmate.hotel SET name = %s WHERE hotel_id = %s", name, hotel.hotel_id
    )


def rename_guests(hotel: HotelBuilder, column: str, name: str) -> int:
    """Rename the party of a new booking."""
    return hotel.run(
        f"UPDATE hotelmate.booking_guest SET {column} = %s WHERE hotel_id = %s AND booking_id = %s",
        name,
        hotel.hotel_id,
        hotel.booking(),
    )


@pytest.mark.parametrize("name", BLANK)
def test_hotel_has_name__rejects_a_blank_one(hotel: HotelBuilder, name: str) -> None:
    with refused_by("hotel_has_name"):
        rename_hotel(hotel, name)


@pytest.mark.parametrize("name", VISIBLE)
def test_hotel_has_name__allows_one_letter(hotel: HotelBuilder, name: str) -> None:
    assert rename_hotel(hotel, name) == 1


@pytest.mark.parametrize("column", ["first_name", "last_name"])
@pytest.mark.parametrize("name", BLANK)
def test_booking_guest_has_name__rejects_a_blank_one(
    hotel: HotelBuilder, column: str, name: str
) -> None:
    with refused_by("booking_guest_has_name"):
        rename_guests(hotel, column, name)


@pytest.mark.parametrize("column", ["first_name", "last_name"])
@pytest.mark.parametrize("name", VISIBLE)
def test_booking_guest_has_name__allows_one_letter_in_white_space(
    hotel: HotelBuilder, column: str, name: str
) -> None:
    assert rename_guests(hotel, column, name) == 1
