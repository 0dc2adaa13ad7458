"""Money, its ledgers and its evidence: the check of a rule, and no other, finds what breaks it."""

import pytest

from tests.checks.planting import Asked, Plant, asked_both_ways, finds_only
from tests.checks.plants import (
    booking_payments,
    payment_instructions,
    payment_ledgers,
    payments,
    webhook_events,
)
from tests.hotel_builder import HotelBuilder

PLANTS = (
    booking_payments.PLANTS
    | payment_ledgers.PLANTS
    | payment_instructions.PLANTS
    | payments.PLANTS
    | webhook_events.PLANTS
)
MORE = booking_payments.MORE + payment_instructions.MORE + payment_ledgers.MORE


@asked_both_ways
@pytest.mark.parametrize("rule", sorted(PLANTS))
def test_only_the_check_of_a_rule_finds_what_breaks_it(
    rule: str, asked: Asked, house: HotelBuilder
) -> None:
    finds_only(rule, PLANTS[rule], house, asked)


@asked_both_ways
@pytest.mark.parametrize(("rule", "plant"), MORE)
def test_a_rule_may_be_broken_in_another_way(
    rule: str, plant: Plant, asked: Asked, house: HotelBuilder
) -> None:
    finds_only(rule, plant, house, asked)
