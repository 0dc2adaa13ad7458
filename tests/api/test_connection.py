"""A connection is cut when its client takes nothing, and never before."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
import uvicorn
from uvicorn.server import ServerState

from app.server.connection import HEAD_SECONDS, STUCK_SECONDS, Connection


class Clock:
    """The part of an event loop that keeps time; a test turns it."""

    def __init__(self) -> None:
        self.due: list[Alarm] = []

    def call_later(self, seconds: float, what: Callable[..., None], *how: Any) -> "Alarm":
        self.due.append(Alarm(self, seconds, lambda: what(*how)))
        return self.due[-1]

    def set_for(self, seconds: float) -> "list[Alarm]":
        """Return what is due after so long."""
        return [alarm for alarm in self.due if alarm.seconds == seconds]

    def strike(self, seconds: float = STUCK_SECONDS) -> None:
        """Let happen what is due after so long."""
        (alarm,) = self.set_for(seconds)
        alarm.cancel()
        alarm.rings()


@dataclass(eq=False)
class Alarm:
    """What a clock lets happen, unless it is cancelled."""

    clock: Clock
    seconds: float
    rings: Callable[[], None]

    def cancel(self) -> None:
        if self in self.clock.due:
            self.clock.due.remove(self)


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

    assert clock.set_for(STUCK_SECONDS) == []


def test_a_connection_that_is_lost_is_not_watched_any_more(
    connection: Connection, clock: Clock
) -> None:
    connection.connection_lost(ConnectionResetError())

    assert clock.due == []


@pytest.mark.usefixtures("connection")
def test_a_client_whose_head_does_not_arrive_is_cut(clock: Clock, wire: Wire) -> None:
    clock.strike(HEAD_SECONDS)

    assert wire.is_cut


def test_a_client_whose_head_arrives_bit_by_bit_has_no_more_time(
    connection: Connection, clock: Clock, wire: Wire
) -> None:
    for piece in (b"GET / HT", b"TP/1.1", b"\r\nHost: t"):
        connection.data_received(piece)
        assert len(clock.set_for(HEAD_SECONDS)) == 1

    clock.strike(HEAD_SECONDS)

    assert wire.is_cut
