"""The measurements: latency at a steady rate, then as many events as go through."""

import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field

import psycopg

from bench.proof.figures import AtMost, Figure
from bench.proof.hotel import Hotel, open_hotel
from bench.proof.percentile import percentile
from bench.proof.run import say
from bench.proof.server import Server
from bench.soketi.arrivals import Arrivals
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


@dataclass
class Stage:
    """What plays: hotels whose staff listen, and all that was changed so far."""

    url: str
    hotels: list[Hotel]
    clients: list[Subscriber]
    changes: list[Change] = field(default_factory=list)

    def waiting(self, changes: list[Change]) -> int:
        """Return about how many changes the slowest client has not heard, these among them."""
        heard = min(len(client.heard) for client in self.clients)
        return len(self.changes) + len(changes) - heard

    def await_all(self) -> None:
        """Wait until every client has heard all changes, or nothing more comes."""
        for client in self.clients:
            seen, since = -1, time.monotonic()
            while Arrivals.of(client.heard).lost(self.changes) and not client.ended:
                if len(client.heard) != seen:
                    seen, since = len(client.heard), time.monotonic()
                elif time.monotonic() - since > PATIENCE_SECONDS:
                    break
                time.sleep(0.1)


@contextmanager
def stage(server: Server) -> Iterator[Stage]:
    """Set the stage: a database, both sides, and clients that listen to the rooms of all hotels."""
    with ExitStack() as stack:
        url = stack.enter_context(server.database("soketi"))
        with psycopg.connect(url, autocommit=True) as owner:
            hotels = [open_hotel(owner, ROOMS) for _ in range(HOTELS)]
        ours = stack.enter_context(our_side(url, stack.enter_context(soketi())))
        order = ours.order(*(f"private-{hotel.slug}.rooms" for hotel in hotels))
        clients = [stack.enter_context(client(order)) for client in CLIENTS]
        for client in clients:
            if client.refused:
                raise RuntimeError(f"{client.name} may not listen: {client.refused}")
        yield Stage(url, hotels, clients)


def soketi_figures(server: Server, seconds: float) -> Iterator[Figure]:
    """Give the figures of both clients."""
    flood = min(FLOOD_SECONDS, seconds * FLOOD_SHARE)
    with stage(server) as playing:
        for hotel in playing.hotels:
            # What made the hotel, and a little more, passes first: all processes are warm then.
            playing.changes += at_rate(playing.url, hotel, RATE, 0.4)
        playing.await_all()
        yield from _latency_figures(playing, seconds)
        yield from _sustained_figures("one_channel", playing, playing.hotels[:1], flood)
        yield from _sustained_figures(f"{HOTELS}_channels", playing, playing.hotels, flood)
        for client in playing.clients:
            yield from _truth_figures(client, playing.changes)


def _latency_figures(playing: Stage, seconds: float) -> Iterator[Figure]:
    say(f"latency: {RATE} changes a second for {seconds:g} seconds")
    changes = at_rate(playing.url, playing.hotels[0], RATE, seconds)
    playing.changes += changes
    playing.await_all()
    yield Figure("changes", len(changes))
    commits = [(each.after_commit - each.before_commit) / 1e6 for each in changes]
    yield from _percentiles("commit", commits)
    for client in playing.clients:
        arrivals = Arrivals.of(client.heard)
        yield from _percentiles(f"{client.name}_from_commit", arrivals.milliseconds(changes))
        since_after = arrivals.milliseconds(changes, since_after=True)
        yield from _percentiles(f"{client.name}_from_committed", since_after)


def _percentiles(name: str, milliseconds: list[float]) -> Iterator[Figure]:
    for label, share in SHARES.items():
        yield Figure(f"{name}_{label}_ms", percentile(milliseconds, share))


def _sustained_figures(
    name: str, playing: Stage, hotels: list[Hotel], seconds: float
) -> Iterator[Figure]:
    say(f"sustained: as many changes on {name} as go through for {seconds:g} seconds")
    changes = without_pause(
        playing.url, hotels, seconds, lambda so_far: playing.waiting(so_far) >= ENOUGH_WAITING
    )
    playing.changes += changes
    playing.await_all()
    for client in playing.clients:
        rate = Arrivals.of(client.heard).rate(changes)
        yield Figure(f"{client.name}_{name}_events_per_s", rate)


def _truth_figures(client: Subscriber, changes: list[Change]) -> Iterator[Figure]:
    for problem in client.problems:
        say(f"{client.name}: {problem}")
    arrivals = Arrivals.of(client.heard)
    yield Figure(f"{client.name}_changes", len(changes))
    # Delivery is at least once: clients drop what they know.
    yield Figure(f"{client.name}_repeated", arrivals.repeated)
    yield Figure(f"{client.name}_lost", arrivals.lost(changes), AtMost(0))
    yield Figure(f"{client.name}_heard_before_commit", arrivals.too_early(changes), AtMost(0))
    yield Figure(f"{client.name}_out_of_order", arrivals.out_of_order, AtMost(0))
