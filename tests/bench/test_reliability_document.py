"""docs/reliability.md says what the proof of faults does, and what is answered for how long."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.embedded import EmbeddedPostgres
from app.problems.types import PROBLEM_TYPES
from bench.faults import clock, crashes, disk, happening, waiting
from bench.faults.conflicts import conflicts
from bench.faults.crowded import crowded
from bench.faults.happening import Fault
from bench.faults.maintenance import maintenance
from bench.faults.severed import severed
from bench.faults.silent import silent
from bench.faults.standby import read_only_and_failover

TEXT = (Path(__file__).parents[2] / "docs" / "reliability.md").read_text()
# Each row of the table, and how the proof names what it is about.
ROWS = {
    "PostgreSQL stops immediately, is killed": ("database_stopped_immediately", "database_killed"),
    "PostgreSQL is away for a minute": ("database_away_for_long",),
    "one session is killed": ("session_killed",),
    "the API is killed": ("api_killed",),
    "sessions are ended": ("sessions_terminated",),
    "connections are cut": (
        "wire_cut_before_commit",
        "wire_cut_after_commit",
        "wire_cut_anywhere",
        "wires_all_cut",
    ),
    "the network falls silent": ("network_silent",),
    "PostgreSQL stands still": ("database_frozen",),
    "connections are forgotten": ("connections_forgotten",),
    "the server's connections are used up": ("server_connections_used_up",),
    "PostgreSQL is restarted": ("database_restarted",),
    "the API is restarted": ("api_stopped",),
    "the schema is changed": ("schema_changed",),
    "no connection is left": ("pool_exhausted",),
    "a table is locked": ("table_locked",),
    "a statement takes too long": ("statements_timed_out",),
    "a request takes too long": ("requests_timed_out",),
    "conflicts now and then": (
        "serialization_failure_often",
        "deadlock_detected_often",
        "real_deadlocks",
    ),
    "conflicts without end": ("serialization_failure_always", "deadlock_detected_always"),
    "a standby": ("standby_read_only",),
    "failover": ("failed_over_to_standby",),
    "the disk is full": ("disk_full", "disk_full_of_log"),
    "the clock jumps": (
        "clock_forward_for_good",
        "clock_back_for_a_while",
        "clock_ahead_for_a_while",
    ),
}


def table() -> Iterator[tuple[str, str, str]]:
    """Yield of each row of the table of faults its name, its answers and how soon it is over."""
    section = TEXT.split("\n## The faults\n")[1].split("\n## ")[0]
    rows = [line.strip("| ").split(" | ") for line in section.splitlines() if line[:1] == "|"]
    for name, _, answers, soon in rows[2:]:
        yield name, answers, soon


def faults(folder: Path) -> dict[str, Fault]:
    """Return every fault of the proof by its name."""
    follower = EmbeddedPostgres(folder)
    every = (
        *crashes.crashes(1.0),
        *severed(1.0),
        *silent(1.0),
        *waiting.waiting(),
        *crowded(1.0),
        *maintenance(),
        *conflicts(1.0).values(),
        *read_only_and_failover(follower, []),
        *disk.full_disks(folder, 1.0, []),
        *clock.jumps(clock.Clock(folder, folder / "clock"), 1.0),
    )
    return {fault.name: fault for fault in every}


def problems(text: str) -> frozenset[str]:
    """Return the types of problems that a text names."""
    return frozenset(re.findall(r"`([a-z-]+)`", text))


def within(fault: str) -> int:
    """Return the seconds that the table gives a fault."""
    (soon,) = [soon for name, _, soon in table() if name == fault]
    return int(re.findall(r"(\d+) s", soon)[0])


def test_the_table_says_how_soon_all_works_again() -> None:
    usual = happening.RECOVERED_WITHIN_SECONDS
    assert within("PostgreSQL is away for a minute") == usual
    assert within("failover") == usual
    assert within("the API is killed") == crashes.API_RECOVERS_WITHIN_SECONDS
    assert within("no connection is left") == waiting.RECOVERS_WITHIN_SECONDS
    assert within("the disk is full") == disk.RECOVERED_WITHIN_SECONDS


def test_the_table_has_a_row_of_every_fault(tmp_path: Path) -> None:
    assert [name for name, *_ in table()] == list(ROWS)
    assert sorted(name for names in ROWS.values() for name in names) == sorted(faults(tmp_path))


@pytest.mark.parametrize("row", ROWS)
def test_the_table_names_what_each_fault_may_be_answered_with(row: str, tmp_path: Path) -> None:
    (cell,) = [answers for name, answers, _ in table() if name == row]
    meant, _, seldom = cell.partition("seldom")
    every = faults(tmp_path)
    for name in ROWS[row]:
        assert (every[name].answers, every[name].seldom) == (problems(meant), problems(seldom))


def test_each_answer_to_a_fault_is_503_but_for_a_rule(tmp_path: Path) -> None:
    for fault in faults(tmp_path).values():
        for name in fault.answers | fault.seldom:
            statuses = {409, 422} if name in clock.RULES else {503}
            assert PROBLEM_TYPES[name].status in statuses


def test_what_may_be_left_out_is_named() -> None:
    for name in (clock.ALLOWED, clock.LIBRARY, disk.ALLOWED):
        assert name in TEXT
