"""Access: the check of a rule, and no other, finds what breaks it."""

import pytest

from tests.checks.planting import Asked, Planting, asked_both_ways, finds_only, found_in
from tests.checks.plants.access import MORE, PLANTS
from tests.hotel_builder import HotelBuilder
from tests.invariants.access_rows import add_api_key, add_session


@asked_both_ways
@pytest.mark.parametrize("rule", sorted(PLANTS))
def test_only_the_check_of_a_rule_finds_what_breaks_it(
    rule: str, asked: Asked, house: HotelBuilder
) -> None:
    finds_only(rule, PLANTS[rule], house, asked)


@asked_both_ways
@pytest.mark.parametrize("way", sorted(MORE))
def test_the_same_may_be_wrong_in_another_way(way: str, asked: Asked, house: HotelBuilder) -> None:
    name, plant = MORE[way]
    finds_only(name, plant, house, asked)


def test_what_is_closed_or_young_is_no_finding(house: HotelBuilder) -> None:
    with house.connection.transaction(force_rollback=True):
        ann, program = house.staff("ann"), house.staff("channels", "INTEGRATION")
        add_session(house, ann)
        add_session(house, ann, started_at="2020-01-01Z", expires_at="2020-01-02Z")
        add_api_key(house, program)
        # Whoever is let go loses both, by the triggers.
        house.update("staff", ann, is_active=False)
        house.update("staff", program, is_active=False)
        house.run("DELETE FROM hotelmate.staff_session WHERE expires_at < now()")
        Planting(house).commits()
        assert found_in(house.connection) == []
