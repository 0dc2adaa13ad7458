"""One writer alone: everything is looked at after each commit, so that what did it is known."""

import random
import time
from dataclasses import dataclass, field
from typing import Any

import psycopg

from app.consistency.checks import Check
from bench.torture.count import Count
from bench.torture.ground import Ground
from bench.torture.judging import EVERYTHING, OF_FACTS, judge
from bench.torture.law import tried_law
from bench.torture.worker import Worker
from tests.consistency import Contradiction

Connection = psycopg.Connection[Any]
COMMITS_AN_ESTATE = 400


@dataclass
class Alone:
    """What a writer alone brought.

    Attributes:
        count: what became of the writes.
        commits: after how many everything was looked at.
        seen: contradictions, each with the statements of the commit that made it.
        law: writes to the law itself that no check noticed.
        told: what checks told of that no rule forbids, by name.
    """

    count: Count = field(default_factory=Count)
    commits: int = 0
    seen: dict[Contradiction, list[str]] = field(default_factory=dict)
    law: list[str] = field(default_factory=list)
    told: set[str] = field(default_factory=set)


def alone(ground: Ground, seconds: float, seed: int) -> Alone:
    """Write for so long, or until something contradicts itself."""
    result = Alone()
    deadline = time.monotonic() + seconds
    turn = seed
    while time.monotonic() < deadline and not result.seen:
        turn += 1
        with ground.copied("alone") as place:
            worker = Worker(place, 0, turn)
            with psycopg.connect(place.database_url, autocommit=True) as watching:
                _until_wrong(worker, watching, result, deadline)
                if not result.seen:
                    result.law += tried_law(watching, random.Random(turn))
            result.count.add(worker.door.count)
            worker.close()
    return result


def _until_wrong(worker: Worker, watching: Connection, result: Alone, end: float) -> None:
    """Write to one estate; stop at the commit after which something is wrong."""
    commits = turn = 0
    while commits < COMMITS_AN_ESTATE and time.monotonic() < end and not result.seen:
        if turn % 50 == 0:
            worker.look_around()
        turn += 1
        worker.step()
        if not worker.door.committed:
            continue
        commits += 1
        _look(watching, OF_FACTS, worker.door.committed, result)
        worker.door.committed = []
    _look(watching, EVERYTHING, [], result)
    result.commits += commits


def _look(
    watching: Connection, checks: tuple[Check, ...], committed: list[str], result: Alone
) -> None:
    bad, told = judge(watching, checks)
    result.told |= told
    result.seen |= dict.fromkeys(bad - result.seen.keys(), committed)
