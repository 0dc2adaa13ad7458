"""A connection is cut when its client takes nothing, and never before."""

import asyncio
from collections.abc import Callable, Coroutine
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

    def call_soon(self, what: Callable[..., None], *how: Any) -> None:
        what(*how)

    def create_task(self, coroutine: Coroutine[Any, Any, None], **_: Any) -> "NeverDone":
        coroutine.close()
        return NeverDone()

    def set_for(self, seconds: float) -> "list[Alarm]":
        """Return what is due after so long."""
        return [alarm for alarm in self.due if alarm.seconds == seconds]

    def strike(self, seconds: float = STUCK_SECONDS) -> None:
        """Let happen what is due after so long."""
        (alarm,) = self.set_for(seconds)
        alarm.cancel()
        alarm.rings()


class NeverDone:
    """The task of a request that is at work as long as a test lasts."""

    def add_done_callback(self, what: Callable[..., None]) -> None: ...


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
        self.is_cut = self.is_closed = False
        self.written: list[bytes] = []

    def write(self, data: Any) -> None:
        self.written.append(data)

    def close(self) -> None:
        self.is_closed = True

    def is_closing(self) -> bool:
        return self.is_closed

    def get_extra_info(self, name: str, default: Any = None) -> Any:
        return default

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


def quiet(clock: Clock, wire: Wire) -> Connection:
    """Open a connection on which nothing has been sent yet."""

    async def application(scope: Any, receive: Any, send: Any) -> None: ...

    config = uvicorn.Config(application, log_config=None, ws="none")
    made = Connection(config, ServerState(), {}, _loop=clock)  # type: ignore[arg-type]
    made.connection_made(wire)
    return made


@pytest.fixture
def connection(clock: Clock, wire: Wire) -> Connection:
    """A connection for which more waits than is kept."""
    made = quiet(clock, wire)
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


def test_what_begins_no_request_is_not_waited_on_for_ever(clock: Clock, wire: Wire) -> None:
    made = quiet(clock, wire)
    made.data_received(b"GET / HTTP/1.1\r\nHost: test\r\n\r\n")
    made.cycle.response_complete = True
    assert clock.set_for(HEAD_SECONDS) == []

    made.data_received(b"\r\n")
    wire.waits = 1
    clock.strike(HEAD_SECONDS)
    assert not wire.is_cut  # it reads its answer
    wire.waits = 0
    clock.strike(HEAD_SECONDS)

    assert wire.is_cut


@pytest.mark.parametrize("rest", [b"NONSENSE\r\n\r\n", b"GET / HTTP/1.1\r\nX: " + b"a" * 40_000])
def test_what_is_no_request_is_not_answered_before_the_request_that_came_first(
    clock: Clock, wire: Wire, rest: bytes
) -> None:
    made = quiet(clock, wire)
    made.data_received(b"GET / HTTP/1.1\r\nHost: test\r\n\r\n" + rest[:20])
    made.data_received(rest[20:])

    assert wire.written == []
    assert made.cycle.keep_alive is False
    assert clock.set_for(HEAD_SECONDS) == []


@pytest.mark.parametrize("rest", [b"NONSENSE\r\n\r\n", b"GET / HTTP/1.1\r\nX: " + b"a" * 40_000])
def test_what_is_no_request_is_answered_where_nothing_came_first(
    clock: Clock, wire: Wire, rest: bytes
) -> None:
    made = quiet(clock, wire)
    made.data_received(rest)

    assert b"".join(wire.written).startswith((b"HTTP/1.1 400", b"HTTP/1.1 431"))
    assert wire.is_closed
