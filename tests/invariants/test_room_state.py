"""A room's number and type, and what its three axes may not say together."""

import psycopg
import pytest

from tests.conftest import Connect
from tests.hotel_builder import HotelBuilder
from tests.refusal import refused_by


def test_room_number_unique__rejects_the_number_twice(hotel: HotelBuilder) -> None:
    hotel.room(room_number="7")
    with refused_by("room_number_unique"):
        hotel.room(room_number="7", room_type_id=hotel.family)


def test_room_number_unique__rejects_renumbering_onto_a_closed_room(hotel: HotelBuilder) -> None:
    hotel.room(room_number="7", is_active=False)
    with refused_by("room_number_unique"):
        hotel.update("room", hotel.room(), room_number="7")


def test_room_number_unique__allows_the_number_in_another_hotel(owner: psycopg.Connection) -> None:
    assert HotelBuilder(owner).room(room_number="7") != HotelBuilder(owner).room(room_number="7")


@pytest.mark.parametrize("number", ["", "7 A", "7/8", "7_8", "Nº7", "7\n", "1" * 11])
def test_room_number_well_formed__rejects_what_cannot_stand_in_a_path(
    hotel: HotelBuilder, number: str
) -> None:
    with refused_by("room_number_well_formed"):
        hotel.room(room_number=number)


@pytest.mark.parametrize("number", ["7", "12-A", "a" * 10])
def test_room_number_well_formed__allows_up_to_ten_characters(
    hotel: HotelBuilder, number: str
) -> None:
    assert hotel.room(room_number=number)


def test_room_of_type__rejects_the_type_of_another_hotel(
    hotel: HotelBuilder, owner: psycopg.Connection
) -> None:
    other = HotelBuilder(owner)
    with refused_by("room_of_type"):
        hotel.room(room_type_id=other.double)
    with refused_by("room_of_type"):
        hotel.update("room", hotel.room(), room_type_id=other.double)


def test_room_of_type__rejects_removing_the_type_of_a_room(hotel: HotelBuilder) -> None:
    hotel.room()
    with refused_by("room_of_type"):
        hotel.run("DELETE FROM hotelmate.room_type WHERE id = %s", hotel.double)


def test_room_of_type__allows_another_type_of_the_hotel(hotel: HotelBuilder) -> None:
    assert hotel.update("room", hotel.room(), room_type_id=hotel.family) == 1


@pytest.mark.parametrize("status", ["", "CLEAN", "ready_for_guest", "OCCUPIED", "OUT_OF_ORDER"])
def test_room_turnover_status_known__rejects_other_statuses(
    hotel: HotelBuilder, status: str
) -> None:
    with refused_by("room_turnover_status_known"):
        hotel.update("room", hotel.room(), turnover_status=status)
    with refused_by("room_turnover_status_known"):
        hotel.room(turnover_status=status)


@pytest.mark.parametrize("status", ["CHECKOUT_DIRTY", "CLEANED_UNINSPECTED", "READY_FOR_GUEST"])
def test_room_turnover_status_known__allows_the_four(hotel: HotelBuilder, status: str) -> None:
    # The fourth, CLEANING_IN_PROGRESS, needs a task: test_room_turnover.py.
    assert hotel.read("room", hotel.room(turnover_status=status), "room_status") == status


def test_room_ready_is_vacant__rejects_readying_an_occupied_room(hotel: HotelBuilder) -> None:
    room = hotel.room()
    hotel.in_house(room)
    with refused_by("room_ready_is_vacant"):
        hotel.update("room", room, turnover_status="READY_FOR_GUEST")


def test_room_ready_is_vacant__rejects_it_after_cleaning_and_as_an_override(
    hotel: HotelBuilder,
) -> None:
    room = hotel.room()
    hotel.in_house(room)
    for step in ("CLEANING_IN_PROGRESS", "CLEANED_UNINSPECTED"):
        hotel.update("room", room, turnover_status=step)
    with (
        refused_by("room_ready_is_vacant"),
        hotel.acting(source="MANAGER_OVERRIDE", reason="looks fine"),
    ):
        hotel.update("room", room, turnover_status="READY_FOR_GUEST")


