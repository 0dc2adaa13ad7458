"""Paths of our own beside Pusher's, for a proof in another process: what came, what goes wrong."""

from typing import Any, Protocol
from urllib.parse import parse_qs, urlsplit

import msgspec

from tests.pusher_server.api import Api, Reply
from tests.pusher_server.faults import Fault
from tests.pusher_server.record import Received

MOST_AT_ONCE = 5_000


class Page(msgspec.Struct):
    """Part of what was taken; `last` is the number of the last one that there is."""

    last: int
    events: list[Received]


class Statistics(msgspec.Struct):
    """Counts since the start; `statuses` has `none` for calls without an answer."""

    calls: int
    items: int
    repeats: int
    connections: int
    largest_call: int
    statuses: dict[str, int]


class Wish(msgspec.Struct, forbid_unknown_fields=True):
    """What should go wrong from now on; it is done in the order of the fields."""

    clear: bool = False
    release: bool = False
    delay: float | None = None
    add: list[Fault] = []
    down_seconds: float | None = None


class Switchable(Protocol):
    """What the transport can do."""

    def release(self) -> None: ...

    def go_down_for(self, seconds: float) -> None: ...


class Control:
    """GET /_received?after=&most=, GET /_statistics, POST /_faults; in the server's thread."""

    def __init__(self, api: Api, transport: Switchable) -> None:
        self._api = api
        self._transport = transport

    def answer(self, method: str, target: str, body: bytes) -> Reply:
        """Answer a request; none of them counts as a call."""
        parts = urlsplit(target)
        try:
            if (method, parts.path) == ("GET", "/_received"):
                return _json(self._page(parse_qs(parts.query)))
            if (method, parts.path) == ("GET", "/_statistics"):
                return _json(self._statistics())
            if (method, parts.path) == ("POST", "/_faults"):
                self._fulfil(msgspec.json.decode(body, type=Wish))
                return Reply(200)
        except ValueError as error:
            return Reply(400, msgspec.json.encode({"error": str(error)}))
        return Reply(404)

    def _page(self, query: dict[str, list[str]]) -> Page:
        after = int(query.get("after", ["0"])[0])
        most = int(query.get("most", [str(MOST_AT_ONCE)])[0])
        received = self._api.record.received
        return Page(last=len(received), events=received[after : after + most])

    def _statistics(self) -> Statistics:
        record = self._api.record
        return Statistics(
            calls=len(record.calls),
            items=len(record.received),
            repeats=record.repeats,
            connections=record.connections,
            largest_call=max((call.items for call in record.calls), default=0),
            statuses={str(status or "none"): count for status, count in record.statuses.items()},
        )

    def _fulfil(self, wish: Wish) -> None:
        faults = self._api.faults
        if wish.clear:
            faults.clear()
        if wish.release:
            faults.without_hanging()
            self._transport.release()
        if wish.delay is not None:
            faults.delay = wish.delay
        for fault in wish.add:
            faults.add(fault)
        if wish.down_seconds is not None:
            self._transport.go_down_for(wish.down_seconds)


def _json(value: Any) -> Reply:
    return Reply(200, msgspec.json.encode(value))
