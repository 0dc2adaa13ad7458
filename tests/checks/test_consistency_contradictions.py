"""What is kept of runs: the check of a rule, and no other, finds what breaks it."""

import pytest

from tests.checks.planting import Asked, asked_both_ways, finds_only
from tests.checks.plants.consistency import PLANTS
from tests.hotel_builder import HotelBuilder


@asked_both_ways
@pytest.mark.parametrize("rule", sorted(PLANTS))
def test_only_the_check_of_a_rule_finds_what_breaks_it(
    rule: str, asked: Asked, house: HotelBuilder
) -> None:
    finds_only(rule, PLANTS[rule], house, asked)
