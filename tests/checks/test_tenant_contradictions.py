"""Hotels, their terms and their staff: the check of a rule, and no other, finds what breaks it."""

import re

import psycopg
import pytest

from app.consistency.checks import all_checks
from tests.checks.planting import Asked, Plant, asked_both_ways, finds_only, found_in
from tests.checks.plants.tenants import (
    PLANTS,
    be_another_in_the_directory,
    lose_the_hotel_of_a_booking,
)
from tests.hotel_builder import HotelBuilder


@asked_both_ways
@pytest.mark.parametrize("rule", sorted(PLANTS))
def test_only_the_check_of_a_rule_finds_what_breaks_it(
    rule: str, asked: Asked, house: HotelBuilder
) -> None:
    finds_only(rule, PLANTS[rule], house, asked)


@asked_both_ways
@pytest.mark.parametrize("plant", [be_another_in_the_directory, lose_the_hotel_of_a_booking])
def test_a_hotel_may_be_missing_in_other_ways(
    plant: Plant, asked: Asked, house: HotelBuilder
) -> None:
    finds_only("hotels_missing", plant, house, asked)


def test_every_currency_is_looked_at(owner: psycopg.Connection) -> None:
    tables = {
        name
        for (name,) in owner.execute(
            "SELECT relname FROM pg_attribute"
            " JOIN pg_class ON pg_class.oid = attrelid"
            " WHERE atttypid = 'hotelmate.currency_code'::regtype AND relkind = 'r'"
        )
    }
    (check,) = (check for check in all_checks() if check.name == "currency_code_is_iso_4217")
    looked_at = set(re.findall(r"(?:FROM|INNER JOIN) hotelmate\.(\w+)", check.query))
    assert tables - looked_at == set()


def test_terms_at_their_limits_are_in_order(house: HotelBuilder) -> None:
    with house.connection.transaction(force_rollback=True):
        for days, percent in ((0, 0), (3650, 100)):
            house.insert("cancellation_term", days_before_arrival=days, refund_percent=percent)
        assert found_in(house.connection) == []
