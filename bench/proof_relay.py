"""`make proof-relay`: what was committed is told, in order, whatever dies; and what that costs.

    SECONDS=30 python -m bench.proof_relay

Prints one `name: value` line a figure, the worst last, and ends with status 1 when one falls short.
"""

import sys
from collections.abc import Iterator

from bench.proof.figures import Figure
from bench.proof.run import prove
from bench.proof.server import server
from bench.relay.kills.run import kill_figures
from bench.relay.latency import latency_figures
from bench.relay.notify.measure import notify_figures
from bench.relay.outage import outage_figures
from bench.relay.size import FULL_SECONDS, Size
from bench.relay.throughput import throughput_figures


def measure(seconds: float) -> Iterator[Figure]:
    """Measure on one server, then kill relays and crash a server that is there for nothing else."""
    size = Size.of(seconds)
    with server() as own:
        yield from latency_figures(own, size.latency_seconds)
        yield from throughput_figures(own, size.throughput_seconds)
        yield from outage_figures(own, size.outage)
        yield from notify_figures(own, size.notify_rounds)
    yield from kill_figures(size.kills)


if __name__ == "__main__":
    sys.exit(prove(measure, unless_set=FULL_SECONDS))
