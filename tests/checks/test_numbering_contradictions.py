"""Counters and sequences: the check of each, and no other, finds which is behind."""

import psycopg
import pytest

from app.consistency.checks import all_checks
from tests.checks.looking import names_found, undone
from tests.checks.planting import Asked, Plant, asked_both_ways, finds_only
from tests.checks.plants.numbering import MORE, PLANTS
from tests.hotel_builder import HotelBuilder

LAST_REFERENCE = """
SELECT max(booking_reference) FROM hotelmate.room_booking WHERE hotel_id = %s
"""


@asked_both_ways
@pytest.mark.parametrize("name", sorted(PLANTS))
def test_only_the_check_finds_what_is_behind(name: str, asked: Asked, house: HotelBuilder) -> None:
    finds_only(name, PLANTS[name], house, asked)


@asked_both_ways
@pytest.mark.parametrize(("name", "plant"), MORE, ids=[plant.__name__ for _, plant in MORE])
def test_a_counter_may_be_behind_in_another_way(
    name: str, plant: Plant, asked: Asked, house: HotelBuilder
) -> None:
    finds_only(name, plant, house, asked)


def test_a_counter_one_behind_is_reported_and_one_ahead_is_not(house: HotelBuilder) -> None:
    for step, expected in ((1, []), (-1, ["booking_counters_behind"])):
        with undone(house) as planting, planting.unguarded():
            house.run(
                "UPDATE hotelmate.booking_counter SET last_number = last_number + %s"
                " WHERE hotel_id = %s",
                step,
                house.hotel_id,
            )
            assert names_found(planting) == expected


def test_a_reference_of_another_form_is_none_that_the_counter_comes_to(house: HotelBuilder) -> None:
    reference = house.value(LAST_REFERENCE, house.hotel_id)
    for other, is_behind in (
        ("CH-2026-999999", False),
        (f"{reference[:8]}999999-A", False),
        (f"{reference[:8]}1000000", True),
    ):
        with undone(house) as planting:
            booking = house.booking()
            with planting.unguarded():
                house.update("room_booking", booking, booking_reference=other)
            assert ("booking_counters_behind" in names_found(planting)) is is_behind


def test_a_sequence_that_was_not_used_yet_is_behind_only_if_its_first_id_is_there(
    house: HotelBuilder,
) -> None:
    greatest = house.value("SELECT max(id) FROM hotelmate.room_type")
    for start, expected in ((greatest + 1, []), (greatest, ["identities_behind"])):
        with undone(house) as planting:
            planting.commits()
            house.connection.execute(
                f"ALTER TABLE hotelmate.room_type ALTER COLUMN id RESTART WITH {start}".encode()
            )
            assert names_found(planting) == expected


def test_every_sequence_is_looked_at(owner: psycopg.Connection) -> None:
    sequences = {
        name
        for (name,) in owner.execute(
            "SELECT relname FROM pg_class"
            " WHERE relkind = 'S' AND relnamespace = 'hotelmate'::regnamespace"
        )
    }
    (check,) = (check for check in all_checks() if check.name == "identities_behind")
    assert {name for name in sequences if f"hotelmate.{name} " not in check.query} == set()
