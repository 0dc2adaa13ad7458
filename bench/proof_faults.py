"""`make proof-faults`: whatever dies, nothing that was acknowledged is lost, and all goes on.

    SECONDS=30 python -m bench.proof_faults

Prints one `name: value` line a figure, the worst last, and ends with status 1 when one falls short.
"""

import sys
from collections.abc import Iterator

from app.embedded import throwaway
from bench.faults.clock import clock_figures
from bench.faults.conflicts import conflict_figures
from bench.faults.crashes import crashes
from bench.faults.crowded import crowded
from bench.faults.disk import disk_figures
from bench.faults.happening import Fault, happen
from bench.faults.maintenance import maintenance
from bench.faults.paying import paying_figures
from bench.faults.scene import SERVER_SETTINGS, scene
from bench.faults.severed import severed
from bench.faults.silent import silent
from bench.faults.size import Size
from bench.faults.standby import standby_figures
from bench.faults.waiting import waiting
from bench.proof.figures import Figure
from bench.proof.run import prove, say, seed_of_environment

SECONDS = 600
WHILE_PAYING = ("database_killed", "api_killed", "wires_all_cut", "database_restarted")


def measure(seconds: float) -> Iterator[Figure]:
    """Let every fault happen, on servers that are there for nothing else."""
    seed = seed_of_environment()
    size = Size.of(seconds)
    say(f"{size}, seed {seed}")
    yield from _one_server(size, seed)
    yield from paying_figures(_while_paying(size), seed)
    yield from disk_figures(seed, size.times, size.seconds)
    yield from clock_figures(seed, size.times, size.seconds)


def _one_server(size: Size, seed: int) -> Iterator[Figure]:
    """Everything that may happen to one server, one after the other, and all clerks on it."""
    with throwaway(SERVER_SETTINGS) as server, scene(server, seed) as playing:
        faults = (
            *crashes(size.away_seconds),
            *severed(size.seconds),
            *silent(size.seconds),
            *waiting(),
            *crowded(size.seconds),
            *maintenance(),
        )
        for fault in faults:
            yield from happen(playing, fault, size.times)
        yield from conflict_figures(playing, size.seconds)
        yield from standby_figures(playing)


def _while_paying(size: Size) -> list[Fault]:
    """Return what also happens while guests pay by card: each party of it dies or is cut off."""
    every = (*crashes(size.away_seconds), *severed(size.seconds), *maintenance())
    return [fault for fault in every if fault.name in WHILE_PAYING]


if __name__ == "__main__":
    sys.exit(prove(measure, SECONDS))