def test_room_ready_is_vacant__rejects_putting_a_guest_into_a_room_that_stays_ready(
    hotel: HotelBuilder,
) -> None:
    room = hotel.room()
    with refused_by("room_ready_is_vacant"):
        hotel.update("room", room, in_house_booking_id=hotel.booking("CONFIRMED"))


def test_room_ready_is_vacant__allows_cleaning_during_the_stay_and_ready_after_it(
    hotel: HotelBuilder,
) -> None:
    room = hotel.room()
    booking = hotel.in_house(room)
    for step in ("CLEANING_IN_PROGRESS", "CLEANED_UNINSPECTED"):
        hotel.update("room", room, turnover_status=step)
        assert hotel.read("room", room, "room_status") == "OCCUPIED"
    hotel.check_out(booking)
    for step in ("CLEANING_IN_PROGRESS", "CLEANED_UNINSPECTED", "READY_FOR_GUEST"):
        hotel.update("room", room, turnover_status=step)
    assert hotel.read("room", room, "is_assignable")


@pytest.mark.parametrize("flag", [{"is_active": False}, {"is_out_of_order": True}])
def test_room_out_of_service_is_vacant__rejects_closing_an_occupied_room(
    hotel: HotelBuilder, flag: dict[str, bool]
) -> None:
    room = hotel.room()
    hotel.in_house(room)
    with refused_by("room_out_of_service_is_vacant"):
        hotel.update("room", room, **flag)


@pytest.mark.parametrize("flag", [{"is_active": False}, {"is_out_of_order": True}])
def test_room_out_of_service_is_vacant__rejects_a_guest_in_a_closed_room(
    hotel: HotelBuilder, flag: dict[str, bool]
) -> None:
    room = hotel.room(turnover_status="CHECKOUT_DIRTY", **flag)
    with refused_by("room_out_of_service_is_vacant"):
        hotel.update("room", room, in_house_booking_id=hotel.booking("CONFIRMED"))


def test_room_out_of_service_is_vacant__allows_maintenance_during_the_stay_and_closing_after(
    hotel: HotelBuilder,
) -> None:
    room = hotel.room()
    booking = hotel.in_house(room)
    hotel.update("room", room, maintenance_required=True)
    hotel.check_out(booking)
    hotel.update("room", room, is_active=False, is_out_of_order=True)
    assert hotel.read("room", room, "room_status") == "OUT_OF_ORDER"


def test_room_device_needs_guest__rejects_a_device_in_a_vacant_room(hotel: HotelBuilder) -> None:
    with refused_by("room_device_needs_guest"):
        hotel.room(guest_fcm_token="device")
    room = hotel.room()
    hotel.assigned(room)
    with refused_by("room_device_needs_guest"):
        hotel.update("room", room, guest_fcm_token="device")


def test_room_device_needs_guest__allows_the_device_of_the_guest_until_check_out(
    hotel: HotelBuilder,
) -> None:
    room = hotel.room()
    booking = hotel.in_house(room)
    hotel.update("room", room, guest_fcm_token="device")
    assert hotel.read("room", room, "guest_fcm_token") == "device"
    hotel.check_out(booking)
    assert hotel.read("room", room, "guest_fcm_token") is None


def test_room_device_needs_guest__allows_no_device_of_a_guest_who_moved_away(
    hotel: HotelBuilder,
) -> None:
    room, next_room = hotel.room(), hotel.room()
    booking = hotel.in_house(room)
    hotel.update("room", room, guest_fcm_token="device")
    with hotel.acting(reason="noise"):
        hotel.assign(booking, next_room)
    assert hotel.read("room", room, "guest_fcm_token") is None
    assert hotel.read("room", next_room, "guest_fcm_token") is None


