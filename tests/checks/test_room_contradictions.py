"""Rooms and who is in them: the check of a rule, and no other, finds what breaks it."""

from collections.abc import Iterator

import pytest

from app.consistency.checks import Finding, all_checks
from tests.checks.planting import (
    NAMED_GUEST,
    Asked,
    Plant,
    Planting,
    asked_both_ways,
    finds_only,
    found_in,
)
from tests.checks.plants.rooms import PLANTS, begun_before, cleaned, left_as_it_is
from tests.hotel_builder import HotelBuilder


@pytest.fixture
def planting(house: HotelBuilder) -> Iterator[Planting]:
    """Undo what a test does to the house."""
    with house.connection.transaction(force_rollback=True):
        yield Planting(house)


def findings(planting: Planting, name: str) -> list[Finding]:
    planting.commits()
    (check,) = (check for check in all_checks() if name in check.row_names)
    found = [Finding(*row) for row in planting.hotel.connection.execute(check.query.encode())]
    return [finding for finding in found if finding.check_name == name]


def room_number(planting: Planting, room: int) -> str:
    return str(planting.hotel.read("room", room, "room_number"))


@asked_both_ways
@pytest.mark.parametrize("rule", sorted(PLANTS))
def test_only_the_check_of_a_rule_finds_what_breaks_it(
    rule: str, asked: Asked, house: HotelBuilder
) -> None:
    finds_only(rule, PLANTS[rule], house, asked)


def name_a_booking_that_does_not_exist(planting: Planting) -> None:
    hotel = planting.hotel
    planting.drop("room_occupied_by_in_house_booking", NAMED_GUEST)
    hotel.update("room", hotel.room(turnover_status="CHECKOUT_DIRTY"), in_house_booking_id=-1)


def name_another_than_who_is_in(planting: Planting) -> None:
    hotel = planting.hotel
    room = hotel.room()
    hotel.in_house(room)
    expected = hotel.booking("CONFIRMED")
    planting.commits()
    with planting.unguarded():
        hotel.update("room", room, in_house_booking_id=expected)


def swap_two_rooms(planting: Planting) -> None:
    hotel = planting.hotel
    rooms = hotel.room(), hotel.room()
    bookings = [hotel.in_house(room) for room in rooms]
    planting.commits()
    with planting.unguarded():
        for room, booking in zip(rooms, reversed(bookings), strict=True):
            hotel.update("room", room, in_house_booking_id=booking)


def be_in_house_in_no_room_of_the_hotel(planting: Planting) -> None:
    hotel = planting.hotel
    room = hotel.room()
    booking = hotel.in_house(room)
    planting.drop("booking_in_house_occupies_room", "booking_assigned_room_exists")
    planting.drop("booking_capacity_is_of_room", "room_occupied_by_in_house_booking", NAMED_GUEST)
    hotel.update("room", room, in_house_booking_id=None)
    for table in ("guest", "guest_chat_session", "room_booking"):
        column = "assigned_room_id" if table == "room_booking" else "room_id"
        row = "id" if table == "room_booking" else "booking_id"
        with planting.unguarded():
            hotel.run(
                f"UPDATE hotelmate.{table} SET {column} = -1 WHERE hotel_id = %s AND {row} = %s",
                hotel.hotel_id,
                booking,
            )


@pytest.mark.parametrize(
    ("plant", "rooms"),
    [
        (name_a_booking_that_does_not_exist, 1),
        (name_another_than_who_is_in, 1),
        (swap_two_rooms, 2),
    ],
)
def test_occupancy_has_one_row_a_room(plant: Plant, rooms: int, planting: Planting) -> None:
    plant(planting)
    assert len(findings(planting, "room_occupied_by_in_house_booking")) == rooms
    assert not findings(planting, "booking_in_house_occupies_room")


def test_a_booking_in_house_in_a_room_that_does_not_exist_is_found(planting: Planting) -> None:
    be_in_house_in_no_room_of_the_hotel(planting)
    assert len(findings(planting, "booking_in_house_occupies_room")) == 1


@pytest.mark.parametrize(
    ("status", "minutes", "name"),
    [
        ("CHECKOUT_DIRTY", 239, "rooms_dirty_too_long"),
        ("CLEANING_IN_PROGRESS", 119, "rooms_in_cleaning_too_long"),
        ("CLEANED_UNINSPECTED", 119, "rooms_uninspected_too_long"),
    ],
)
def test_a_room_that_is_within_its_time_is_not_reported(
    status: str, minutes: int, name: str, planting: Planting
) -> None:
    planting.drop("evidence_is_append_only")
    room = left_as_it_is(planting.hotel, status, minutes)
    assert not findings(planting, name)
    begun_before(planting.hotel, room, minutes + 2)
    assert [found.subject for found in findings(planting, name)] == [
        f"room {room_number(planting, room)}"
    ]


@pytest.mark.parametrize("flag", [{"is_active": False}, {"is_out_of_order": True}])
def test_a_room_out_of_service_may_stay_dirty(flag: dict[str, bool], planting: Planting) -> None:
    planting.drop("evidence_is_append_only")
    left_as_it_is(planting.hotel, "CHECKOUT_DIRTY", 300, **flag)
    assert not findings(planting, "rooms_dirty_too_long")


def test_a_room_that_needs_maintenance_does_not_hide_that_it_is_dirty(planting: Planting) -> None:
    planting.drop("evidence_is_append_only")
    left_as_it_is(planting.hotel, "CHECKOUT_DIRTY", 300, maintenance_required=True)
    assert findings(planting, "rooms_dirty_too_long")


def test_a_room_waits_for_cleaning_since_its_guest_left(planting: Planting) -> None:
    planting.drop("evidence_is_append_only")
    hotel = planting.hotel
    room = hotel.room()
    booking = hotel.in_house(room)
    begun_before(hotel, room, 300)
    assert not findings(planting, "rooms_dirty_too_long")
    hotel.check_out(booking)
    assert not findings(planting, "rooms_dirty_too_long")
    begun_before(hotel, room, 300)
    # What changes nothing about its turnover begins no new wait.
    hotel.update("room", room, maintenance_required=True)
    assert findings(planting, "rooms_dirty_too_long")


def test_a_room_that_is_cleaned_during_a_stay_is_in_order(planting: Planting) -> None:
    hotel = planting.hotel
    room = hotel.room()
    hotel.in_house(room)
    hotel.update("room", room, turnover_status="CLEANING_IN_PROGRESS")
    cleaned(hotel)
    planting.commits()
    assert found_in(hotel.connection) == []
