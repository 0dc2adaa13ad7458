"""Relays on a private database: a relay delivers everything that its database holds."""

import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import psycopg
import pytest

from app.relay.publisher import Publisher
from app.relay.run import deliver_until
from tests.hotel_builder import HotelBuilder
from tests.relay.command import start_hotelmate
from tests.relay.pusher_server import PusherServer, serving

StartRelay = Callable[[Publisher], threading.Event]
StartProcess = Callable[[], subprocess.Popen[str]]


@pytest.fixture
def pusher_server() -> Iterator[PusherServer]:
    with serving() as server:
        yield server


@pytest.fixture
def database(clone: str) -> Iterator[psycopg.Connection[Any]]:
    """The owner's connection to the relay's database, in autocommit."""
    with psycopg.connect(clone, autocommit=True) as connection:
        yield connection


@pytest.fixture
def hotel(database: psycopg.Connection[Any]) -> HotelBuilder:
    return HotelBuilder(database)


@pytest.fixture
def start_relay(clone: str) -> Iterator[StartRelay]:
    """Start a relay in a thread; it returns the event that stops it."""
    running: list[tuple[threading.Event, threading.Thread, Publisher]] = []

    def start(publisher: Publisher) -> threading.Event:
        stop = threading.Event()
        thread = threading.Thread(target=deliver_until, args=(stop, clone, publisher))
        thread.start()
        running.append((stop, thread, publisher))
        return stop

    yield start
    for stop, _, _ in running:
        stop.set()
    for _, thread, publisher in running:
        thread.join(10)
        assert not thread.is_alive()
        publisher.close()


@pytest.fixture
def start_process(clone: str, pusher_server: PusherServer) -> Iterator[StartProcess]:
    """Start `hotelmate relay` as a process of its own."""
    running: list[subprocess.Popen[str]] = []

    def start() -> subprocess.Popen[str]:
        environment = pusher_server.environment()
        process = start_hotelmate("relay", clone, environment, stdout=subprocess.PIPE)
        running.append(process)
        return process

    yield start
    for process in running:
        process.kill()
        process.communicate()


def wait_for(what: Callable[[], bool], seconds: float = 60) -> None:
    """Wait until something is so; fail when it does not become so."""
    deadline = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.02)


def undelivered(connection: psycopg.Connection[Any]) -> int:
    """Count the events that wait."""
    row = connection.execute(
        "SELECT count(*) FROM hotelmate.outbox_event WHERE delivered_at IS NULL"
    ).fetchone()
    assert row is not None
    return int(row[0])


def written_ids(connection: psycopg.Connection[Any]) -> list[str]:
    """Return the ids of all events, in the order in which they were written."""
    rows = connection.execute("SELECT event_id FROM hotelmate.outbox_event ORDER BY id").fetchall()
    return [str(row[0]) for row in rows]
