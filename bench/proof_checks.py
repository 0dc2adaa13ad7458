"""`make proof-checks`: all checks over 1,000 hotels with 500,000, then 5,000,000 bookings.

    SCALE=0.01 python -m bench.proof_checks

Prints a line for each check, then one `name: value` line a figure, the worst last, and ends with
status 1 when one falls short.
"""

import sys
from collections.abc import Iterator, Mapping

from bench.checks import measuring
from bench.checks.measuring import Measured
from bench.checks.scale import Scale
from bench.checks.verdict import figures, table
from bench.history.filling import fill
from bench.history.size import Size
from bench.proof.figures import Figure
from bench.proof.run import prove_at_scale, say
from bench.proof.server import Server, server

# Nothing here is about durability, and half a million rows a second would be vacuumed meanwhile.
SETTINGS: Mapping[str, str | int] = {
    "autovacuum": "off",
    "shared_buffers": "2GB",
    "maintenance_work_mem": "512MB",
    "max_wal_size": "16GB",
    "checkpoint_timeout": "1h",
    "wal_level": "minimal",
    "max_wal_senders": 0,
}


def measure(share: float) -> Iterator[Figure]:
    """Fill in both histories, one after the other, measure each and judge them."""
    scale = Scale.of(share)
    with server(SETTINGS) as own:
        former, later = (
            _measured(own, size, scale.planted_findings) for size in (scale.former, scale.later)
        )
    for line in table(former, later):
        print(line)
    yield from figures(former, later, scale)


def _measured(own: Server, size: Size, findings: int) -> Measured:
    say(f"{size.bookings} bookings of {size.hotels} hotels with {size.rooms} rooms each")
    with own.database("checks") as url:
        fill(url, size, say)
        return measuring.measure(url, size.hotels, findings, say)


if __name__ == "__main__":
    sys.exit(prove_at_scale(measure))
