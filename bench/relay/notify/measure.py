"""Compares in turns, so that what else the machine does meets every arm alike."""

import statistics
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import psycopg

from bench.proof.figures import AtLeast, Figure
from bench.proof.hotel import open_hotel
from bench.proof.run import say
from bench.proof.server import Server
from bench.relay.notify.arms import ARMS, MAKE_NAIVE, NAIVE, OURS, WITHOUT, switch, switchable_relay
from bench.relay.notify.pgbench import transactions_a_second
from bench.relay.waiting import wait_until_told

HERE = Path(__file__).parent
SCRIPTS = {"insert": HERE / "insert.pgbench", "update": HERE / "update.pgbench"}
WRITERS = (1, 8, 32)
ROOMS = 1_000
AIM = AtLeast(0.9)

Rates = dict[str, list[float]]


def notify_figures(server: Server, rounds: int, seconds: int) -> Iterator[Figure]:
    """Measure each script at each number of writers, in rounds of one run of each arm.

    Args:
        rounds: the ratios are medians over so many; three at least.
        seconds: how long each run takes.
    """
    with ExitStack() as stack:
        url = stack.enter_context(server.database("notify"))
        owner = stack.enter_context(psycopg.connect(url, autocommit=True))
        owner.execute(MAKE_NAIVE)
        hotel = open_hotel(owner, ROOMS)
        relay = stack.enter_context(switchable_relay(url))
        wait_until_told(owner)
        variables = {
            "hotel_id": hotel.hotel_id,
            "first_room": min(hotel.room_ids),
            "last_room": max(hotel.room_ids),
        }
        fsync = owner.execute("SHOW fsync").fetchone()
        yield Figure("notify_server_has_fsync_on", int(fsync == ("on",)))
        for name, script in SCRIPTS.items():
            for writers in WRITERS:
                say(f"notify: {name} by {writers}, {rounds} rounds")
                rates: Rates = {arm.name: [] for arm in ARMS}
                for number in range(rounds):
                    # Who comes first changes: the first after a pause finds everything at rest.
                    for arm in (*ARMS[number % 3 :], *ARMS[: number % 3]):
                        switch(owner, relay, arm)
                        rate = transactions_a_second(url, script, writers, seconds, variables)
                        rates[arm.name].append(rate)
                        _tidy_up(owner)
                yield from _figures(f"notify_{name}_by_{writers}", rates)


def _figures(what: str, rates: Rates) -> Iterator[Figure]:
    for arm in ARMS:
        yield Figure(f"{what}_{arm.name}_per_s", statistics.median(rates[arm.name]))
    yield Figure(f"{what}_ratio_naive_to_without", _ratio(rates, NAIVE.name, WITHOUT.name))
    yield Figure(f"{what}_ratio_ours_to_without", _ratio(rates, OURS.name, WITHOUT.name), AIM)


def _ratio(rates: Mapping[str, list[float]], of: str, to: str) -> float:
    """Return the median of the ratios of runs that were side by side."""
    return statistics.median(a / b for a, b in zip(rates[of], rates[to], strict=True))


def _tidy_up(connection: psycopg.Connection[Any]) -> None:
    """Let the relay finish, so that the next run starts as this one did."""
    wait_until_told(connection)
    connection.execute("VACUUM ANALYZE hotelmate.outbox_event")
