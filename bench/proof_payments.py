"""`make proof-payments`: whatever happens to payments, our side ends in Stripe's truth.

    SECONDS=20 python -m bench.proof_payments

Prints one `name: value` line a figure, the worst last, and ends with status 1 when one falls short.
"""

import sys
from collections.abc import Iterator

from bench.payments.copies import copies_figures
from bench.payments.histories.run import history_figures
from bench.payments.stage import stage
from bench.payments.webhook.measure import webhook_figures
from bench.proof.figures import Figure
from bench.proof.run import prove
from bench.proof.server import server

# Enough for two thousand histories.
FULL_SECONDS = 900.0


def measure(seconds: float) -> Iterator[Figure]:
    """Measure the webhook while the machine is idle, then play histories, on one server."""
    with server() as own:
        with stage(own, flushing=True) as idle:
            yield from copies_figures(idle)
            yield from webhook_figures(idle, seconds)
        yield from history_figures(own, seconds)


if __name__ == "__main__":
    sys.exit(prove(measure, unless_set=FULL_SECONDS))
