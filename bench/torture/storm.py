"""Eight processes that write at once, and a watcher that looks at what they committed."""

import time
from ast import literal_eval
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from multiprocessing import get_context
from pathlib import Path

import psycopg

from app.consistency.checks import Check
from bench.proof.api import api
from bench.proof.run import say
from bench.torture.count import Count
from bench.torture.ground import Ground
from bench.torture.judging import EVERYTHING, OF_FACTS, OF_STATE, judge
from bench.torture.worker import Place, play
from tests.consistency import Contradiction

PROCESSES = 8
# A fresh estate now and then: what is left of the old one has little to contradict.
ROUND_SECONDS = 45.0
# The trail is read whole each time: the watcher may take this share of the time for it.
SHARE_OF_WHOLE_LOOKS = 0.3
SECONDS_BETWEEN_LOOKS = 0.5


@dataclass
class Stormed:
    """What a storm brought.

    Attributes:
        count: what became of the writes.
        seen: contradictions, each with the transactions that were committed shortly before.
        told: what checks told of that no rule forbids, by name.
        looks, whole_looks: how often the state was looked at, and how often everything.
    """

    count: Count = field(default_factory=Count)
    seen: dict[Contradiction, list[str]] = field(default_factory=dict)
    told: set[str] = field(default_factory=set)
    looks: int = 0
    whole_looks: int = 0


def storm(
    ground: Ground,
    seconds: float,
    seed: int,
    known: frozenset[str] = frozenset(),
    processes: int = PROCESSES,
) -> Stormed:
    """Write for so long, in a fresh copy of the estate a round.

    Args:
        ground: the estate.
        seconds: how long.
        seed: by which all is drawn.
        known: rules that have refused something already.
        processes: how many write at once.
    """
    stormed = Stormed()
    deadline = time.monotonic() + seconds
    rounds = 0
    with ProcessPoolExecutor(processes, get_context("spawn")) as pool:
        while (left := deadline - time.monotonic()) > 0 and not stormed.seen:
            rounds += 1
            with _round(ground) as place:
                known = known | stormed.count.by_rule().keys()
                long = min(left, ROUND_SECONDS)
                writing = [
                    pool.submit(play, place, n, seed + rounds, long, known)
                    for n in range(processes)
                ]
                _watch(place, writing, stormed)
                for each in writing:
                    stormed.count.add(each.result())
            tried, committed = stormed.count.tried, stormed.count.committed.total()
            say(f"torture: {tried} writes tried, {committed} committed")
    return stormed


@contextmanager
def _round(ground: Ground) -> Iterator[Place]:
    """Give a fresh estate with the API over it."""
    # No relay runs, and what the ground told when it was made has waited for one ever since.
    off = {"HOTELMATE_CHECK_HOUR": "off", "HOTELMATE_EVENTS_DELAY_LIMIT_SECONDS": "0"}
    with (
        ground.copied("storm") as quiet,
        api(quiet.database_url, quiet.hotel.staff, settings=off) as running,
    ):
        yield replace(quiet, api_url=running.url)


def _watch(place: Place, writing: list[Future[Count]], stormed: Stormed) -> None:
    """Look while they write, and once when they have ended."""
    clean_at = time.time()
    whole_due = time.monotonic()
    with psycopg.connect(place.database_url, autocommit=True) as connection:
        connection.read_only = True
        is_last = False
        while not is_last:
            is_last = all(each.done() for each in writing)
            began, is_whole = time.time(), is_last or time.monotonic() >= whole_due
            bad, told = judge(connection, _checks(is_whole, is_last))
            stormed.looks += 1
            stormed.told |= told
            if is_whole:
                stormed.whole_looks += 1
                took = time.time() - began
                whole_due = time.monotonic() + took / SHARE_OF_WHOLE_LOOKS
            for each in bad - stormed.seen.keys():
                stormed.seen[each] = committed_between(place.log, clean_at - 1, time.time())
            if is_whole and not bad:
                clean_at = began
            time.sleep(0 if is_last else SECONDS_BETWEEN_LOOKS)


def _checks(is_whole: bool, is_last: bool) -> tuple[Check, ...]:
    if is_last:
        return EVERYTHING
    return OF_FACTS if is_whole else OF_STATE


def committed_between(log: Path, since: float, until: float) -> list[str]:
    """Return what all processes committed in a time, in the order of time."""
    found: list[tuple[float, str]] = []
    for path in log.glob("*.log"):
        for line in path.read_text(encoding="utf-8").splitlines():
            at, _, statements = line.partition("\t")
            if since <= float(at) <= until and statements:
                found.append((float(at), "; ".join(literal_eval(statements))))
    return [text for _, text in sorted(found)]
