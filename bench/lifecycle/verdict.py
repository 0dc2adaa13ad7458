"""What the turns say."""

import math
from collections.abc import Iterator, Sequence
from statistics import median

from bench.lifecycle.steps import NAMES
from bench.lifecycle.turns import Bare, Turn, Turns
from bench.proof.figures import AtLeast, AtMost, Figure
from bench.proof.percentile import percentile

# The share of the floor that stays through the API reach, by the number of clients.
SHARES = {8: AtLeast(0.27), 32: AtLeast(0.19)}
API_CPU_MS = AtMost(1)
# A transition takes at most so many times its bare SQL, and so many milliseconds more.
TIMES, PLUS_MS = 2, 1.0
PERCENTILES = {"p50": 0.5, "p95": 0.95, "p99": 0.99}


def figures(turns: Turns) -> Iterator[Figure]:
    """Yield throughput, latency and what was computed, for each number of clients."""
    for clients, played in turns.played.items():
        yield from _throughput(clients, played, turns.bare[clients])
        yield from _computed(clients, played, turns.bare[clients])
        yield from _latencies(clients, played)
    yield from _transitions(turns)


def _throughput(clients: int, played: Sequence[Turn], bare: Sequence[Bare]) -> Iterator[Figure]:
    """Yield stays a second, through the API and on the floor.

    The share is the median of those of the rounds: a round's two turns follow each other.
    """
    stays = [turn.played.stays_a_second for turn in played]
    floor = [turn.run.a_second for turn in bare]
    name = f"lifecycle_{clients}_clients"
    yield Figure(f"{name}_stays_a_second", median(stays))
    yield Figure(
        f"{name}_requests_a_second",
        median(turn.played.requests / turn.played.seconds for turn in played),
    )
    yield Figure(f"{name}_floor_stays_a_second", median(floor))
    share = median(own / below for own, below in zip(stays, floor, strict=True))
    yield Figure(f"{name}_share_of_floor", share, SHARES.get(clients))


def _computed(clients: int, played: Sequence[Turn], bare: Sequence[Bare]) -> Iterator[Figure]:
    """Yield milliseconds of processor a request, of each who computes."""
    requests = sum(len(NAMES) * turn.played.stays for turn in played)
    steps = sum(len(NAMES) * turn.run.times for turn in bare)
    name = f"lifecycle_{clients}_clients"
    api = sum(turn.api_seconds for turn in played)
    yield Figure(f"{name}_api_cpu_ms_a_request", _milliseconds(api, requests), API_CPU_MS)
    server = _sum(turn.server_seconds for turn in played)
    yield Figure(f"{name}_postgres_cpu_ms_a_request", _milliseconds(server, requests))
    own = sum(turn.played.cpu_seconds for turn in played)
    yield Figure(f"{name}_own_cpu_ms_a_request", _milliseconds(own, requests))
    below = _sum(turn.server_seconds for turn in bare)
    yield Figure(f"{name}_floor_postgres_cpu_ms_a_step", _milliseconds(below, steps))


def _latencies(clients: int, played: Sequence[Turn]) -> Iterator[Figure]:
    for step in NAMES:
        taken = [each for turn in played for each in turn.played.latencies[step]]
        for percent, share in PERCENTILES.items():
            name = f"lifecycle_{clients}_clients_{step}_{percent}_ms"
            yield Figure(name, percentile(taken, share))


def _transitions(turns: Turns) -> Iterator[Figure]:
    """Yield how each step's median, with one client, compares with its bare SQL."""
    for step in NAMES:
        own = percentile(
            [each for turn in turns.played[1] for each in turn.played.latencies[step]], 0.5
        )
        bare = percentile(turns.bare_steps[step], 0.5)
        yield Figure(f"lifecycle_{step}_bare_p50_ms", bare)
        limit = TIMES * bare + PLUS_MS
        yield Figure(f"lifecycle_{step}_p50_ms", own, AtMost(limit))


def _milliseconds(seconds: float, times: int) -> float:
    return 1000 * seconds / times if times else math.nan


def _sum(values: Iterator[float | None]) -> float:
    """Return the sum; NaN where a part of it is not known."""
    return sum(math.nan if value is None else value for value in values)
