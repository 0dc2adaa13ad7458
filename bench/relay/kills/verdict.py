"""Whether the server received what was committed, in order, and nothing else.

Compared are three books: copies of the events that their own transactions wrote, the messages that
the database has at the end, and what the server took. Nothing is believed that the relay says.
"""

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

from app.realtime.channels import public_names
from bench.relay.kills.committed import Event, Version
from bench.relay.kills.numbered import Numbered
from tests.pusher_server.record import Received

# What must not be, and what of it is counted where it is.
WRONG = (
    "lost",
    "altered",
    "invented",
    "told_though_rolled_back",
    "out_of_order",
    "repeats_not_recognisable",
    "positions_given_twice",
    "position_gaps",
    "wrong_previous",
    "versions_not_reported",
    "left_behind",
)


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as it should be; `kind` is one of WRONG."""

    kind: str
    what: str

    def __str__(self) -> str:
        return f"{self.kind}: {self.what}"


@dataclass(frozen=True)
class Books:
    """What is compared.

    Attributes:
        events: what was committed.
        rolled_back: ids of events whose transaction, or part of one, was rolled back.
        versions: every version of a room or booking, by the audit trail.
        numbered: the messages at the end, in the order of their positions.
        last_positions: of each hotel, the last position that was given.
        received: what the server took, in the order of arrival.
        left: how much the database still has to deliver, dead letters included.
        legacy: hotels that are also told under the report's names.
        out_of_turn: event types that may come late, for they were refused first.
    """

    events: Sequence[Event]
    rolled_back: AbstractSet[str]
    versions: AbstractSet[Version]
    numbered: Sequence[Numbered]
    last_positions: dict[str, int]
    received: Sequence[Received]
    left: int = 0
    legacy: tuple[str, ...] = ()
    out_of_turn: AbstractSet[str] = frozenset()

    @cached_property
    def arrivals(self) -> dict[tuple[str, str], list[Received]]:
        """What arrived, by Pusher's channel and event: more than one each where it was repeated."""
        found: dict[tuple[str, str], list[Received]] = defaultdict(list)
        for each in self.received:
            found[each.channel, each.event_id or ""].append(each)
        return found

    @property
    def repeats(self) -> int:
        """How many arrivals were not the first of their event on their channel."""
        return len(self.received) - len(self.arrivals)


def verdict(books: Books) -> list[Finding]:
    """Compare the books and return what is wrong."""
    return [
        *_events_that_did_not_arrive(books),
        *_arrivals_of_nothing(books),
        *_order_of_arrivals(books),
        *_repeats(books),
        *_positions_of_arrivals(books),
        *_positions_of_database(books),
        *_versions_not_reported(books),
        *(Finding("left_behind", "not delivered yet") for _ in range(books.left)),
    ]


def _expected(books: Books) -> Iterator[tuple[str, Event, str]]:
    """Give each event with each channel that it is for, by Pusher's name and by the database's."""
    for event in books.events:
        for channel in sorted(set(event.channels)):
            for name in public_names(event.slug, channel, books.legacy):
                yield name, event, channel


def _events_that_did_not_arrive(books: Books) -> Iterator[Finding]:
    for name, event, channel in _expected(books):
        arrived = books.arrivals.get((name, event.event_id))
        if arrived is None:
            yield Finding("lost", f"{event.event_type} {event.event_id} on {name}")
        elif not _says(arrived[0], event, channel):
            yield Finding("altered", f"{event.event_type} {event.event_id} on {name}")


def _says(arrived: Received, event: Event, channel: str) -> bool:
    """Say whether what arrived is the event as committed."""
    body = arrived.body
    told = {**body, "meta": {**body["meta"], "position": None, "previous": None}}
    meta = {
        "event_id": event.event_id,
        "hotel_slug": event.slug,
        "ts": _time(event.occurred_at),
        "scope": event.scope,
        "channel": channel,
        "position": None,
        "previous": None,
        "request_id": event.request_id,
    }
    committed = {
        "category": event.category,
        "type": event.event_type,
        "payload": event.payload,
        "meta": meta,
    }
    return arrived.name == event.event_type and told == committed


def _time(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def _arrivals_of_nothing(books: Books) -> Iterator[Finding]:
    expected = {(name, event.event_id) for name, event, _ in _expected(books)}
    for name, event_id in books.arrivals.keys() - expected:
        rolled_back = event_id in books.rolled_back
        kind = "told_though_rolled_back" if rolled_back else "invented"
        yield Finding(kind, f"{event_id} on {name}")


def _order_of_arrivals(books: Books) -> Iterator[Finding]:
    """See whether first arrivals are in order: positions on a channel, versions of a subject."""
    written = {event.event_id: event for event in books.events}
    newest: dict[tuple[Any, ...], tuple[int, str]] = {}
    for (name, event_id), (first, *_) in books.arrivals.items():
        event = written.get(event_id)
        if event is None or event.event_type in books.out_of_turn:
            continue
        places: dict[tuple[Any, ...], int] = {(name,): _position(first)}
        if event.subject is not None:
            places[name, "written", event.subject] = event.written
            places[name, "version", event.subject] = int(event.scope.get("version", 0))
        for key, place in places.items():
            last, before = newest.get(key, (place, event_id))
            if place < last:
                yield Finding("out_of_order", f"{event_id} after {before} on {key}")
            newest[key] = max((last, before), (place, event_id))


def _repeats(books: Books) -> Iterator[Finding]:
    """See whether clients can tell repeats: the same text, so the same id and position."""
    for (name, event_id), (first, *again) in books.arrivals.items():
        if any(each.data != first.data or each.name != first.name for each in again):
            yield Finding("repeats_not_recognisable", f"{event_id} on {name}")


def _positions_of_arrivals(books: Books) -> Iterator[Finding]:
    """Compare every position that clients have heard with what the database says of it now."""
    known = {(each.slug, each.position): each for each in books.numbered}
    for (name, event_id), arrived in books.arrivals.items():
        for data in {each.data for each in arrived}:
            meta = json.loads(data)["meta"]
            message = known.get((meta["hotel_slug"], meta["position"]))
            if message is None or message.text != data:
                what = f"{name} heard {meta['position']} as {event_id}"
                yield Finding("positions_given_twice", what)


def _positions_of_database(books: Books) -> Iterator[Finding]:
    """See whether positions are 1, 2, 3 … and lead from message to message of each channel."""
    reached = dict.fromkeys(books.last_positions, 0)
    on_channel: dict[tuple[str, str], int] = {}
    for message in books.numbered:
        if message.position != reached[message.slug] + 1:
            yield Finding("position_gaps", f"{message.slug}: before {message.position}")
        reached[message.slug] = message.position
        if message.previous != on_channel.get((message.slug, message.channel)):
            yield Finding("wrong_previous", f"{message.slug}: of {message.position}")
        on_channel[message.slug, message.channel] = message.position
    for slug, last in books.last_positions.items():
        if reached[slug] != last:
            yield Finding("position_gaps", f"{slug}: {last} was given, {reached[slug]} is there")


def _versions_not_reported(books: Books) -> Iterator[Finding]:
    """Find versions of rooms and bookings without an event: the outbox itself would have a hole."""
    reported = {
        (event.slug, *event.subject, int(event.scope["version"]))
        for event in books.events
        if event.subject is not None and "version" in event.scope
    }
    for version in books.versions - reported:
        yield Finding("versions_not_reported", str(version))


def _position(received: Received) -> int:
    return int(received.body["meta"]["position"])
