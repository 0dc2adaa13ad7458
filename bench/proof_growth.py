"""`make proof-growth`: whether a long past slows requests, and what a month leaves behind.

    SCALE=0.01 python -m bench.proof_growth

Prints one `name: value` line a figure, the worst last, and ends with status 1 when one falls short.
"""

import sys
from collections.abc import Iterator

from bench.growth.measure import growth_figures
from bench.growth.scale import Scale
from bench.proof.figures import Figure
from bench.proof.run import prove_at_scale


def measure(share: float) -> Iterator[Figure]:
    """Measure the same requests after pasts of different length."""
    yield from growth_figures(Scale.of(share))


if __name__ == "__main__":
    sys.exit(prove_at_scale(measure))
