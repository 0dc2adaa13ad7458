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
from bench.relay.share import FULL_SECONDS, Share
from bench.relay.throughput import throughput_figures


def measure(seconds: float) -> Iterator[Figure]:
    """Measure on one server, then kill relays and crash a server that is there for nothing else."""
    share = Share.of(seconds)
    with server() as own:
        yield from latency_figures(own, share.latency_seconds)
        yield from throughput_figures(own, share.throughput_seconds)
        yield from outage_figures(own, share.outage)
        yield from notify_figures(own, share.notify_rounds)
    yield from kill_figures(share.kills)


if __name__ == "__main__":
    sys.exit(prove(measure, unless_set=FULL_SECONDS))
