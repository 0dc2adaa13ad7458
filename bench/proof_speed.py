"""`make proof-speed`: how fast the ten steps of a stay are, and whether a long past slows them.

    SECONDS=30 SCALE=0.01 HOTELS=10 ROOMS=50 python -m bench.proof_speed

Prints one `name: value` line a figure, the worst last, and ends with status 1 when one falls short.
"""

import sys
from collections.abc import Iterator

from bench.growth.measure import growth_figures
from bench.growth.scale import Scale
from bench.lifecycle.measure import lifecycle_figures
from bench.lifecycle.size import Size
from bench.proof.figures import Figure
from bench.proof.run import prove, say, share_of_environment
from bench.proof.server import server

# Long enough that a round of turns meets the machine as it is.
SECONDS = 300


def measure(seconds: float) -> Iterator[Figure]:
    """Measure stays, then requests after pasts of different length, each on its own server."""
    scale = Scale.of(share_of_environment())
    size = Size.of(seconds)
    with server() as own:
        say(f"lifecycle: stays in {size.hotels} hotels of {size.rooms} rooms, beside bare SQL")
        yield from lifecycle_figures(own, size)
    yield from growth_figures(scale)


if __name__ == "__main__":
    sys.exit(prove(measure, SECONDS))
