"""Relays on a private database: a relay delivers everything that its database holds."""

import asyncio
import subprocess
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import psycopg
import pytest

from app.relay.publisher import Publisher
from app.relay.run import relay_until
from schema import roles
from tests.database_log_ins import logged_in_as
from tests.hotel_builder import HotelBuilder
from tests.pusher_server.server import PusherServer, serving
from tests.relay.command import start_hotelmate

KEPT = timedelta(hours=1)

StartProcess = Callable[..., subprocess.Popen[str]]


class RunningRelay:
    """A relay in a thread of this process; `stop` ends it in good order.

    Attributes:
        cancellations: that its task still counted when it had ended.
    """

    def __init__(self, database_url: str, publisher: Callable[[], Publisher | None]) -> None:
        self._publisher = publisher
        self._database_url = database_url
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stop: asyncio.Event | None = None
        self.cancellations: int | None = None
        self._started = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._run()))
        self._thread.start()
        assert self._started.wait(10)

    async def _run(self) -> None:
        self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
        # Made here: connections of a publisher belong to the loop that it is used in.
        publisher = self._publisher()
        self._started.set()
        url = logged_in_as(self._database_url, roles.RELAY)
        await relay_until(self._stop, url, publisher, KEPT)
        task = asyncio.current_task()
        assert task is not None
        self.cancellations = task.cancelling()
        if publisher is not None:
            await publisher.close()

    def stop(self) -> None:
        """Tell it to stop, and wait until it has."""
        if self._thread.is_alive():
            assert self._loop is not None
            assert self._stop is not None
            self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(20)
        assert not self._thread.is_alive()


StartRelay = Callable[[Callable[[], Publisher | None]], RunningRelay]


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
    """Start a relay in a thread, with a publisher that is made in it."""
    running: list[RunningRelay] = []

    def start(publisher: Callable[[], Publisher | None]) -> RunningRelay:
        running.append(RunningRelay(clone, publisher))
        return running[-1]

    yield start
    for relay in running:
        relay.stop()


@pytest.fixture
def start_process(clone: str, pusher_server: PusherServer) -> Iterator[StartProcess]:
    """Start `hotelmate relay` as a process of its own."""
    running: list[subprocess.Popen[str]] = []

    def start(**environment: str) -> subprocess.Popen[str]:
        process = start_hotelmate(
            "relay",
            clone,
            {**pusher_server.environment(), **environment},
            stdout=subprocess.PIPE,
        )
        running.append(process)
        return process

    yield start
    for process in running:
        process.kill()
        process.communicate()
