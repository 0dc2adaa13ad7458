"""Bookings, stays and the front desk: the check of a rule, and no other, finds what breaks it."""

from datetime import timedelta

import pytest

from tests.checks.looking import names_found, undone
from tests.checks.planting import Asked, Plant, asked_both_ways, finds_only
from tests.checks.plants import bookings, front_desk, stays
from tests.checks.plants.stays import make_ready
from tests.hotel_builder import HotelBuilder

PLANTS = bookings.PLANTS | stays.PLANTS | front_desk.PLANTS


@asked_both_ways
@pytest.mark.parametrize("rule", sorted(PLANTS))
def test_only_the_check_of_a_rule_finds_what_breaks_it(
    rule: str, asked: Asked, house: HotelBuilder
) -> None:
    finds_only(rule, PLANTS[rule], house, asked)


@asked_both_ways
@pytest.mark.parametrize(("name", "plant"), front_desk.MORE)
def test_the_same_may_be_wrong_in_another_way(
    name: str, plant: Plant, asked: Asked, house: HotelBuilder
) -> None:
    finds_only(name, plant, house, asked)


def test_a_booking_that_breaks_two_rules_is_reported_for_both(house: HotelBuilder) -> None:
    with undone(house) as planting:
        planting.drop("booking_departs_after_arrival", "booking_has_adult")
        house.booking(nights=0, adults=0, children=1)
        assert names_found(planting) == ["booking_departs_after_arrival", "booking_has_adult"]


def test_dates_without_an_end_are_reported_and_counted_no_further(house: HotelBuilder) -> None:
    with undone(house) as planting:
        house.update("room_type", house.family, overbooking_allowance=5)
        endless = house.booking("CONFIRMED", room_type_id=house.family, arrival=-1)
        planting.drop("booking_departs_after_arrival")
        house.run("UPDATE hotelmate.room_booking SET check_out = 'infinity' WHERE id = %s", endless)
        assert names_found(planting) == ["arrivals_not_come", "booking_departs_after_arrival"]


@pytest.mark.parametrize("count", [1, 2])
def test_a_stay_that_is_over_keeps_the_party_it_had(count: int, house: HotelBuilder) -> None:
    booking = house.checked_out(house.room(), guests=2)
    with undone(house) as planting:
        with planting.unguarded():
            if count == 1:
                house.run(
                    "UPDATE hotelmate.booking_guest SET is_staying = false"
                    " WHERE booking_id = %s AND role = 'COMPANION'",
                    booking,
                )
            else:
                house.update("room_booking", booking, staying_guest_count=1)
        assert names_found(planting) == ["booking_room_needs_complete_party"]


def test_a_guest_who_follows_another_without_a_ready_room_between_is_reported(
    house: HotelBuilder,
) -> None:
    with undone(house) as planting:
        room = house.room()
        house.in_house(room)
        planting.drop(
            "room_single_active_assignment",
            "booking_waits_for_ready_room",
            "booking_enters_ready_room",
        )
        second = house.booking("CONFIRMED")
        house.assign(second, room)
        first = house.read("room", room, "in_house_booking_id")
        house.check_out(first)
        house.check_in(second)
        house.update("room", room, in_house_booking_id=second)
        assert names_found(planting) == ["booking_enters_ready_room"]


def test_two_stays_of_the_past_that_overlap_are_reported(house: HotelBuilder) -> None:
    with undone(house) as planting:
        room = house.room()
        first = house.checked_out(room)
        make_ready(house, room)
        second = house.checked_out(room)
        earlier = house.read("room_booking", first, "checked_in_at")
        with planting.unguarded():
            for booking, hours in ((first, 3), (second, 2)):
                came = earlier - timedelta(hours=hours)
                house.update("room_booking", booking, checked_in_at=came, check_in=came.date())
                for record, stamp in (
                    ("guest", "checked_in_at"),
                    ("guest_chat_session", "opened_at"),
                ):
                    house.run(
                        f"UPDATE hotelmate.{record} SET {stamp} = %s"
                        " WHERE hotel_id = %s AND booking_id = %s",
                        came,
                        house.hotel_id,
                        booking,
                    )
        assert names_found(planting) == ["booking_enters_after_last_guest_left"]


def test_checking_out_of_another_room_is_reported(house: HotelBuilder) -> None:
    with undone(house) as planting:
        booking = house.in_house(house.room())
        planting.drop("booking_checks_out_of_its_room")
        now = house.value("SELECT now()")
        house.update("room_booking", booking, assigned_room_id=house.room(), checked_out_at=now)
        assert names_found(planting) == ["booking_checks_out_of_its_room"]
