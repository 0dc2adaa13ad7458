"""Erasure: the check of a rule, and no other, finds a breach."""

import pytest

from tests.checks.planting import Asked, Plant, asked_both_ways, finds_only, found_in
from tests.checks.plants.personal_data import MORE, PLANTS, erased
from tests.hotel_builder import HotelBuilder


@asked_both_ways
@pytest.mark.parametrize(("rule", "plant"), [*PLANTS.items(), *MORE])
def test_only_the_check_of_a_rule_finds_what_breaks_it(
    rule: str, plant: Plant, asked: Asked, house: HotelBuilder
) -> None:
    finds_only(rule, plant, house, asked)


def test_what_was_erased_in_order_is_in_order(house: HotelBuilder) -> None:
    with house.connection.transaction(force_rollback=True):
        erased(house)
        assert found_in(house.connection) == []
