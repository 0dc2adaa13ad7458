"""The party fits in the room: the capacity that a booking counts with is the true one."""

import pytest

from tests.hotel_builder import HotelBuilder
from tests.refusal import refused_by


def set_capacity(hotel: HotelBuilder, room_type: int, guests: int) -> int:
    return hotel.update("room_type", room_type, max_occupancy=guests)


def test_booking_party_within_capacity__rejects_more_than_booked_for(hotel: HotelBuilder) -> None:
    with refused_by("booking_party_within_capacity"):
        hotel.booking(adults=2, children=1)
    booking = hotel.booking(guests=2)
    with refused_by("booking_party_within_capacity"):
        hotel.update("room_booking", booking, children=1)
    with refused_by("booking_party_within_capacity"):
        hotel.guest(booking)


@pytest.mark.parametrize(("adults", "children"), [(32767, 1), (1, 32767), (32767, 32767)])
def test_booking_party_within_capacity__rejects_more_than_a_number_of_its_type_holds(
    hotel: HotelBuilder, adults: int, children: int
) -> None:
    with refused_by("booking_party_within_capacity"):
        hotel.booking(adults=adults, children=children)


def test_booking_party_within_capacity__allows_as_many_as_the_type_takes(
    hotel: HotelBuilder,
) -> None:
    booking = hotel.booking(adults=1, children=1)
    hotel.guest(booking, age_group="CHILD")
    assert hotel.read("room_booking", booking, "party_complete") is True


def test_booking_party_within_capacity__allows_visitors_who_do_not_stay(
    hotel: HotelBuilder,
) -> None:
    booking = hotel.booking(guests=2)
    hotel.insert(
        "booking_guest",
        booking_id=booking,
        role="COMPANION",
        first_name="Day",
        last_name="Visitor",
        is_staying=False,
    )
    assert hotel.read("room_booking", booking, "staying_guest_count") == 2


def test_booking_party_within_capacity__rejects_a_smaller_room(hotel: HotelBuilder) -> None:
    booking = hotel.booking("CONFIRMED", guests=3, room_type_id=hotel.family)
    room = hotel.room(room_type_id=hotel.double)
    with refused_by("booking_party_within_capacity"):
        hotel.assign(booking, room)


def test_booking_party_within_capacity__allows_a_larger_room(hotel: HotelBuilder) -> None:
    room = hotel.room(room_type_id=hotel.family)
    booking = hotel.assigned(room, guests=2)
    assert hotel.read("room_booking", booking, "capacity") == 4


def test_booking_party_within_capacity__rejects_a_smaller_room_type(hotel: HotelBuilder) -> None:
    hotel.booking(guests=2)
    with refused_by("booking_party_within_capacity"):
        set_capacity(hotel, hotel.double, 1)


def test_booking_party_within_capacity__rejects_turning_the_held_room_into_a_smaller(
    hotel: HotelBuilder,
) -> None:
    room = hotel.room(room_type_id=hotel.family)
    hotel.in_house(room, guests=3, room_type_id=hotel.family)
    with refused_by("booking_party_within_capacity"):
        hotel.update("room", room, room_type_id=hotel.double)


def test_booking_party_within_capacity__allows_what_history_held(hotel: HotelBuilder) -> None:
    hotel.checked_out(hotel.room(), guests=2)
    hotel.booking("CANCELLED", guests=2)
    assert set_capacity(hotel, hotel.double, 1) == 1


@pytest.mark.parametrize("capacity", [1, 3])
def test_booking_capacity_is_of_type__rejects_another_number(
    hotel: HotelBuilder, capacity: int
) -> None:
    booking = hotel.booking()
    with refused_by("booking_capacity_is_of_type"):
        hotel.update("room_booking", booking, capacity=capacity)


def test_booking_capacity_is_of_type__allows_the_type_to_change(hotel: HotelBuilder) -> None:
    booking = hotel.assigned(hotel.room())
    set_capacity(hotel, hotel.double, 3)
    assert hotel.read("room_booking", booking, "capacity") == 3


def test_booking_capacity_is_of_booked_type__rejects_another_type_without_a_room(
    hotel: HotelBuilder,
) -> None:
    booking = hotel.booking()
    with refused_by("booking_capacity_is_of_booked_type"):
        hotel.update("room_booking", booking, accommodating_room_type_id=hotel.family, capacity=4)


def test_booking_capacity_is_of_booked_type__allows_booking_another_type(
    hotel: HotelBuilder,
) -> None:
    booking = hotel.booking()
    hotel.update("room_booking", booking, room_type_id=hotel.family)
    assert hotel.read("room_booking", booking, "accommodating_room_type_id") == hotel.family


def test_booking_capacity_is_of_booked_type__allows_going_back_when_unassigned(
    hotel: HotelBuilder,
) -> None:
    booking = hotel.assigned(hotel.room(room_type_id=hotel.family))
    hotel.assign(booking, None)
    assert hotel.read("room_booking", booking, "accommodating_room_type_id") == hotel.double


@pytest.mark.parametrize("held", ["assigned", "in_house"])
def test_booking_capacity_is_of_room__rejects_another_type_than_the_held_rooms(
    hotel: HotelBuilder, held: str
) -> None:
    booking = getattr(hotel, held)(hotel.room())
    with refused_by("booking_capacity_is_of_room"):
        hotel.update("room_booking", booking, accommodating_room_type_id=hotel.family, capacity=4)


@pytest.mark.parametrize("held", ["assigned", "in_house"])
def test_booking_capacity_is_of_room__allows_the_held_room_to_change_type(
    hotel: HotelBuilder, held: str
) -> None:
    room = hotel.room()
    booking = getattr(hotel, held)(room)
    hotel.update("room", room, room_type_id=hotel.family)
    assert hotel.read("room_booking", booking, "accommodating_room_type_id") == hotel.family
    assert hotel.read("room_booking", booking, "capacity") == 4
