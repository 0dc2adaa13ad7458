"""Clients that read slowly, or not at all, cost nobody else anything."""

import socket
import time

import httpx
import pytest
from litestar import Litestar

from app.main import create_app
from app.realtime.window import KEPT_BYTES, KEPT_EVENTS
from app.server import connection
from tests.api.conftest import refusal
from tests.api.event_log import number, remove_up_to
from tests.api.event_source import listening
from tests.api.serving import serving, settings_for
from tests.api.streams.slow_client import MANY, not_reading, publish_much, read_positions
from tests.credentials import as_staff
from tests.hotel_builder import HotelBuilder
from tests.waiting import wait_until


@pytest.mark.proof
def test_a_slow_client_slows_only_itself_and_costs_no_memory(
    own_address: str, app: Litestar, hotel: HotelBuilder
) -> None:
    with (
        not_reading(own_address, hotel) as slow,
        listening(own_address, hotel) as quick,
    ):
        wait_until(lambda: app.state.feed.count() == 2)
        publish_much(hotel, MANY)
        latest = number(hotel)
        started = time.monotonic()
        heard = quick.until(latest)
        took = time.monotonic() - started

        assert len(heard) == MANY
        assert took < 20
        (window,) = app.state.feed._windows.values()
        assert len(window._events) <= KEPT_EVENTS
        assert window._size <= KEPT_BYTES
        positions = [each.position for each in app.state.feed._listeners]
        assert min(positions) < window.start < max(positions) == latest

        assert read_positions(slow, latest) == list(range(latest - MANY + 1, latest + 1))


def test_a_client_that_retention_overtakes_is_sent_away_and_told_why(
    own_address: str, app: Litestar, hotel: HotelBuilder
) -> None:
    with not_reading(own_address, hotel) as slow:
        wait_until(lambda: app.state.feed.count() == 1)
        publish_much(hotel, MANY)
        latest = number(hotel)
        (window,) = app.state.feed._windows.values()
        wait_until(lambda: window.end == latest)
        remove_up_to(hotel, latest)
        slow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 20)
        slow.settimeout(20)
        while slow.recv(1 << 20):
            pass  # until the server ends it
        wait_until(lambda: app.state.feed.count() == 0)
    gone = httpx.get(
        f"{own_address}/api/hotels/{hotel.slug}/events/stream",
        headers={**as_staff(hotel), "Last-Event-ID": str(latest - 1)},
    )
    refusal(gone, "events-gone", 410)


def test_a_client_that_does_not_read_loses_its_place(
    database_url: str,
    hotel: HotelBuilder,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(connection, "STUCK_SECONDS", 0.2)
    app = create_app(settings_for(database_url, HOTELMATE_EVENT_STREAMS_MAX="1"))
    with serving(app) as address:
        with not_reading(address, hotel) as stuck:
            wait_until(lambda: app.state.feed.count() == 1)
            publish_much(hotel, MANY)
            latest = number(hotel)

            wait_until(lambda: app.state.feed.count() == 0)

            with pytest.raises((ConnectionError, AssertionError)):
                read_positions(stuck, latest)
        with listening(address, hotel) as source:
            assert source.last_id == latest
    assert capsys.readouterr().out == ""
