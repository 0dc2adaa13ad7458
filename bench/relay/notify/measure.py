"""Compares side by side, so that what else the machine does meets both alike."""

import statistics
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import IO, Any

import psycopg

from bench.proof import pgbench
from bench.proof.figures import AtLeast, Figure
from bench.proof.hotel import Hotel, open_hotel
from bench.proof.run import say
from bench.proof.server import Server
from bench.relay.notify.arms import Arm, arms, switch, switchable_relay

HERE = Path(__file__).parent
SCRIPTS = {"insert": HERE / "insert.pgbench", "update": HERE / "update.pgbench"}
WRITERS = (1, 8, 32)
# So many that writers rarely wait for each other.
ROOMS = 1_000
AIM = AtLeast(0.9)
RUN_SECONDS = 1
# What everybody knows need not be measured as often.
NAIVE_ONCE_IN = 3
# The median of fewer says more of the machine than of us.
ENOUGH_ROUNDS = 5
PATIENCE_SECONDS = 120.0


class Comparison:
    """One server, one hotel, one relay, and the arms.

    Args:
        database_url, owner: the database, and a connection of its owner in autocommit.
        relay: where it reads its orders.
    """

    def __init__(
        self, database_url: str, owner: psycopg.Connection[Any], hotel: Hotel, relay: IO[str]
    ) -> None:
        self._url = database_url
        self._owner = owner
        self._relay = relay
        self._variables = {
            "hotel_id": hotel.hotel_id,
            "first_room": min(hotel.room_ids),
            "last_room": max(hotel.room_ids),
        }
        self._arms = arms(owner)

    def rates(self, script: Path, writers: int, rounds: int) -> dict[str, list[float]]:
        """Return transactions a second by arm; the first of `ours` belongs to that of `without`."""
        ours, without, naive = self._arms
        rates: dict[str, list[float]] = {arm.name: [] for arm in self._arms}
        for number in range(rounds):
            # Who comes first changes, in case that is better or worse.
            pair = [ours, without] if number % 2 == 0 else [without, ours]
            for arm in [*pair, *([naive] if number % NAIVE_ONCE_IN == 0 else [])]:
                rates[arm.name].append(self._rate(script, writers, arm))
        return rates

    def _rate(self, script: Path, writers: int, arm: Arm) -> float:
        switch(self._owner, self._relay, arm)
        # One thread of pgbench is enough for all: the server has the work.
        done = pgbench.run(
            self._url, [script], {"time": RUN_SECONDS}, self._variables, clients=writers
        )
        self._tidy_up()
        return done.a_second

    def _tidy_up(self) -> None:
        """Let the relay finish, so that the next run starts as this one did."""
        give_up_at = time.monotonic() + PATIENCE_SECONDS
        while self._owner.execute("SELECT FROM hotelmate.outbox_event LIMIT 1").fetchone():
            if time.monotonic() > give_up_at:
                raise RuntimeError("the relay does not number what was written")
            time.sleep(0.02)
        self._owner.execute("VACUUM ANALYZE hotelmate.outbox_event")
        self._owner.execute("ANALYZE hotelmate.realtime_message")


def notify_figures(server: Server, rounds: int) -> Iterator[Figure]:
    """Measure each script at each number of writers.

    Args:
        rounds: the ratios are medians over so many.
    """
    with ExitStack() as stack:
        url = stack.enter_context(server.database("notify"))
        owner = stack.enter_context(psycopg.connect(url, autocommit=True))
        hotel = open_hotel(owner, ROOMS)
        relay = stack.enter_context(switchable_relay(url))
        comparison = Comparison(url, owner, hotel, relay)
        fsync = owner.execute("SHOW fsync").fetchone()
        # Without it there is no flush that commits could share.
        yield Figure("notify_server_has_fsync_on", int(fsync == ("on",)))
        for name, script in SCRIPTS.items():
            for writers in WRITERS:
                say(f"notify: {name} by {writers}, {rounds} rounds")
                rates = comparison.rates(script, writers, rounds)
                yield from figures(f"notify_{name}_by_{writers}", rates)


def figures(what: str, rates: dict[str, list[float]]) -> Iterator[Figure]:
    """Give the medians of the arms, and of the ratios of runs that were side by side."""
    for name, values in rates.items():
        yield Figure(f"{what}_{name}_per_s", statistics.median(values))
    without = rates["without"]
    naive = rates["naive"]
    beside = without[::NAIVE_ONCE_IN]
    yield Figure(f"{what}_ratio_naive_to_without", _ratio(naive, beside))
    aim = AIM if len(without) >= ENOUGH_ROUNDS else None
    yield Figure(f"{what}_ratio_ours_to_without", _ratio(rates["ours"], without), aim)


def _ratio(of: list[float], to: list[float]) -> float:
    return statistics.median(a / b for a, b in zip(of, to, strict=True))
