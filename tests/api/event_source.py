"""A client of server-sent events, as simple as the protocol."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

import httpx

from tests.credentials import as_staff
from tests.hotel_builder import HotelBuilder

Envelope = dict[str, Any]
PATIENCE_SECONDS = 30.0


class Sent(NamedTuple):
    """What stands between two empty lines; `event` is None where only the position is told."""

    id: int
    event: Envelope | None
    retry: int | None


class EventSource:
    """An open stream.

    Attributes:
        last_id: what a client would send as Last-Event-ID now.
    """

    def __init__(self, response: httpx.Response) -> None:
        self.response = response
        self._lines = response.iter_lines()
        self.last_id = -1

    def next(self) -> Sent:
        """Wait for what comes next; StopIteration at the end of the stream."""
        fields: dict[str, str] = {}
        for line in self._lines:
            if not line:
                break
            name, _, value = line.partition(":")
            fields[name] = value.removeprefix(" ")
        else:
            raise StopIteration
        assert set(fields) <= {"id", "event", "data", "retry"}, fields
        # The package `eventsource` of npm takes no id from what has no data.
        assert fields["data"], fields
        self.last_id = int(fields["id"])
        retry = int(fields["retry"]) if "retry" in fields else None
        if "event" in fields:  # which `onmessage` does not hear
            assert (fields["event"], fields["data"]) == ("position", fields["id"])
            return Sent(self.last_id, None, retry)
        return Sent(self.last_id, json.loads(fields["data"]), retry)

    def event(self) -> Envelope:
        """Wait for the next event, past signs of life."""
        while (sent := self.next()).event is None:
            pass
        assert sent.event["meta"]["position"] == sent.id
        return sent.event

    def until(self, position: int) -> list[Envelope]:
        """Return the events that come until everything up to a position was sent."""
        events: list[Envelope] = []
        while self.last_id < position:
            sent = self.next()
            events += [sent.event] if sent.event is not None else []
        return events

    def rest(self) -> list[Envelope]:
        """Return the events that come until the server ends the stream."""
        events: list[Envelope] = []
        while True:
            try:
                events.append(self.event())
            except StopIteration:
                return events


@contextmanager
def listening(
    address: str,
    hotel: HotelBuilder,
    *,
    last: int | None = None,
    after: int | None = None,
    headers: dict[str, str] | None = None,
) -> Iterator[EventSource]:
    """Open a stream and wait for its beginning.

    Args:
        address: of the server.
        hotel: whose events are told.
        last: the last position that was heard, as a client that comes back says it.
        after: the position in the query.
        headers: who listens; the hotel's manager unless told otherwise.
    """
    headers = {**(headers or as_staff(hotel))}
    if last is not None:
        headers["Last-Event-ID"] = str(last)
    with (
        httpx.Client(timeout=PATIENCE_SECONDS) as client,
        client.stream(
            "GET",
            f"{address}/api/hotels/{hotel.slug}/events/stream",
            headers=headers,
            params={} if after is None else {"after": after},
        ) as response,
    ):
        if response.status_code != 200:
            response.read()
        assert response.status_code == 200, response.text
        source = EventSource(response)
        assert source.next().retry == 2000
        yield source
