"""The newest events of a hotel, kept once for all who listen to it."""

import asyncio
from bisect import bisect_right
from collections import deque
from collections.abc import Iterable

import msgspec
from litestar.response import ServerSentEventMessage

from app.realtime.replay import Heard

# What a window keeps at most, and what one chunk of a stream takes of it. A client that reads
# slowly holds one chunk, besides what is on its way.
KEPT_EVENTS = 200
KEPT_BYTES = 256 * 1024
CHUNK_BYTES = 32 * 1024


class _Encoded(msgspec.Struct, frozen=True):
    position: int
    channel: str
    text: bytes


class Window:
    """Everything that staff may hear after `start`, up to `end`.

    Attributes:
        start, end: positions; what is not after `start` is to be read from the database.
        changed: set, and replaced, whenever those who listen should look again.
    """

    def __init__(self, end: int) -> None:
        self.start = self.end = end
        self.changed = asyncio.Event()
        self._events: deque[_Encoded] = deque()
        self._size = 0

    def wake(self) -> None:
        """Let everybody look again."""
        changed, self.changed = self.changed, asyncio.Event()
        changed.set()

    def take_in(self, events: Iterable[Heard], end: int) -> None:
        """Add what follows `end`, let the oldest go, and wake everybody."""
        for event in events:
            text = encoded(event)
            self._events.append(_Encoded(event.position, event.channel, text))
            self._size += len(text)
        self.end = end
        while len(self._events) > KEPT_EVENTS or self._size > KEPT_BYTES:
            gone = self._events.popleft()
            self._size -= len(gone.text)
            self.start = gone.position
        self.wake()

    def restart(self, at: int) -> None:
        """Forget everything: what follows `end` cannot be had any more."""
        self._events.clear()
        self._size = 0
        self.start = self.end = at
        self.wake()

    def chunk(self, after: int, channels: frozenset[str]) -> tuple[bytes, int] | None:
        """Return what is to be sent to a client that has everything up to a position.

        Returns:
            The text and the position that the client then has, which may be further on than the
            text shows; None when the window does not reach back that far.
        """
        if after < self.start:
            return None
        texts: list[bytes] = []
        size = 0
        for at in range(bisect_right(self._events, after, key=_position), len(self._events)):
            event = self._events[at]
            if event.channel in channels:
                texts.append(event.text)
                size += len(event.text)
                if size >= CHUNK_BYTES:
                    return b"".join(texts), event.position
        return b"".join(texts), max(after, self.end)


def _position(event: _Encoded) -> int:
    return event.position


def encoded(event: Heard) -> bytes:
    """Return an event as a server-sent event: its id is the position, its data the envelope."""
    return ServerSentEventMessage(data=event.envelope, id=event.position).encode()
