"""Each check finds nothing in a healthy hotel, and its contradiction where the rule was off."""

from collections.abc import Callable

import psycopg
import pytest

from app.consistency import check_names, run_checks
from tests.conftest import Connect
from tests.hotel_builder import HotelBuilder
from tests.past_triggers import switch_triggers_off


def names_found(url: str) -> set[str]:
    with psycopg.connect(url) as connection:
        return {finding.check_name for finding in run_checks(connection)}


def a_busy_hotel(connection: psycopg.Connection) -> HotelBuilder:
    hotel = HotelBuilder(connection)
    for status in ("PENDING_PAYMENT", "PENDING_APPROVAL", "CONFIRMED", "CANCELLED", "DECLINED"):
        hotel.booking(status)
    hotel.booking("NO_SHOW", arrival=-1)
    hotel.assigned(hotel.room())
    hotel.in_house(hotel.room())
    hotel.checked_out(hotel.room())
    return hotel


def without_keys(hotel: HotelBuilder) -> None:
    hotel.run("SET session_replication_role = replica")


def vacate_by_hand(hotel: HotelBuilder) -> None:
    without_keys(hotel)
    hotel.run("UPDATE hotelmate.room SET in_house_booking_id = NULL WHERE is_occupied")


def hold_twice(hotel: HotelBuilder) -> None:
    room = hotel.room()
    first, second = hotel.assigned(room), hotel.booking("CONFIRMED")
    hotel.run("DROP INDEX hotelmate.room_single_active_assignment")
    hotel.assign(second, room)
    assert hotel.read("room_booking", first, "assigned_room_id") == room


def confirm_unpaid(hotel: HotelBuilder) -> None:
    booking = hotel.booking("PENDING_APPROVAL")
    hotel.run("ALTER TABLE hotelmate.room_booking DROP CONSTRAINT booking_confirmed_is_paid")
    without_keys(hotel)
    hotel.update("room_booking", booking, status="CONFIRMED")


def switch_a_trigger_off(hotel: HotelBuilder) -> None:
    switch_triggers_off(hotel.connection, "room")


PLANTS: dict[str, Callable[[HotelBuilder], None]] = {
    "room_occupied_by_in_house_booking": vacate_by_hand,
    "room_single_active_assignment": hold_twice,
    "booking_confirmed_is_paid": confirm_unpaid,
    "rules_are_enforced": switch_a_trigger_off,
}


def test_every_check_has_a_contradiction_to_find() -> None:
    assert sorted(PLANTS) == check_names()


def test_checks_find_nothing_in_a_healthy_hotel(clone: str, connect: Connect) -> None:
    a_busy_hotel(connect(url=clone))
    assert names_found(clone) == set()


@pytest.mark.parametrize("name", sorted(PLANTS))
def test_a_check_finds_its_contradiction_and_no_other_does(
    name: str, clone: str, connect: Connect
) -> None:
    hotel = a_busy_hotel(connect(url=clone))
    PLANTS[name](hotel)
    assert names_found(clone) == {name}
