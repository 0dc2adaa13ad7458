"""Who acts as a guest names no more people than were booked; the hotel may."""

from typing import Any

import pytest

from tests.hotel_builder import HotelBuilder
from tests.refusal import refused_by

RULE = "party_named_by_guest_within_booked"


def join(hotel: HotelBuilder, booking: int, *, as_guest: bool, age_group: str = "ADULT") -> None:
    """Add a companion, as a guest with a link or as a DBA."""
    connection: Any = hotel.connection
    with connection.transaction():
        if as_guest:
            connection.execute(
                "SELECT set_config('hotelmate.hotel_id', %s, true),"
                " set_config('hotelmate.guest_booking_id', %s, true),"
                " set_config('hotelmate.actor', 'guest:test', true),"
                " set_config('hotelmate.source', 'GUEST', true),"
                " set_config('role', 'hotelmate_guest', true)",
                [str(hotel.hotel_id), str(booking)],
            )
        connection.execute(
            "INSERT INTO hotelmate.booking_guest"
            " (hotel_id, booking_id, role, age_group, first_name, last_name)"
            " VALUES (%s, %s, 'COMPANION', %s, 'New', 'Comer')",
            [hotel.hotel_id, booking, age_group],
        )


@pytest.mark.parametrize("age_group", ["ADULT", "CHILD"])
def test_party_named_by_guest_within_booked__rejects_one_more(
    hotel: HotelBuilder, age_group: str
) -> None:
    booking = hotel.booking(room_type_id=hotel.family, adults=1)
    with refused_by(RULE):
        join(hotel, booking, as_guest=True, age_group=age_group)


def test_party_named_by_guest_within_booked__rejects_an_adult_in_place_of_a_child(
    hotel: HotelBuilder,
) -> None:
    booking = hotel.booking(room_type_id=hotel.family, adults=1, children=1)
    with refused_by(RULE):
        join(hotel, booking, as_guest=True)


def test_party_named_by_guest_within_booked__allows_as_many_as_were_booked(
    hotel: HotelBuilder,
) -> None:
    booking = hotel.booking(room_type_id=hotel.family, adults=2, children=1, guests=1)
    join(hotel, booking, as_guest=True)
    join(hotel, booking, as_guest=True, age_group="CHILD")


def test_party_named_by_guest_within_booked__allows_the_hotel_one_more(hotel: HotelBuilder) -> None:
    join(hotel, hotel.booking(room_type_id=hotel.family, adults=1), as_guest=False)
