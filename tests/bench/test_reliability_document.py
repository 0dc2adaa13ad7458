"""docs/reliability.md says what the proof of faults does, and how soon all works again."""

import re
from pathlib import Path

from bench.faults import clock, crashes, disk, happening, waiting

TEXT = (Path(__file__).parents[2] / "docs" / "reliability.md").read_text()


def within(fault: str) -> int:
    """Return the seconds that the table gives a fault."""
    (row,) = re.findall(rf"^\| {fault} .*\|([^|]*)\|$", TEXT, re.MULTILINE)
    return int(re.findall(r"(\d+) s", row)[0])


def test_the_table_says_how_soon_all_works_again() -> None:
    usual = happening.RECOVERED_WITHIN_SECONDS
    assert within("PostgreSQL is away for a minute") == usual
    assert within("failover") == usual
    assert within("the API is killed") == crashes.API_RECOVERS_WITHIN_SECONDS
    assert within("no connection is left") == waiting.RECOVERS_WITHIN_SECONDS
    assert within("the disk is full") == disk.RECOVERED_WITHIN_SECONDS


def test_what_may_be_left_out_is_named() -> None:
    for name in (clock.ALLOWED, clock.LIBRARY, disk.ALLOWED):
        assert name in TEXT
