"""Outbox, log and delivery: the check of a rule, and no other, finds what breaks it."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from app.consistency.checks import all_checks
from tests.checks.planting import Asked, Plant, Planting, asked_both_ways, finds_only, found_in
from tests.checks.plants import realtime
from tests.checks.plants.realtime import MORE, PLANTS
from tests.hotel_builder import HotelBuilder


@asked_both_ways
@pytest.mark.parametrize("rule", sorted(PLANTS))
def test_only_the_check_of_a_rule_finds_what_breaks_it(
    rule: str, asked: Asked, house: HotelBuilder
) -> None:
    finds_only(rule, PLANTS[rule], house, asked)


@asked_both_ways
@pytest.mark.parametrize(("rule", "plant"), MORE, ids=[plant.__name__ for _, plant in MORE])
def test_the_same_may_be_wrong_in_another_way(
    rule: str, plant: Plant, asked: Asked, house: HotelBuilder
) -> None:
    finds_only(rule, plant, house, asked)


@contextmanager
def nothing_found(house: HotelBuilder) -> Iterator[Planting]:
    """Undo what the block does to the hotel, after the checks have found nothing wrong with it.

    What it dropped to do so is left to the checks of domain Enforcement.
    """
    with house.connection.transaction(force_rollback=True):
        planting = Planting(house)
        yield planting
        planting.commits()
        found = found_in(house.connection)
        assert [finding for check, finding in found if check.domain != "Enforcement"] == []


def test_what_waits_for_less_than_five_minutes_is_not_late(house: HotelBuilder) -> None:
    with nothing_found(house) as planting:
        then = house.value("SELECT now() - interval '4 minutes 59 seconds'")
        realtime.publish(planting, occurred_at=then)


def test_numbered_messages_are_in_order(house: HotelBuilder) -> None:
    with nothing_found(house) as planting:
        realtime.number(planting)
        house.booking("CONFIRMED")
        realtime.number(planting)


def test_messages_may_be_removed_after_delivery(house: HotelBuilder) -> None:
    """And channels that have nothing left begin anew, in the middle of a log that goes on."""
    with nothing_found(house) as planting:
        realtime.number(planting)
        deliver = "UPDATE hotelmate.realtime_channel SET delivered_position = last_position"
        house.run(f"{deliver} WHERE name <> 'rooms'")
        house.run("SELECT hotelmate.remove_messages('-infinity', 'infinity', 40)")
        house.run(deliver)
        house.run("SELECT hotelmate.remove_messages('-infinity', 'infinity', 40)")
        house.in_house(house.room())
        realtime.number(planting)


def test_a_change_is_not_missed_where_its_message_may_have_been_removed(
    house: HotelBuilder,
) -> None:
    with nothing_found(house) as planting:
        realtime.number(planting)
        house.run("UPDATE hotelmate.realtime_channel SET delivered_position = last_position")
        house.run("SELECT hotelmate.remove_messages('-infinity', 'infinity', 100000)")


def test_a_room_with_a_new_number_was_reported_under_its_old_one(house: HotelBuilder) -> None:
    with nothing_found(house):
        room = house.room()
        house.update("room", room, room_number="renamed")


def test_a_room_whose_number_another_has_now_was_reported_under_it(house: HotelBuilder) -> None:
    for is_numbered in (False, True):
        with nothing_found(house) as planting:
            first, second = realtime.pass_the_number_on(planting)
            # Both have been through the same versions, in turns.
            for room in (first, second, first):
                house.update("room", room, maintenance_required=True)
                house.update("room", room, maintenance_required=False)
            if is_numbered:
                realtime.number(planting)


def test_each_lost_event_of_rooms_changed_at_once_is_told_of(house: HotelBuilder) -> None:
    with house.connection.transaction(force_rollback=True):
        realtime.lose_the_events_of_rooms_changed_at_once(Planting(house))
        asked = [check for check in all_checks() if check.name == "changes_without_event"]
        found = [finding.subject for _, finding in found_in(house.connection, asked)]
    # Made, and changed once; the last was reported.
    assert sorted(found) == sorted(2 * [f"room AT-{number}" for number in range(1, 20)])


def test_rooms_changed_at_once_were_reported(house: HotelBuilder) -> None:
    with nothing_found(house) as planting:
        realtime.change_rooms_at_once(planting)


def test_a_change_of_yesterday_need_not_be_in_the_log(house: HotelBuilder) -> None:
    with nothing_found(house) as planting:
        realtime.lose_the_event_of_a_booking(planting)
        planting.drop("evidence_is_append_only")
        house.run(
            "UPDATE hotelmate.booking_event SET created_at = created_at - interval '25 hours'"
        )
