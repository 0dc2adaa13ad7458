"""Figures of the checks in /metrics."""

from collections.abc import Iterator
from typing import Any

import httpx
import psycopg
import pytest
from prometheus_client.parser import text_string_to_metric_families

from app.consistency.checks import all_checks
from app.consistency.keeping import Keeping
from app.consistency.running import Found, Scope
from app.main import create_app
from tests.api.serving import serving, settings_for
from tests.checks.kept_runs import about, keep, made_up
from tests.hotel_builder import HotelBuilder

FINDINGS = "hotelmate_consistency_findings"
LAST_RUN = "hotelmate_consistency_last_run_timestamp_seconds"
NOT_RUN = "hotelmate_consistency_checks_not_run"
OCCUPANCY = made_up("occupancy", severity="critical")


@pytest.fixture
def database(clone: str) -> Iterator[psycopg.Connection[Any]]:
    with psycopg.connect(clone, autocommit=True) as connection:
        yield connection


@pytest.fixture
def own_address(clone: str) -> Iterator[str]:
    with serving(create_app(settings_for(clone))) as address:
        yield address


def figures(address: str) -> dict[tuple[str, ...], float]:
    """Scrape, and return the figures of the checks by name and labels."""
    response = httpx.get(f"{address}/metrics")
    assert response.status_code == 200
    return {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(response.text)
        for sample in family.samples
        if sample.name.startswith("hotelmate_consistency_")
    }


def ended(connection: psycopg.Connection[Any], run_id: int) -> float:
    """Return when a run ended, in seconds since 1970."""
    row = connection.execute(
        "SELECT extract(epoch FROM finished_at)::float8 FROM hotelmate.consistency_run"
        " WHERE id = %s",
        [run_id],
    ).fetchone()
    assert row is not None
    return float(row[0])


def test_before_the_first_run_there_are_none(own_address: str) -> None:
    assert figures(own_address) == {}


def test_after_a_run_every_check_has_its_number(
    own_address: str, database: psycopg.Connection[Any]
) -> None:
    hotel = HotelBuilder(database)
    run = keep(database, {OCCUPANCY: [about(hotel.slug), about("")]})

    found = figures(own_address)

    assert found[FINDINGS, "occupancy", "critical"] == 2
    names = {key[1] for key in found if key[0] == FINDINGS}
    assert names == {check.name for check in all_checks()}
    assert sum(value for key, value in found.items() if key[0] == FINDINGS) == 2
    assert found[(LAST_RUN,)] == ended(database, run.run_id)
    assert found[(NOT_RUN,)] == 0


def test_the_latest_run_of_each_hotel_counts_less_what_is_mended(
    own_address: str, database: psycopg.Connection[Any]
) -> None:
    inn, mill = HotelBuilder(database), HotelBuilder(database)
    keep(database, {OCCUPANCY: [about(inn.slug)] * 5 + [about(mill.slug)] * 2})
    run = keep(database, {OCCUPANCY: [about(inn.slug)] * 3}, scope=Scope(inn.slug))
    run.note_mend(Found(OCCUPANCY, about(inn.slug), 1), gone=True, outcome="gone")

    assert figures(own_address)[FINDINGS, "occupancy", "critical"] == 2 + 3 - 1


def test_a_check_that_could_not_be_run_counts_until_its_hotel_is_looked_at_again(
    own_address: str, database: psycopg.Connection[Any]
) -> None:
    inn, mill = HotelBuilder(database), HotelBuilder(database)
    keep(database, {OCCUPANCY: []}, scope=Scope(inn.slug), broken=OCCUPANCY)
    keep(database, {OCCUPANCY: []}, scope=Scope(mill.slug))
    assert figures(own_address)[(NOT_RUN,)] == 1
    keep(database, {OCCUPANCY: []}, scope=Scope(mill.slug), broken=OCCUPANCY)
    assert figures(own_address)[(NOT_RUN,)] == 2
    keep(database, {OCCUPANCY: []}, scope=Scope(inn.slug))
    assert figures(own_address)[(NOT_RUN,)] == 1


def test_a_check_of_all_hotels_that_could_not_be_run_is_one(
    own_address: str, database: psycopg.Connection[Any]
) -> None:
    inn, _ = HotelBuilder(database), HotelBuilder(database)
    keep(database, {OCCUPANCY: []}, broken=OCCUPANCY)
    assert figures(own_address)[(NOT_RUN,)] == 1
    # It is still the latest of the other hotel.
    keep(database, {OCCUPANCY: []}, scope=Scope(inn.slug))
    assert figures(own_address)[(NOT_RUN,)] == 1


def test_the_figures_of_a_database_without_hotels_are_those_of_its_latest_run(
    own_address: str, database: psycopg.Connection[Any]
) -> None:
    run = keep(database, {OCCUPANCY: [about("")]}, broken=OCCUPANCY)
    found = figures(own_address)
    assert (found[FINDINGS, "occupancy", "critical"], found[(NOT_RUN,)]) == (1, 1)
    assert found[(LAST_RUN,)] == ended(database, run.run_id)


def test_the_hotel_that_waits_longest_says_when_the_last_run_was(
    own_address: str, database: psycopg.Connection[Any]
) -> None:
    inn, mill = HotelBuilder(database), HotelBuilder(database)
    whole = keep(database, {OCCUPANCY: []})
    keep(database, {OCCUPANCY: []}, scope=Scope(inn.slug))
    # Some checks are not all, and a run that broke off is none.
    keep(database, {OCCUPANCY: []}, scope=Scope(mill.slug, ("occupancy",)))
    Keeping(database, "SCHEDULE", Scope(mill.slug))
    assert figures(own_address)[(LAST_RUN,)] == ended(database, whole.run_id)
    own = keep(database, {OCCUPANCY: []}, scope=Scope(mill.slug))
    again = keep(database, {OCCUPANCY: []}, scope=Scope(inn.slug))
    assert ended(database, own.run_id) < ended(database, again.run_id)
    assert figures(own_address)[(LAST_RUN,)] == ended(database, own.run_id)


def test_a_hotel_that_was_never_looked_at_has_waited_since_it_was_made(
    own_address: str, database: psycopg.Connection[Any]
) -> None:
    inn = HotelBuilder(database)
    keep(database, {OCCUPANCY: []}, broken=OCCUPANCY)
    mill = HotelBuilder(database)
    made = mill.value(
        "SELECT extract(epoch FROM created_at)::float8 FROM hotelmate.hotel WHERE hotel_id = %s",
        mill.hotel_id,
    )
    keep(database, {OCCUPANCY: []}, scope=Scope(inn.slug))
    found = figures(own_address)
    assert (found[(LAST_RUN,)], found[(NOT_RUN,)]) == (made, 0)
