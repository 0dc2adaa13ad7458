"""The server stops, and nobody who listens holds it up."""

import signal
import subprocess
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import psycopg
import pytest

from app.main import create_app
from schema import roles
from tests.api.event_log import number
from tests.api.event_source import listening
from tests.api.serving import serving, settings_for
from tests.api.streams.slow_client import MANY, not_reading, publish_much
from tests.credentials import TOKEN_KEY
from tests.database_log_ins import logged_in_as
from tests.hotel_builder import HotelBuilder
from tests.processes.api import free_port
from tests.relay.command import as_url, start_hotelmate
from tests.waiting import wait_until

# What does not end by itself ends after that; a busy machine takes seconds for what does.
PATIENCE_SECONDS = 60


def test_a_server_that_stops_ends_its_streams_in_good_order(database_url: str) -> None:
    with psycopg.connect(database_url, autocommit=True) as owner:
        hotel = HotelBuilder(owner)
        hotel.staff()
        with ThreadPoolExecutor(3) as threads:
            app = create_app(settings_for(database_url))
            with serving(app, PATIENCE_SECONDS) as address:
                begun = [threading.Event() for _ in range(3)]

                def listen(began: threading.Event) -> list[Any]:
                    with listening(address, hotel) as source:
                        began.set()
                        return source.rest()

                ends = [threads.submit(listen, began) for began in begun]
                assert all(began.wait(PATIENCE_SECONDS) for began in begun)
                stopped_at = time.monotonic()
            took = time.monotonic() - stopped_at
            assert [end.result() for end in ends] == [[], [], []]
    assert took < PATIENCE_SECONDS / 2


@pytest.mark.proof
def test_sigterm_ends_the_api_at_once_though_one_client_listens_and_another_does_not_read(
    clone: str,
) -> None:
    with psycopg.connect(clone, autocommit=True) as owner:
        hotel = HotelBuilder(owner)
        hotel.staff()
        port = free_port()
        environment = {
            "HOTELMATE_PORT": str(port),
            "HOTELMATE_TOKEN_KEYS": TOKEN_KEY,
            "HOTELMATE_API_DATABASE_URL": as_url(logged_in_as(clone, roles.GATE)),
            "HOTELMATE_LOG_LEVEL": "warning",
        }
        how = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
        process = start_hotelmate("serve", clone, environment, **how)
        try:
            address = f"http://127.0.0.1:{port}"
            wait_until(lambda: answers(address))
            with not_reading(address, hotel), listening(address, hotel) as source:
                wait_until(lambda: "hotelmate_event_streams 2.0" in metrics(address))
                publish_much(hotel, MANY)
                assert len(source.until(number(hotel))) == MANY

                process.send_signal(signal.SIGTERM)
                stopped_at = time.monotonic()

                assert source.rest() == []
                assert process.wait(60) == 0, process.communicate()
                # After ten seconds it gives up what has not ended, and says so.
                assert time.monotonic() - stopped_at < 10
            assert process.communicate(timeout=60)[0] == ""
        finally:
            process.kill()
            process.communicate()


def metrics(address: str) -> str:
    return httpx.get(f"{address}/metrics").text


def answers(address: str) -> bool:
    try:
        return httpx.get(f"{address}/health/live").status_code == 200
    except httpx.TransportError:
        return False
