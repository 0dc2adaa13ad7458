"""What PostgreSQL reads for a request: its own statements, those of triggers and of foreign keys.

auto_explain tells, in the very session that runs them. A session plans a statement anew for its
first five runs and may then keep one plan for all values; what is looked at comes after those.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import Any

import psycopg
from psycopg import sql

from bench.growth.asking import Request, lists, main_reads, other_reads
from bench.growth.desk import Desk
from bench.growth.histories import History
from bench.growth.stay import create, stay
from tests.plans import PARTIAL_INDEXES, Seen, seen

RUNS_BEFORE = 6
PREFIX = "plan:\n"
TELLING = {
    "session_preload_libraries": "auto_explain",
    "auto_explain.log_min_duration": "0",
    "auto_explain.log_level": "notice",
    "auto_explain.log_format": "json",
    "auto_explain.log_analyze": "on",
    "auto_explain.log_buffers": "on",
    "auto_explain.log_timing": "off",
    "auto_explain.log_nested_statements": "on",
}


def seen_in(history: History) -> dict[str, Seen]:
    """Return what each request reads, by its name."""
    with _telling(history) as session:
        found = {
            request.name: session.seen(request)
            for request in (*main_reads(history.today), *other_reads(history.known))
        }
        return {**found, **session.stay(history)}


def seen_in_lists(history: History, one_of: int = 1) -> dict[str, Seen]:
    """Return what the list of bookings reads, by the filters that are combined.

    Args:
        history: where.
        one_of: how many combinations there are for each that is looked at.
    """
    with _telling(history) as session:
        chosen = islice(lists(history.known), 0, None, one_of)
        return {request.name: session.seen(request) for request in chosen}


class _Session:
    def __init__(self, desk: Desk, told: list[str], partial: frozenset[str]) -> None:
        self._desk, self._told, self._partial = desk, told, partial

    def seen(self, request: Request) -> Seen:
        for _ in range(RUNS_BEFORE):
            self._desk.send(request)
        return self._last(request)[1]

    def stay(self, history: History) -> dict[str, Seen]:
        """Play stays until plans are settled; return what each step of the last one reads."""
        found = {}
        for _ in range(RUNS_BEFORE + 1):
            request = create(history.today)
            booking, found[request.name] = self._last(request)
            for step in stay(booking, history.ready[0]):
                found[step.name] = self._last(step)[1]
        return found

    def _last(self, request: Request) -> tuple[str, Seen]:
        self._told.clear()
        booking = self._desk.send(request)[1]
        return booking, seen(self._told, self._partial)


@contextmanager
def _telling(history: History) -> Iterator[_Session]:
    """Give a session that is told the plan of everything it runs."""
    told: list[str] = []

    def notice(text: str) -> None:
        _, found, plan = text.partition(PREFIX)
        if found:
            told.append(plan)

    name = str(psycopg.conninfo.conninfo_to_dict(history.url)["dbname"])
    with psycopg.connect(history.url, autocommit=True) as owner:
        partial = _partial_indexes(owner)
        _configure(owner, name, list(TELLING.items()))
        with Desk(history.url, history.caller, notice) as desk:
            _configure(owner, name, [(key, None) for key in TELLING])
            yield _Session(desk, told, partial)


def _partial_indexes(owner: psycopg.Connection[Any]) -> frozenset[str]:
    with owner.transaction():
        owner.execute("SET LOCAL search_path = hotelmate, pg_catalog")
        return frozenset(name for (name,) in owner.execute(PARTIAL_INDEXES))


def _configure(
    owner: psycopg.Connection[Any], database: str, settings: Sequence[tuple[str, str | None]]
) -> None:
    """Set what sessions of a database start with; None takes it back."""
    for key, value in settings:
        form = "ALTER DATABASE {} RESET {}" if value is None else "ALTER DATABASE {} SET {} = {}"
        parts: list[sql.Composable] = [
            sql.Identifier(database),
            sql.SQL(".").join(map(sql.Identifier, key.split("."))),
        ]
        if value is not None:
            parts.append(sql.Literal(value))
        owner.execute(sql.SQL(form).format(*parts))
