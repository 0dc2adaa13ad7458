"""The measurements: latency at a steady rate, then as many events as go through."""

import time
from collections.abc import Iterator
from contextlib import ExitStack

import psycopg

from bench.proof.figures import AtMost, Figure
from bench.proof.hotel import Hotel, open_hotel
from bench.proof.run import say
from bench.proof.server import Server
from bench.soketi.arrivals import Arrivals, key_of, percentile
from bench.soketi.writing import Change, at_rate, without_pause
from tests.soketi.our_side import our_side
from tests.soketi.server import soketi
from tests.soketi.subscriber import CLIENTS, Subscriber

# As many hotels as the relay has lanes: a channel is on one lane at a time.
HOTELS, ROOMS = 8, 100
RATE = 50
# The share of SECONDS in which as much as possible is written, and at most so long.
FLOOD_SHARE, FLOOD_SECONDS = 0.2, 15.0
# So many changes may be on their way; more would measure only how long a queue can be.
ENOUGH_WAITING = 2_000
# What was not heard after so long without any news is lost.
PATIENCE_SECONDS = 15.0
SHARES = {"p50": 0.5, "p95": 0.95, "p99": 0.99}


def soketi_figures(server: Server, seconds: float) -> Iterator[Figure]:
    """Give the figures of both clients."""
    with ExitStack() as stack:
        url = stack.enter_context(server.database("soketi"))
        with psycopg.connect(url, autocommit=True) as owner:
            hotels = [open_hotel(owner, ROOMS) for _ in range(HOTELS)]
        ours = stack.enter_context(our_side(url, stack.enter_context(soketi())))
        order = ours.order(*(f"private-{hotel.slug}.rooms" for hotel in hotels))
        clients = [stack.enter_context(client(order)) for client in CLIENTS]
        for client in clients:
            _require_subscribed(client)
        for hotel in hotels:
            _settle(url, hotel, clients)
        yield from _latency_figures(url, hotels[0], clients, seconds)
        flood = min(FLOOD_SECONDS, seconds * FLOOD_SHARE)
        yield from _flood_figures("one_channel", url, hotels[:1], clients, flood)
        yield from _flood_figures(f"{HOTELS}_channels", url, hotels, clients, flood)


def _require_subscribed(client: Subscriber) -> None:
    if client.refused:
        raise RuntimeError(f"{client.name} may not listen: {client.refused}")


def _settle(url: str, hotel: Hotel, clients: list[Subscriber]) -> None:
    """Let what made the hotel, and a little more, pass first: all processes are warm then."""
    warm = at_rate(url, hotel, RATE, 0.4)
    for client in clients:
        _wait_for(client, warm[-1])


def _wait_for(client: Subscriber, change: Change) -> None:
    client.wait_for(lambda: bool(client.heard) and key_of(client.heard[-1]) == change.key)


def _latency_figures(
    url: str, hotel: Hotel, clients: list[Subscriber], seconds: float
) -> Iterator[Figure]:
    say(f"latency: {RATE} changes a second for {seconds:g} seconds")
    before = [len(client.heard) for client in clients]
    changes = at_rate(url, hotel, RATE, seconds)
    yield Figure("changes", len(changes))
    commits = [(each.after_commit - each.before_commit) / 1e6 for each in changes]
    for name, share in SHARES.items():
        yield Figure(f"commit_{name}_ms", percentile(commits, share))
    for client, start in zip(clients, before, strict=True):
        arrivals = _arrivals(client, start, changes)
        for since_after, words in ((False, "commit"), (True, "committed")):
            latencies = arrivals.milliseconds(changes, since_after=since_after)
            for name, share in SHARES.items():
                yield Figure(f"{client.name}_from_{words}_{name}_ms", percentile(latencies, share))
        yield from _truth_figures(f"{client.name}_at_{RATE}_a_second", arrivals, changes)


def _flood_figures(
    name: str, url: str, hotels: list[Hotel], clients: list[Subscriber], seconds: float
) -> Iterator[Figure]:
    say(f"sustained: as many changes on {name} as go through for {seconds:g} seconds")
    before = [len(client.heard) for client in clients]

    def waiting(written: int) -> int:
        slowest = min(
            len(client.heard) - start for client, start in zip(clients, before, strict=True)
        )
        return written - slowest

    changes = without_pause(url, hotels, seconds, waiting, ENOUGH_WAITING)
    yield Figure(f"{name}_changes", len(changes))
    for client, start in zip(clients, before, strict=True):
        arrivals = _arrivals(client, start, changes)
        yield Figure(f"{client.name}_{name}_sustained_events_per_s", arrivals.rate(changes))
        yield from _truth_figures(f"{client.name}_{name}", arrivals, changes)


def _truth_figures(name: str, arrivals: Arrivals, changes: list[Change]) -> Iterator[Figure]:
    yield Figure(f"{name}_repeated", arrivals.repeated)
    yield Figure(f"{name}_lost", arrivals.lost(changes), AtMost(0))
    yield Figure(f"{name}_invented", arrivals.invented(changes), AtMost(0))
    yield Figure(f"{name}_heard_before_commit", arrivals.too_early(changes), AtMost(0))
    yield Figure(f"{name}_out_of_order", arrivals.out_of_order, AtMost(0))


def _arrivals(client: Subscriber, start: int, changes: list[Change]) -> Arrivals:
    """Wait until a client has heard all changes, or nothing more comes, and sort out what it heard.

    Args:
        client: who listens.
        start: how many events it had heard when the first change was made.
        changes: what it should hear.
    """
    seen, since = start, time.monotonic()
    while len(client.heard) - start < len(changes):
        time.sleep(0.05)
        if len(client.heard) != seen:
            seen, since = len(client.heard), time.monotonic()
        elif time.monotonic() - since > PATIENCE_SECONDS or client.ended:
            break
    for problem in client.problems:
        say(f"{client.name}: {problem}")
    return Arrivals.of(client.heard[start:])
