"""From COMMIT to the moment at which Pusher has an event, at the rate of a busy hotel."""

import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass

import psycopg

from bench.proof.figures import AtMost, Figure
from bench.proof.hotel import Hotel, open_hotel
from bench.proof.percentile import percentile
from bench.proof.run import say
from bench.proof.server import Server
from bench.relay.waiting import wait_until_told
from tests.processes.relay import relay
from tests.pusher_server.process import pusher_process
from tests.pusher_server.record import Received

RATE = 50
ROOMS = 20
SHARES = {"p50": 0.5, "p95": 0.95, "p99": 0.99}
_CHANGE = """
UPDATE hotelmate.room SET maintenance_required = NOT maintenance_required
WHERE hotel_id = %s AND id = %s RETURNING room_number, version
"""

Key = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Change:
    """A committed version of a room; times are in seconds since 1970, as the server's are."""

    key: Key
    before_commit: float
    after_commit: float


def latency_figures(server: Server, seconds: float) -> Iterator[Figure]:
    """Change a room fifty times a second and give the percentiles."""
    say(f"latency: {RATE} changes a second for {seconds:g} seconds")
    with ExitStack() as stack:
        url = stack.enter_context(server.database("latency"))
        owner = stack.enter_context(psycopg.connect(url, autocommit=True))
        hotel = open_hotel(owner, ROOMS)
        pusher = stack.enter_context(pusher_process())
        stack.enter_context(relay(url, pusher.environment()))
        wait_until_told(owner)
        _changes(url, hotel, 1.0)
        changes = _changes(url, hotel, seconds)
        wait_until_told(owner)
        arrived = {_key(each): each.at for each in reversed(pusher.received())}
    heard = [each for each in changes if each.key in arrived]
    yield Figure("latency_lost", len(changes) - len(heard), AtMost(0))
    commits = [(each.after_commit - each.before_commit) * 1000 for each in heard]
    since_commit = [(arrived[each.key] - each.before_commit) * 1000 for each in heard]
    since_committed = [(arrived[each.key] - each.after_commit) * 1000 for each in heard]
    for name, values in (
        ("latency_commit", commits),
        ("latency_from_commit", since_commit),
        ("latency_from_committed", since_committed),
    ):
        for label, share in SHARES.items():
            yield Figure(f"{name}_{label}_ms", percentile(values, share))


def _changes(url: str, hotel: Hotel, seconds: float) -> list[Change]:
    """Change rooms at the rate; the schedule does not wait for a slow commit."""
    changes: list[Change] = []
    with psycopg.connect(url) as connection:
        start = time.monotonic()
        for number in range(int(RATE * seconds)):
            time.sleep(max(0.0, start + number / RATE - time.monotonic()))
            room = hotel.room_ids[number % len(hotel.room_ids)]
            row = connection.execute(_CHANGE, (hotel.hotel_id, room)).fetchone()
            assert row is not None
            before = time.time()
            connection.commit()
            changes.append(Change((row[0], row[1]), before, time.time()))
    return changes


def _key(received: Received) -> Key:
    scope = received.body["meta"]["scope"]
    return str(scope["room_number"]), int(scope["version"])
