"""Audit trails and who changed what: the check of a rule, and no other, finds what breaks it."""

import pytest

from tests.checks.planting import Asked, Plant, asked_both_ways, finds_only
from tests.checks.plants.trail import MORE, PLANTS
from tests.hotel_builder import HotelBuilder


@asked_both_ways
@pytest.mark.parametrize("rule", sorted(PLANTS))
def test_only_the_check_of_a_rule_finds_what_breaks_it(
    rule: str, asked: Asked, house: HotelBuilder
) -> None:
    finds_only(rule, PLANTS[rule], house, asked)


@asked_both_ways
@pytest.mark.parametrize(("rule", "plant"), MORE, ids=[plant.__name__ for _, plant in MORE])
def test_a_rule_may_be_broken_in_another_way(
    rule: str, plant: Plant, asked: Asked, house: HotelBuilder
) -> None:
    finds_only(rule, plant, house, asked)
