"""`make proof-lifecycle`: how fast the ten steps of a stay are, beside their rows as bare SQL.

    SECONDS=30 HOTELS=10 ROOMS=50 python -m bench.proof_lifecycle

Prints one `name: value` line a figure, the worst last, and ends with status 1 when one falls short.
"""

import sys
from collections.abc import Iterator

from bench.lifecycle.measure import lifecycle_figures
from bench.lifecycle.size import Size
from bench.proof.figures import Figure
from bench.proof.run import prove, say
from bench.proof.server import server

# Long enough that a round of turns meets the machine as it is.
SECONDS = 300


def measure(seconds: float) -> Iterator[Figure]:
    """Measure stays on a server that is there for nothing else."""
    size = Size.of(seconds)
    with server() as own:
        say(f"lifecycle: stays in {size.hotels} hotels of {size.rooms} rooms, beside bare SQL")
        yield from lifecycle_figures(own, size)


if __name__ == "__main__":
    sys.exit(prove(measure, SECONDS))
