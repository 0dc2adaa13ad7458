"""Rules that are off or not what the migrations make are found, a DBA's own business is not."""

import pytest

from app.consistency.checks import all_checks
from tests.checks.planting import Asked, Planting, asked_both_ways, finds_only, found_in
from tests.checks.plants.enforcement import MORE, PLANTS, ddl
from tests.hotel_builder import HotelBuilder

HARMLESS = {
    "one more index": "CREATE INDEX by_name ON hotelmate.room_booking (booker_last_name)",
    "another search_path": "SET LOCAL search_path = hotelmate, public",
    "settings of storage": "ALTER TABLE hotelmate.room SET (fillfactor = 80)",
    "statistics": "ALTER TABLE hotelmate.room ALTER room_number SET STATISTICS 500",
    "privileges of other roles": "GRANT SELECT ON hotelmate.room TO pg_monitor",
    "a parameter of other roles": "GRANT SET ON PARAMETER log_min_messages TO pg_monitor",
    "tables of other roles": "GRANT CREATE ON SCHEMA public TO pg_monitor",
    "a schema that is looked at": "GRANT USAGE ON SCHEMA public TO hotelmate_relay",
    "a table elsewhere": "CREATE TABLE public.notes (note text CHECK (note <> '') NOT NULL)",
    "a comment": "COMMENT ON TABLE hotelmate.room IS 'where guests sleep'",
}


@asked_both_ways
@pytest.mark.parametrize("name", sorted(PLANTS))
def test_only_the_check_of_a_name_finds_what_it_is_for(
    name: str, asked: Asked, house: HotelBuilder
) -> None:
    finds_only(name, PLANTS[name], house, asked)


@asked_both_ways
@pytest.mark.parametrize("way", sorted(MORE))
def test_the_same_may_be_wrong_in_another_way(way: str, asked: Asked, house: HotelBuilder) -> None:
    name, plant = MORE[way]
    finds_only(name, plant, house, asked)


@pytest.mark.parametrize("business", sorted(HARMLESS))
def test_what_holds_no_rule_is_a_dbas_business(business: str, house: HotelBuilder) -> None:
    with house.connection.transaction(force_rollback=True):
        ddl(HARMLESS[business])(Planting(house))
        assert found_in(house.connection) == []


@pytest.mark.parametrize("name", ["room_in_house_key", "booking_has_adult", "outbox_event_pkey"])
def test_what_is_gone_is_told_of_once(name: str, house: HotelBuilder) -> None:
    """Also where a constraint takes its index along."""
    with house.connection.transaction(force_rollback=True):
        Planting(house).drop(name)
        subjects = [finding.subject for _, finding in found_in(house.connection)]
    assert subjects.count(f"constraint {name}") == 1
    assert not [subject for subject in subjects if subject.endswith(f"index {name}")]


def test_checks_of_enforcement_say_so() -> None:
    assert {check.name for check in all_checks() if check.domain == "Enforcement"} == set(PLANTS)
