"""Outbox, log and delivery: the check of a rule, and no other, finds what breaks it."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from app.consistency.checks import all_checks
from app.consistency.running import NO_HOTEL, narrowed
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


def untold(house: HotelBuilder) -> Counter[str]:
    """Return what changed and was not reported, each as often as that was found."""
    asked = [check for check in all_checks() if check.name == "changes_without_event"]
    return Counter(finding.subject for _, finding in found_in(house.connection, asked))


def test_each_lost_event_of_rooms_changed_at_once_is_told_of(house: HotelBuilder) -> None:
    with house.connection.transaction(force_rollback=True):
        realtime.lose_the_events_of_rooms_changed_at_once(Planting(house))
        found = untold(house)
    # Made, and changed once; the last was reported.
    assert found == {f"room AT-{number}": 2 for number in range(1, 20)}


def test_each_lost_event_of_bookings_changed_at_once_is_told_of(house: HotelBuilder) -> None:
    with house.connection.transaction(force_rollback=True):
        planting = Planting(house)
        versions = realtime.change_bookings_at_once(planting)
        versions.popitem()
        realtime.lose_events(planting, "booking_id", versions)
        found = untold(house)
    assert found == {f"booking {reference}": version for reference, version in versions.items()}


def test_each_lost_event_of_many_tasks_is_told_of(house: HotelBuilder) -> None:
    with house.connection.transaction(force_rollback=True):
        planting = Planting(house)
        rooms = realtime.make_tasks(planting)
        rooms.popitem()
        realtime.lose_events(planting, "task_id", rooms)
        found = untold(house)
    assert found == Counter(f"room {number}" for number in rooms.values())


Node = dict[str, Any]


def plan(house: HotelBuilder, *hotels: str) -> Node:
    """Return how PostgreSQL looks for what was not reported, of these hotels or of all."""
    (check,) = (check for check in all_checks() if check.name == "changes_without_event")
    query = narrowed(check, hotels=hotels).as_string(house.connection)
    ((document,),) = house.connection.execute(f"EXPLAIN (FORMAT JSON) {query}".encode()).fetchall()
    top: Node = document[0]["Plan"]
    return top


def nodes(node: Node) -> Iterator[Node]:
    """Yield a node of a plan and all below it."""
    yield node
    for below in node.get("Plans", ()):
        yield from nodes(below)


def test_no_change_is_looked_for_among_all_events_by_itself(house: HotelBuilder) -> None:
    """That would take as many looks as there are changes, times as many as there are events."""
    top = plan(house)
    assert "Anti" not in {node.get("Join Type") for node in nodes(top)}
    while top["Node Type"] != "Aggregate":
        # What was not reported is joined with nothing.
        (top,) = top["Plans"]
    (beside,) = (node for node in nodes(top) if node["Node Type"] == "Append")
    assert len(beside["Plans"]) == 5, "three kinds of changes, the outbox and the messages"


def test_whoever_asks_for_one_hotel_reads_the_changes_and_events_of_no_other(
    house: HotelBuilder,
) -> None:
    conditions = [
        str([node[word] for word in ("Index Cond", "Filter") if word in node])
        for node in nodes(plan(house, house.slug, NO_HOTEL))
        if node.get("Relation Name") == "hotel"
    ]
    assert len(conditions) == 5
    assert all(house.slug in condition for condition in conditions)


def test_bookings_changed_and_tasks_made_at_once_were_reported(house: HotelBuilder) -> None:
    with nothing_found(house) as planting:
        realtime.change_bookings_at_once(planting)
        realtime.make_tasks(planting)
        realtime.number(planting)
        realtime.change_bookings_at_once(planting)
        realtime.make_tasks(planting)


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
