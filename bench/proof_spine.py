"""`make proof-spine`: a race that finds no contradiction, and what the rules cost.

    SECONDS=20 python -m bench.proof_spine

Prints one `name: value` line a figure, the worst last, and ends with status 1 when one falls short.
"""

import sys
from collections.abc import Iterator

from bench.proof.figures import Figure
from bench.proof.run import prove, say
from bench.proof.server import server
from bench.spine.cost.measure import cost_figures, stays_for
from bench.spine.race.run import race_figures


def measure(seconds: float) -> Iterator[Figure]:
    """Measure the cost, then race, on one server."""
    with server() as own:
        say("cost: a check-in and a check-out with every rule on, and the same rows on bare tables")
        yield from cost_figures(own, stays_for(seconds))
        say(f"race: through the API and psql at once for {seconds:g} seconds")
        yield from race_figures(own, seconds)


if __name__ == "__main__":
    sys.exit(prove(measure))
