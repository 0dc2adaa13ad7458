"""Figures of the relay in /metrics, and readiness while events are delayed."""

from collections.abc import Iterator
from typing import Any

import httpx
import psycopg
import pytest
from prometheus_client.parser import text_string_to_metric_families

from app.embedded import throwaway
from app.main import create_app
from app.relay.latency import SECONDS, counted
from schema import migrate
from tests.api.conftest import refusal
from tests.api.serving import serving, settings_for
from tests.hotel_builder import HotelBuilder


@pytest.fixture
def own_address(clone: str) -> Iterator[str]:
    settings = settings_for(clone, HOTELMATE_EVENTS_DELAY_LIMIT_SECONDS="60")
    with serving(create_app(settings)) as address:
        yield address


def figures(address: str) -> dict[str, float]:
    """Scrape, and return the relay's figures by name, a bucket by its limit too."""
    response = httpx.get(f"{address}/metrics")
    assert response.status_code == 200
    return {
        sample.name.removeprefix("hotelmate_relay_") + sample.labels.get("le", ""): sample.value
        for family in text_string_to_metric_families(response.text)
        for sample in family.samples
        if sample.name.startswith("hotelmate_relay_")
    }


def publish_earlier(hotel: HotelBuilder, seconds: int) -> None:
    """Write an event that happened some time ago, for two channels."""
    hotel.run(
        "INSERT INTO hotelmate.outbox_event"
        " (hotel_id, channels, category, event_type, payload, scope, occurred_at)"
        " VALUES (%s, ARRAY['hotel', 'rooms'], 'rooms', 'note_taken', '{}', '{}',"
        " now() - make_interval(secs => %s))",
        hotel.hotel_id,
        seconds,
    )


def test_a_database_in_which_nothing_happened_has_figures_of_zero(own_address: str) -> None:
    found = figures(own_address)

    assert found["delivery_seconds_count"] == 0
    assert found["delivery_seconds_bucket+Inf"] == 0
    assert {name: value for name, value in found.items() if value} == {}
    assert {
        "backlog",
        "backlog_oldest_seconds",
        "delivered_total",
        "retried_total",
        "dead_total",
        "dead_letters",
        "leading",
    } <= set(found)


def test_what_waits_is_counted_before_and_after_it_has_a_position(
    own_address: str, database: psycopg.Connection[Any]
) -> None:
    hotel = HotelBuilder(database)
    publish_earlier(hotel, 30)

    written = figures(own_address)
    hotel.run("SELECT hotelmate.number_events()")
    numbered = figures(own_address)

    assert (written["backlog"], numbered["backlog"]) == (1, 2)
    for found in (written, numbered):
        assert 30 <= found["backlog_oldest_seconds"] < 60


def test_what_relays_have_done_is_shown_by_every_api(
    own_address: str, database: psycopg.Connection[Any]
) -> None:
    seconds = [0.004, 0.02, 0.02, 3.0, 5000.0]
    database.execute(
        "UPDATE hotelmate.relay_statistics SET delivered = 5, retried = 2, dead = 1,"
        " seconds_sum = %s, seconds_buckets = %s",
        (sum(seconds), counted(seconds)),
    )

    found = figures(own_address)

    assert (found["delivered_total"], found["retried_total"], found["dead_total"]) == (5, 2, 1)
    assert found["delivery_seconds_sum"] == pytest.approx(sum(seconds))
    assert found["delivery_seconds_count"] == 5
    limits = [*map(str, SECONDS), "+Inf"]
    assert [found[f"delivery_seconds_bucket{limit}"] for limit in limits] == [
        *(1, 1, 3, 3, 3, 3, 3, 3, 3, 4, 4, 4, 4, 4),
        5,
    ]


def test_a_relay_that_leads_is_shown_as_long_as_it_does(
    own_address: str, database: psycopg.Connection[Any]
) -> None:
    assert figures(own_address)["leading"] == 0
    database.execute("SELECT pg_advisory_lock(715, 1)")
    assert figures(own_address)["leading"] == 1
    database.execute("SELECT pg_advisory_unlock(715, 1)")
    assert figures(own_address)["leading"] == 0


def test_events_that_wait_for_too_long_make_the_api_not_ready(
    clone: str, own_address: str, database: psycopg.Connection[Any]
) -> None:
    hotel = HotelBuilder(database)
    publish_earlier(hotel, 50)
    assert httpx.get(f"{own_address}/health/ready").status_code == 200
    hotel.run("SELECT hotelmate.number_events()")
    publish_earlier(hotel, 100)

    refusal(httpx.get(f"{own_address}/health/ready"), "events-delayed", 503)
    assert httpx.get(f"{own_address}/health/live").status_code == 200
    settings = settings_for(clone, HOTELMATE_EVENTS_DELAY_LIMIT_SECONDS="0")
    with serving(create_app(settings)) as patient:
        assert httpx.get(f"{patient}/health/ready").status_code == 200


@pytest.mark.proof
def test_while_the_database_is_away_the_other_figures_are_shown(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # The longer it is away, the longer the pool waits before it tries again.
    monkeypatch.setattr("app.database.pool.POOL_TIMEOUT_SECONDS", 1.0)
    with throwaway() as server:
        url = server.url()
        migrate.upgrade(url)
        with serving(create_app(settings_for(url))) as address:
            assert "leading" in figures(address)
            monkeypatch.setattr("app.scraping.SCRAPE_SECONDS", 0.3)
            server.stop()
            text = httpx.get(f"{address}/metrics").text
            refusal(httpx.get(f"{address}/health/ready"), "database-unavailable", 503)

            assert figures(address) == {}
            assert "hotelmate_requests_total" in text
            server.start()
            while "leading" not in figures(address):
                pass
