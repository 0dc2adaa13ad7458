"""Messages to guests: the check of a rule, and no other, finds a breach."""

import pytest

from tests.checks.planting import Asked, Plant, asked_both_ways, finds_only
from tests.checks.plants.messages import MORE, PLANTS
from tests.hotel_builder import HotelBuilder


@asked_both_ways
@pytest.mark.parametrize(("rule", "plant"), [*PLANTS.items(), *MORE])
def test_only_the_check_of_a_rule_finds_what_breaks_it(
    rule: str, plant: Plant, asked: Asked, house: HotelBuilder
) -> None:
    finds_only(rule, plant, house, asked)
