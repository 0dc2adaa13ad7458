"""What the server was asked and what it took, for tests that wait for it."""

import json
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

import msgspec

from tests.pusher_server.judge import Item


class Received(msgspec.Struct, frozen=True):
    """One event on one channel that was taken.

    Attributes:
        number: 1 for the first that the server took, and so on.
        data: as it came; `body` is what it says.
        event_id: of the envelope; None when the data is none.
        at: time of arrival, in seconds since 1970.
    """

    number: int
    channel: str
    name: str
    data: str
    event_id: str | None
    at: float

    @property
    def body(self) -> Any:
        return json.loads(self.data)


class Call(msgspec.Struct, frozen=True):
    """One POST, whatever became of it.

    Attributes:
        status: None when there was no answer.
        fault: the kind of fault that struck it.
        items: how many items it had; 0 when it was wrong.
        signed_at: the time stamp of its signature.
        connection: which of the server's connections it came by.
    """

    path: str
    status: int | None
    fault: str | None
    items: int
    signed_at: int
    at: float
    connection: int


class _Meta(msgspec.Struct):
    event_id: str


class _Envelope(msgspec.Struct):
    meta: _Meta


_envelope = msgspec.json.Decoder(_Envelope)


class Record:
    """Written by the server's thread, read by others under `changed`."""

    def __init__(self) -> None:
        self.changed = threading.Condition()
        self.forget()

    def forget(self) -> None:
        """Start from nothing."""
        with self.changed:
            self.received: list[Received] = []
            self.calls: list[Call] = []
            self.statuses: Counter[int | None] = Counter()
            self.repeats = 0
            self.connections = 0
            self._seen: set[tuple[str, str]] = set()
            self.changed.notify_all()

    def take(self, items: Sequence[Item], at: float) -> None:
        """Keep the items of a call that takes effect."""
        with self.changed:
            for item in items:
                event_id = _event_id_of(item.data)
                if event_id is not None:
                    repeated = (item.channel, event_id) in self._seen
                    self.repeats += repeated
                    self._seen.add((item.channel, event_id))
                number = len(self.received) + 1
                self.received.append(
                    Received(number, item.channel, item.name, item.data, event_id, at)
                )

    def count(self, call: Call) -> None:
        """Keep a call, and wake whoever waits."""
        with self.changed:
            self.calls.append(call)
            self.statuses[call.status] += 1
            self.changed.notify_all()

    def connected(self) -> int:
        """Count a connection; return its number."""
        with self.changed:
            self.connections += 1
            return self.connections

    def wait_until(self, so: Callable[[], bool], seconds: float) -> None:
        """Wait until something is so; it is looked at after every call."""
        with self.changed:
            end = time.monotonic() + seconds
            while not so():
                left = end - time.monotonic()
                assert left > 0, f"it did not happen in {seconds} seconds"
                self.changed.wait(left)


def _event_id_of(data: str) -> str | None:
    try:
        return _envelope.decode(data).meta.event_id
    except msgspec.DecodeError:
        return None
