"""`make proof-mutation`: of each constraint and trigger that is gone a test of `make test` tells.

    NAMES=booking_ SECONDS=600 python -m bench.proof_mutation

Prints one `name: value` line a figure, the worst last, and ends with status 1 when one falls short.
"""

import os
import re
import sys
from collections.abc import Iterator

from bench.mutation.trying import mutate
from bench.proof.figures import Figure
from bench.proof.run import prove

SECONDS = 3 * 3600


def measure(seconds: float) -> Iterator[Figure]:
    """Take away what NAMES picks, all of it unless set, one after the other."""
    try:
        wanted = re.compile(os.environ.get("NAMES", ""))
    except re.error as error:
        raise SystemExit(f"NAMES must be a regular expression: {error}") from error
    yield from mutate(wanted, seconds)


if __name__ == "__main__":
    sys.exit(prove(measure, SECONDS))
