"""`make proof-relay`: what was committed is told, in order, whatever dies; and what that costs.

    SECONDS=30 python -m bench.proof_relay

Prints one `name: value` line a figure, the worst last, and ends with status 1 when one falls short.
"""

import sys
from collections.abc import Iterator

from bench.proof.figures import Figure
from bench.proof.run import prove
from bench.relay.kills.plan import FULL_SECONDS
from bench.relay.kills.run import kill_figures


def measure(seconds: float) -> Iterator[Figure]:
    """Kill relays and crash a server of their own, then measure on another."""
    yield from kill_figures(seconds)


if __name__ == "__main__":
    sys.exit(prove(measure, unless_set=FULL_SECONDS))
