"""A Pusher that is dead for ten minutes: memory, replay and numbering meanwhile, then the drain.

The events of ten minutes are written faster than they would be; they wait for Pusher all the same.
"""

import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

import psycopg

from bench.proof.api import api
from bench.proof.figures import AtLeast, AtMost, Figure
from bench.proof.hotel import open_hotel
from bench.proof.percentile import percentile
from bench.proof.run import say
from bench.proof.server import Server
from bench.relay.arrivals import Arrivals
from bench.relay.bulk import A_TRANSACTION, Bulk
from bench.relay.memory import MemoryWatch
from bench.relay.replaying import Replaying
from bench.relay.waiting import wait_until_told
from tests.processes.relay import relay
from tests.pusher_server.faults import Fault
from tests.pusher_server.process import PusherProcess, pusher_process

RATE = 50
OUTAGE_SECONDS = 600
# So much faster than time passes is written; half of it while the port is closed.
HASTE = 12
HOTELS = 8
ROUND_TRIP_SECONDS = 0.05
# The first deliveries fill what the relay keeps: connections, statements, compiled patterns.
WARM_UP_EVENTS = 2_000
DRAINED_AT_LEAST = AtLeast(10)
GROWTH_AT_MOST_MB = AtMost(8)
# What was committed is numbered so soon, whatever Pusher does.
NUMBERED_WITHIN_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Outage:
    """What was measured.

    Attributes:
        events, messages: what was written while Pusher was dead, each on its channels.
        written_within: seconds that took.
        not_numbered: events that were still in the outbox soon after.
        growth_meanwhile: megabytes more, up to the end of the outage.
        recovered: when Pusher was there again, in seconds since 1970.
    """

    events: int
    messages: int
    written_within: float
    not_numbered: int
    client: Replaying
    memory: MemoryWatch
    growth_meanwhile: float
    recovered: float
    arrivals: Arrivals


def outage_figures(server: Server, share: float) -> Iterator[Figure]:
    """Let Pusher be dead for a share of ten minutes' worth of events, then drain."""
    turn = A_TRANSACTION * HOTELS
    found = _measure(server, int(RATE * OUTAGE_SECONDS * share) // turn * turn)
    arrivals, memory, client = found.arrivals, found.memory, found.client
    yield Figure("outage_events", found.events)
    yield Figure("outage_events_stand_for_s", found.events / RATE)
    yield Figure("outage_written_within_s", found.written_within)
    yield Figure("outage_not_numbered_meanwhile", found.not_numbered, AtMost(0))
    yield Figure("outage_replay_events_read", client.events)
    yield Figure("outage_replay_p95_ms", percentile(client.milliseconds, 0.95))
    yield Figure("outage_replay_failures", len(client.problems), AtMost(0))
    yield Figure("outage_memory_mb", memory.first_mb)
    yield Figure("outage_memory_growth_meanwhile_mb", found.growth_meanwhile, GROWTH_AT_MOST_MB)
    yield Figure("outage_memory_growth_to_the_end_mb", memory.growth_mb, GROWTH_AT_MOST_MB)
    yield Figure("outage_noticed_its_end_after_s", arrivals.first - found.recovered)
    yield Figure("outage_drained_events_per_s", arrivals.a_second())
    yield Figure("outage_drain_ratio", arrivals.a_second() / RATE, DRAINED_AT_LEAST)
    yield Figure("outage_lost", found.messages - arrivals.messages, AtMost(0))
    yield Figure("outage_out_of_order", arrivals.out_of_order, AtMost(0))


def _measure(server: Server, events: int) -> Outage:
    """Play the outage and the drain on a database of its own."""
    with ExitStack() as stack:
        url = stack.enter_context(server.database("outage"))
        owner = stack.enter_context(psycopg.connect(url, autocommit=True))
        hotels = [open_hotel(owner, 1) for _ in range(HOTELS)]
        pusher = stack.enter_context(pusher_process())
        pusher.wish(delay=ROUND_TRIP_SECONDS)
        running = stack.enter_context(api(url, hotels[0].staff))
        process = stack.enter_context(relay(url, pusher.environment()))
        Bulk(owner, hotels).at_rate(WARM_UP_EVENTS, RATE * HASTE)
        wait_until_told(owner)
        before, bulk = pusher.statistics().items, Bulk(owner, hotels)
        with MemoryWatch(process.pid) as memory:
            with Replaying(running, hotels[0].slug) as client:
                seconds, not_numbered = _outage(pusher, bulk, events)
            meanwhile = memory.growth_mb
            recovered = time.time()
            pusher.wish(clear=True, delay=ROUND_TRIP_SECONDS)
            wait_until_told(owner)
        arrivals = Arrivals.of(pusher.received(before))
    for problem in client.problems:
        say(f"outage: replay: {problem}")
    return Outage(
        events, bulk.messages, seconds, not_numbered, client, memory, meanwhile, recovered, arrivals
    )


def _outage(pusher: PusherProcess, bulk: Bulk, events: int) -> tuple[float, int]:
    """Write while the port is closed, then while everything is answered with 503.

    Returns:
        How many seconds it took, and how many events were not numbered soon after.
    """
    half = events / (RATE * HASTE) / 2
    say(f"outage: {events} events, {half:.0f} s with a closed port and {half:.0f} s of 503")
    started = time.monotonic()
    # Nothing slips through between the two: both are wished at once.
    pusher.wish(Fault("answer", status=503, times=None), down_seconds=half)
    bulk.at_rate(events, RATE * HASTE)
    seconds = time.monotonic() - started
    time.sleep(NUMBERED_WITHIN_SECONDS)
    return seconds, _in_outbox(bulk.connection)


def _in_outbox(connection: psycopg.Connection[Any]) -> int:
    row = connection.execute("SELECT count(*) FROM hotelmate.outbox_event").fetchone()
    assert row is not None
    return int(row[0])
