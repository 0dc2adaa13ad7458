"""Housekeeping tasks: the check of a rule, and no other, finds what breaks it."""

import pytest

from tests.checks.planting import Asked, asked_both_ways, finds_only, found_in
from tests.checks.plants.housekeeping import PLANTS
from tests.hotel_builder import HotelBuilder


@asked_both_ways
@pytest.mark.parametrize("rule", sorted(PLANTS))
def test_only_the_check_of_a_rule_finds_what_breaks_it(
    rule: str, asked: Asked, house: HotelBuilder
) -> None:
    finds_only(rule, PLANTS[rule], house, asked)


@pytest.mark.parametrize(
    "steps",
    [
        (),
        ("CANCELLED",),
        ("IN_PROGRESS",),
        ("IN_PROGRESS", "OPEN"),
        ("IN_PROGRESS", "OPEN", "CANCELLED"),
        ("IN_PROGRESS", "CANCELLED"),
        ("IN_PROGRESS", "DONE"),
    ],
)
def test_a_task_that_goes_its_way_is_in_order(steps: tuple[str, ...], house: HotelBuilder) -> None:
    with house.connection.transaction(force_rollback=True):
        task = house.insert("housekeeping_task", room_id=house.room(), task_type="STAYOVER")
        for status in steps:
            house.update("housekeeping_task", task, status=status)
        assert found_in(house.connection) == []
