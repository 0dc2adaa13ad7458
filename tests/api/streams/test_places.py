"""How many may listen, and that nothing is left of those who did."""

import httpx
import pytest
from litestar import Litestar

from app.main import create_app
from app.realtime import feed
from tests.api.conftest import refusal
from tests.api.event_source import listening
from tests.api.serving import serving, settings_for
from tests.api.streams.watching import sessions_that_listen
from tests.credentials import as_staff
from tests.hotel_builder import HotelBuilder
from tests.waiting import wait_until


def test_nothing_is_left_of_a_client_that_leaves(
    own_address: str, app: Litestar, hotel: HotelBuilder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feed, "POLL_SECONDS", 0.05)
    for _ in range(3):
        with listening(own_address, hotel), listening(own_address, hotel):
            assert app.state.feed.count() == 2
            assert len(app.state.feed._windows) == 1
        wait_until(lambda: app.state.feed.count() == 0)
        assert app.state.feed._windows == {}
    # Its session goes as well, when nobody listens any more.
    wait_until(lambda: sessions_that_listen(hotel.connection) == [])


def test_no_more_clients_listen_than_may(database_url: str, hotel: HotelBuilder) -> None:
    settings = settings_for(database_url, HOTELMATE_EVENT_STREAMS_MAX="1")
    app = create_app(settings)
    with serving(app) as address:
        path = f"{address}/api/hotels/{hotel.slug}/events/stream"
        with listening(address, hotel):
            refused = httpx.get(path, headers=as_staff(hotel))
            refusal(refused, "event-streams-full", 503)
            assert int(refused.headers["retry-after"]) > 0
            assert httpx.get(f"{address}/health/live").status_code == 200
        wait_until(lambda: app.state.feed.count() == 0)
        with listening(address, hotel):
            pass


def test_a_stream_is_counted_once_and_only_until_it_begins(
    own_address: str, hotel: HotelBuilder
) -> None:
    route = 'method="GET",route="/api/hotels/{slug}/events/stream"'
    counted = f'hotelmate_requests_total{{{route},status="200"}} 1.0'
    with listening(own_address, hotel):
        during = httpx.get(f"{own_address}/metrics").text
    wait_until(lambda: "hotelmate_event_streams 0.0" in httpx.get(f"{own_address}/metrics").text)
    after = httpx.get(f"{own_address}/metrics").text

    assert "hotelmate_event_streams 1.0" in during
    # So that the time for which it is open is no part of its request's.
    assert counted in during
    assert counted in after
