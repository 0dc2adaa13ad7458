"""How many events a second a relay sustains, with and without a round trip to Pusher."""

from collections.abc import Iterator
from contextlib import ExitStack

import psycopg

from bench.proof.figures import AtMost, Figure
from bench.proof.hotel import open_hotel
from bench.proof.run import say
from bench.proof.server import Server
from bench.relay.arrivals import Arrivals
from bench.relay.bulk import Bulk
from bench.relay.waiting import wait_until_told
from tests.processes.relay import relay
from tests.pusher_server.process import PusherProcess, pusher_process

HOTELS = 50
ROUND_TRIPS_MS = (50, 0)
# More than two seconds of work, and not so much that its length matters.
MOST_WAITING = 2_000
# Of the time in which is written; what comes first belongs to the start.
SHARE_NOT_COUNTED = 0.25


def throughput_figures(server: Server, seconds: float) -> Iterator[Figure]:
    """Measure each case for so many seconds: one channel, one hotel, many hotels."""
    with ExitStack() as stack:
        url = stack.enter_context(server.database("throughput"))
        owner = stack.enter_context(psycopg.connect(url, autocommit=True))
        hotels = [open_hotel(owner, 1) for _ in range(HOTELS)]
        pusher = stack.enter_context(pusher_process())
        stack.enter_context(relay(url, pusher.environment()))
        for round_trip in ROUND_TRIPS_MS:
            pusher.wish(delay=round_trip / 1000)
            for name, chosen, only_rooms in (
                ("one_channel", hotels[:1], True),
                ("one_hotel", hotels[:1], False),
                (f"{HOTELS}_hotels", hotels, False),
            ):
                say(f"throughput: {name}, {round_trip} ms round trip, for {seconds:g} seconds")
                wait_until_told(owner)
                arrivals, lost = _measure(pusher, Bulk(owner, chosen, only_rooms), seconds)
                what = f"throughput_{name}_{round_trip}_ms_round_trip"
                yield Figure(f"{what}_lost", lost, AtMost(0))
                yield Figure(f"{what}_out_of_order", arrivals.out_of_order, AtMost(0))
                counted_from = arrivals.first + seconds * SHARE_NOT_COUNTED
                yield Figure(f"{what}_events_per_s", arrivals.a_second(counted_from))


def _measure(pusher: PusherProcess, bulk: Bulk, seconds: float) -> tuple[Arrivals, int]:
    """Write for so many seconds and return what arrived, and how many messages did not."""
    start = pusher.statistics().items
    bulk.without_pause(seconds, lambda: pusher.statistics().items, MOST_WAITING)
    wait_until_told(bulk.connection)
    arrivals = Arrivals.of(pusher.received(start))
    return arrivals, bulk.messages - arrivals.messages