def test_room_occupied_by_in_house_booking__rejects_an_occupant_who_is_not_checked_in(
    hotel: HotelBuilder,
) -> None:
    dirty = hotel.room(turnover_status="CHECKOUT_DIRTY")
    with refused_by("room_occupied_by_in_house_booking"):
        hotel.update("room", dirty, in_house_booking_id=hotel.booking("CONFIRMED"))
    with refused_by("room_occupied_by_in_house_booking"):
        hotel.room(turnover_status="CHECKOUT_DIRTY", in_house_booking_id=hotel.booking("CONFIRMED"))


def test_room_occupied_by_in_house_booking__rejects_an_occupant_who_is_in_another_room(
    hotel: HotelBuilder,
) -> None:
    booking = hotel.in_house(hotel.room())
    dirty = hotel.room(turnover_status="CHECKOUT_DIRTY")
    with refused_by("room_occupied_by_in_house_booking"):
        hotel.update("room", dirty, in_house_booking_id=booking)


def test_room_occupied_by_in_house_booking__rejects_an_occupant_who_has_left(
    hotel: HotelBuilder,
) -> None:
    room = hotel.room()
    booking = hotel.checked_out(room)
    with refused_by("room_occupied_by_in_house_booking"):
        hotel.update("room", room, in_house_booking_id=booking)


def test_room_occupied_by_in_house_booking__rejects_an_occupant_of_another_hotel(
    hotel: HotelBuilder, owner: psycopg.Connection
) -> None:
    other = HotelBuilder(owner)
    stranger = other.in_house(other.room())
    dirty = hotel.room(turnover_status="CHECKOUT_DIRTY")
    with refused_by("room_occupied_by_in_house_booking"):
        hotel.update("room", dirty, in_house_booking_id=stranger)


def test_room_occupied_by_in_house_booking__rejects_another_for_a_moment(
    hotel: HotelBuilder,
) -> None:
    room = hotel.room()
    guest, other = hotel.in_house(room), hotel.booking("CONFIRMED")
    with refused_by("room_occupied_by_in_house_booking"), hotel.connection.transaction():
        hotel.update("room", room, in_house_booking_id=other)
        hotel.update("room", room, in_house_booking_id=guest)


def test_room_occupied_by_in_house_booking__rejects_a_guest_to_come_for_a_moment(
    hotel: HotelBuilder,
) -> None:
    dirty = hotel.room(turnover_status="CHECKOUT_DIRTY")
    with refused_by("room_occupied_by_in_house_booking"), hotel.connection.transaction():
        hotel.update("room", dirty, in_house_booking_id=hotel.booking("CONFIRMED"))
        hotel.update("room", dirty, in_house_booking_id=None)


@pytest.mark.parametrize("whose", ["of one to come", "of one in house", "of nobody"])
def test_room_occupied_by_in_house_booking__rejects_a_room_that_begins_with_a_guest_for_a_moment(
    hotel: HotelBuilder, whose: str
) -> None:
    booking = -1
    if whose != "of nobody":
        booking = hotel.booking("CONFIRMED") if "come" in whose else hotel.in_house(hotel.room())
    with refused_by("room_occupied_by_in_house_booking"), hotel.connection.transaction():
        room = hotel.room(turnover_status="CHECKOUT_DIRTY", in_house_booking_id=booking)
        hotel.update("room", room, in_house_booking_id=None)


def test_room_occupied_by_in_house_booking__rejects_an_occupant_without_the_guard_too(
    clone: str, connect: Connect
) -> None:
    hotel = HotelBuilder(connect(url=clone))
    # The guard speaks first, for a moment too; at COMMIT the key holds without.
    hotel.run("ALTER TABLE hotelmate.room DISABLE TRIGGER tg_room__6_named_guest")
    dirty = hotel.room(turnover_status="CHECKOUT_DIRTY")
    for booking in (hotel.booking("CONFIRMED"), -1):
        with refused_by("room_occupied_by_in_house_booking"):
            hotel.update("room", dirty, in_house_booking_id=booking)


def test_room_occupied_by_in_house_booking__allows_the_booking_that_checks_in(
    hotel: HotelBuilder,
) -> None:
    room = hotel.room()
    booking = hotel.in_house(room)
    assert hotel.read("room", room, "in_house_booking_id") == booking
    assert hotel.read("room", room, "is_occupied")
