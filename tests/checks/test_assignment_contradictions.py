"""Which booking has which room: the check of a rule, and no other, finds what breaks it."""

import pytest

from tests.checks.planting import Asked, Planting, asked_both_ways, finds_only
from tests.checks.plants.assignment import PLANTS
from tests.hotel_builder import HotelBuilder


@asked_both_ways
@pytest.mark.parametrize("rule", sorted(PLANTS))
def test_only_the_check_of_a_rule_finds_what_breaks_it(
    rule: str, asked: Asked, house: HotelBuilder
) -> None:
    finds_only(rule, PLANTS[rule], house, asked)


def wait_for_a_room_of_another_hotel(planting: Planting) -> None:
    hotel = planting.hotel
    elsewhere = HotelBuilder(hotel.connection).room()
    booking = hotel.booking("CONFIRMED")
    planting.drop(
        "booking_assigned_room_exists",
        "booking_capacity_is_of_room",
        "booking_waits_for_ready_room",
    )
    hotel.assign(booking, elsewhere)


@asked_both_ways
def test_a_room_that_its_hotel_does_not_have_is_not_ready(
    asked: Asked, house: HotelBuilder
) -> None:
    finds_only("booking_waits_for_ready_room", wait_for_a_room_of_another_hotel, house, asked)
