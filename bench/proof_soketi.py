"""`make proof-soketi`: from COMMIT to pusher-js and a Python client, through soketi.

    SECONDS=10 python -m bench.proof_soketi

Prints one `name: value` line a figure, the worst last, and ends with status 1 when one falls short.
"""

import sys
from collections.abc import Iterator

from bench.proof.figures import Figure
from bench.proof.run import prove
from bench.proof.server import server
from bench.soketi.measure import soketi_figures
from tests.soketi.install import Missing, installed


def measure(seconds: float) -> Iterator[Figure]:
    """Measure on one server, with what npm installed."""
    try:
        installed()
    except Missing as missing:
        raise SystemExit(str(missing)) from missing
    with server() as own:
        yield from soketi_figures(own, seconds)


if __name__ == "__main__":
    sys.exit(prove(measure))
