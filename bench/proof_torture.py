"""`make torture`: a million writes of any value to any column, and no contradiction.

    SECONDS=30 SEED=7 python -m bench.proof_torture

Prints one `name: value` line a figure, the worst last, and ends with status 1 when one falls short.
"""

import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from bench.proof.figures import Figure
from bench.proof.run import prove, say, seed_of_environment
from bench.proof.server import Server, server
from bench.torture.alone import alone
from bench.torture.count import Count
from bench.torture.exploring import explore
from bench.torture.figures import alone_figures, count_figures, model_figures, storm_figures
from bench.torture.ground import ground
from bench.torture.storm import storm

SECONDS = 1800
# As long as unless told otherwise, so many writes are wanted.
WRITES = 1_000_000
# Of the time: for the model and, beside it, the writer alone.
SHARE_BEFORE_STORM = 0.2


def measure(seconds: float) -> Iterator[Figure]:
    """Play the model's stories and write alone, then from several processes at once."""
    seed = seed_of_environment()
    say(f"seed {seed}")
    # What a server keeps through a power cut is not the question here.
    with server({"autovacuum": "on"}) as own:
        yield from _parts(own, seconds, seed)


def _parts(own: Server, seconds: float, seed: int) -> Iterator[Figure]:
    count = Count()
    with ground(own) as estate:
        # Neither of the two makes use of more than one processor.
        with ProcessPoolExecutor(1, get_context("spawn")) as beside:
            say("alone: writes at random, each commit looked at")
            single = beside.submit(alone, estate, seconds * SHARE_BEFORE_STORM, seed)
            say("model: stories of a hotel, by the API and by SQL, beside a model of it")
            explored = explore(own, seconds * SHARE_BEFORE_STORM, seed)
            count.add(explored.count)
            count.add(single.result().count)
        yield from model_figures(explored)
        yield from alone_figures(single.result())
        say("storm: writes at random from eight processes at once")
        known = frozenset(count.by_rule())
        stormed = storm(estate, seconds * (1 - SHARE_BEFORE_STORM), seed, known)
    count.add(stormed.count)
    yield from storm_figures(stormed)
    yield from count_figures(count, WRITES * seconds / SECONDS)


if __name__ == "__main__":
    sys.exit(prove(measure, SECONDS))
