"""`hotelmate payments worker` as a process that a test kills."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from tests.payments.both_sides import BothSides
from tests.relay.command import as_url

OURS = ("HOTELMATE_", "PUSHER_", "STRIPE_", "DATABASE_URL")


def start(sides: BothSides, *arguments: str, **environment: str) -> subprocess.Popen[str]:
    """Start `hotelmate payments …` with nothing set but the two sides and what is given."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
    where = {"DATABASE_URL": as_url(sides.url), **sides.stripe.environment()}
    return subprocess.Popen(
        [sys.executable, "-m", "app.cli", "payments", *arguments],
        env={**inherited, **where, **environment},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@contextmanager
def working(sides: BothSides, **environment: str) -> Iterator[subprocess.Popen[str]]:
    """Run a worker during the block, and kill it at the end as `kill -9` does."""
    process = start(sides, "worker", **environment)
    try:
        yield process
    finally:
        process.kill()
        output, errors = process.communicate()
        print(output, errors)
