"""Runs the race on a database of its own and gives its figures."""

from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass

import psycopg

from bench.proof.api import OwnApi, api
from bench.proof.figures import AtLeast, AtMost, Figure
from bench.proof.hotel import Hotel, open_hotel
from bench.proof.run import say
from bench.proof.server import Server
from bench.spine.race.client import Client, race
from bench.spine.race.lobby import LobbyBoard
from bench.spine.race.sql_moves import SQL_MOVES
from bench.spine.race.tally import Tally
from bench.spine.race.watcher import EVERYTHING, Watcher
from tests.consistency import Contradiction

CLIENTS = 8
ROOMS = 4
SHOWN = 20
# A second's worth: fewer looks would not be a watch.
SAMPLES_A_SECOND = 1


@dataclass(frozen=True, slots=True)
class Result:
    """What a race brought.

    Attributes:
        tally: what became of the operations.
        seen: contradictions that were committed, during the race or at its end.
        samples, trail_samples: how often the watcher looked at the state and at the trail.
        seconds: how long the clients raced.
    """

    tally: Tally
    seen: frozenset[Contradiction]
    samples: int
    trail_samples: int
    seconds: float


def race_figures(server: Server, seconds: float) -> Iterator[Figure]:
    """Race through the API and through psql at once, and count contradictions."""
    with ExitStack() as stack:
        url = stack.enter_context(server.database("race"))
        hotel = prepare(url)
        result = run_race(url, hotel, seconds, stack.enter_context(api(url, hotel.staff)))
    yield from figures(result)


def prepare(database_url: str) -> Hotel:
    """Make the hotel, and let deadlocks be found soon where the server lets us say so."""
    with psycopg.connect(database_url, autocommit=True) as connection:
        name = connection.info.dbname
        for setting in ("synchronous_commit = off", "deadlock_timeout = '50ms'"):
            try:
                connection.execute(f'ALTER DATABASE "{name}" SET {setting}')
            except psycopg.errors.InsufficientPrivilege:
                say(f"race: without {setting}, which only a superuser may set")
        return open_hotel(connection, ROOMS)


def run_race(database_url: str, hotel: Hotel, seconds: float, running_api: OwnApi | None) -> Result:
    """Race in a hotel that is there already; without an API, through SQL alone."""
    board, watcher = LobbyBoard(database_url, hotel), Watcher(database_url)
    clients = [Client(number, database_url, hotel, board, running_api) for number in range(CLIENTS)]
    board.start()
    watcher.start()
    tally = race(clients, seconds)
    board.stop()
    watcher.stop()
    if running_api is not None:
        _count_retries(running_api, tally)
    seen = frozenset(watcher.seen)
    return Result(tally, seen, watcher.samples, watcher.trail_samples, seconds)


def _count_retries(running_api: OwnApi, tally: Tally) -> None:
    """Add what the API tried again on its own, which its clients did not see."""
    retried = running_api.process.samples("hotelmate_database_passing_failures_total")
    tally.deadlocks["http"] += int(retried.get("deadlock_detected", 0))
    tally.conflicts["http"] += int(retried.get("serialization_failure", 0))


def figures(result: Result) -> Iterator[Figure]:
    """Give the figures of a race; what was found is described on the way."""
    _describe(result)
    yield from result.tally.figures(result.seconds)
    for name, number in sorted(Counter(found.name for found in result.seen).items()):
        yield Figure(f"race_contradiction.{name}", number)
    for move in result.tally.never_committed(SQL_MOVES):
        say(f"race: nobody managed to {move}")
    yield Figure("race_moves_never_committed", len(result.tally.never_committed(SQL_MOVES)))
    yield Figure("race_checks", len(EVERYTHING))
    yield Figure("race_trail_samples", result.trail_samples)
    wanted = AtLeast(SAMPLES_A_SECOND * result.seconds)
    yield Figure("race_watcher_samples", result.samples, wanted)
    yield Figure("race_contradictions", len(result.seen), AtMost(0))


def _describe(result: Result) -> None:
    """Say what went wrong, if anything did."""
    for failure, number in result.tally.failures.most_common(SHOWN):
        say(f"race: {number} times {failure}")
    for found in sorted(result.seen)[:SHOWN]:
        say(f"race: contradiction {found.name} of {found.subject}: {found.finding}")
