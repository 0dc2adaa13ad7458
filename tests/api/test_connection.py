"""A connection is cut when its client takes nothing, and never before."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
import uvicorn
from uvicorn.server import ServerState

from app.connection import STUCK_SECONDS, Connection


class Clock:
    """The part of an event loop that keeps time; a test turns it."""

    def __init__(self) -> None:
        self.due: list[tuple[float, Callable[..., None], Any]] = []

    def call_later(self, seconds: float, what: Callable[..., None], *how: Any) -> "Clock":
        self.due.append((seconds, what, how))
        return self

    def cancel(self) -> None:
        self.due.clear()

    def strike(self) -> None:
        """Let what is due happen."""
        ((seconds, what, how),) = self.due
        assert seconds == STUCK_SECONDS
        self.due.clear()
        what(*how)


class Wire(asyncio.Transport):
    """A transport of which the client has not taken `waits` bytes."""

    def __init__(self) -> None:
        super().__init__()
        self.waits = 100_000
        self.is_cut = False

    def get_write_buffer_size(self) -> int:
        return self.waits

    def abort(self) -> None:
        self.is_cut = True


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def wire() -> Wire:
    return Wire()


@pytest.fixture
def connection(clock: Clock, wire: Wire) -> Connection:
    """A connection for which more waits than is kept."""

    async def application(scope: Any, receive: Any, send: Any) -> None: ...

    config = uvicorn.Config(application, log_config=None, ws="none")
    made = Connection(config, ServerState(), {}, _loop=clock)  # type: ignore[arg-type]
    made.connection_made(wire)
    made.pause_writing()
    return made


@pytest.mark.usefixtures("connection")
def test_a_client_that_takes_nothing_is_cut(clock: Clock, wire: Wire) -> None:
    clock.strike()

    assert wire.is_cut


@pytest.mark.usefixtures("connection")
def test_a_client_that_takes_a_little_is_waited_for_until_it_takes_nothing(
    clock: Clock, wire: Wire
) -> None:
    for _ in range(3):
        wire.waits -= 1
        clock.strike()
    assert not wire.is_cut

    clock.strike()

    assert wire.is_cut


def test_a_client_that_has_read_is_not_watched_any_more(
    connection: Connection, clock: Clock
) -> None:
    connection.resume_writing()

    assert clock.due == []


def test_a_connection_that_is_lost_is_not_watched_any_more(
    connection: Connection, clock: Clock
) -> None:
    connection.connection_lost(ConnectionResetError())

    assert clock.due == []
