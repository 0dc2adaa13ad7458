"""Running checks: all in one read-only snapshot, row by row, so that memory stays flat.

Rows are taken as the server makes them and not through a cursor, for whose sake PostgreSQL would
plan for the first rows and without parallel workers.
"""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

import psycopg
from psycopg import IsolationLevel, sql

from app.consistency.checks import Check, Finding, all_checks
from app.queries.context import HOTEL_OF_SLUG

# What concerns no one hotel is asked in every run: where a rule is off, no hotel can rely on what
# the other checks found.
NO_HOTEL = ""
ROWS_AT_ONCE = 1000
# What the database or its owner has set for others does not matter here. Whoever holds a table
# against readers, as a migration does, is waited for no longer than this; one statement may take as
# long as the role's may.
SESSION = """\
SET LOCAL search_path = pg_catalog, pg_temp; SET LOCAL timezone = 'UTC'; SET LOCAL jit = off;
SET LOCAL quote_all_identifiers = off; SET LOCAL standard_conforming_strings = on;
SET LOCAL lock_timeout = '10s'; SET LOCAL transaction_timeout = 0;
SET LOCAL idle_in_transaction_session_timeout = 0"""

Connection = psycopg.Connection[Any]


class UnknownHotelError(LookupError):
    """There is no hotel of this slug."""


class UnknownCheckError(LookupError):
    """There is no check and no rule of this name."""


class Found(NamedTuple):
    """A row that a check found.

    Attributes:
        check: whose row it is.
        finding: the row.
        number: counts the findings of a run from 1.
    """

    check: Check
    finding: Finding
    number: int


class Outcome(NamedTuple):
    """What a check came to.

    Attributes:
        check: the check.
        findings: how many rows it found.
        seconds: how long the database took for them.
        error: why it could not be run to its end; None when it was.
    """

    check: Check
    findings: int
    seconds: float
    error: str | None


@dataclass(frozen=True, slots=True)
class Scope:
    """What a run looks at.

    Attributes:
        hotel: slug of the one hotel; None: all. What concerns no one hotel is looked at anyway.
        only: names of checks or rules; empty: every check.
    """

    hotel: str | None = None
    only: tuple[str, ...] = ()

    def questions(self) -> list[tuple[Check, tuple[str, ...]]]:
        """Return the checks to run, each with the rules it is restricted to (none: all of them).

        Raises:
            UnknownCheckError: names what is neither a check nor a rule that one asks for.
        """
        known = {name for check in all_checks() for name in (check.name, *check.row_names)}
        unknown = [name for name in self.only if name not in known]
        if unknown:
            raise UnknownCheckError(", ".join(unknown))
        questions: list[tuple[Check, tuple[str, ...]]] = []
        for check in all_checks():
            rules = tuple(name for name in self.only if name in check.row_names)
            if not self.only or check.name in self.only:
                questions.append((check, ()))
            elif rules:
                questions.append((check, rules))
        return questions


def narrowed(
    check: Check,
    *,
    hotels: tuple[str, ...] = (),
    rules: tuple[str, ...] = (),
    subjects: tuple[str, ...] = (),
) -> sql.SQL | sql.Composed:
    """Return the query of a check, for some of its rows only; the conditions reach its tables.

    Args:
        check: whose query it is.
        hotels: slugs; NO_HOTEL is for rows that concern no one hotel. Empty: of any hotel.
        rules: names that the rows carry; empty: any.
        subjects: what they are about; empty: anything.
    """
    query = sql.SQL(check.query)
    conditions = [
        sql.SQL("found.{} = ANY({})").format(sql.Identifier(column), sql.Literal(list(values)))
        for column, values in (("hotel", hotels), ("check_name", rules), ("subject", subjects))
        if values
    ]
    if not conditions:
        return query
    opening, closing = sql.SQL("SELECT found.* FROM (\n"), sql.SQL("\n) AS found WHERE ")
    return opening + query + closing + sql.SQL(" AND ").join(conditions)


def look(connection: Connection, scope: Scope | None = None) -> Iterator[Found | Outcome]:
    """Run checks in one read-only snapshot; yield what each finds, then what it came to.

    A check that cannot be run does not keep the others from it.

    Args:
        connection: in no transaction; used for nothing else meanwhile.
        scope: what to look at; all, when left out.

    Raises:
        UnknownCheckError, UnknownHotelError: the scope names what is not there.
        psycopg.Error: the connection is lost.
    """
    scope = scope or Scope()
    questions = scope.questions()
    connection.isolation_level = IsolationLevel.REPEATABLE_READ
    connection.read_only = True
    hotels = () if scope.hotel is None else (scope.hotel, NO_HOTEL)
    number = 0
    with connection.transaction():
        connection.execute(SESSION)
        if scope.hotel is not None:
            require_hotel(connection, scope.hotel)
        for check, rules in questions:
            query = narrowed(check, hotels=hotels, rules=rules)
            for event in _ask(connection, check, query):
                if isinstance(event, Finding):
                    number += 1
                    yield Found(check, event, number)
                else:
                    yield event


def require_hotel(connection: Connection, slug: str) -> int:
    """Return the id of a hotel.

    Raises:
        UnknownHotelError: there is none of this slug.
    """
    row = connection.execute(HOTEL_OF_SLUG, {"slug": slug}).fetchone()
    if row is None:
        raise UnknownHotelError(slug)
    return int(row[0])


def _ask(
    connection: Connection, check: Check, query: sql.SQL | sql.Composed
) -> Iterator[Finding | Outcome]:
    """Run one check in a savepoint; yield its rows, then what it came to."""
    found, seconds, error = 0, 0.0, None
    try:
        with connection.transaction(), connection.cursor() as cursor:
            rows = cursor.stream(query, size=ROWS_AT_ONCE)
            while True:
                # What is done with a row is not the check's time; waiting in vain is.
                asked = time.perf_counter()
                try:
                    row = next(rows, None)
                finally:
                    seconds += time.perf_counter() - asked
                if row is None:
                    break
                found += 1
                yield Finding(*row)
    except psycopg.Error as failure:
        if connection.closed:
            raise
        error = str(failure).partition("\n")[0] or type(failure).__name__
    yield Outcome(check, found, seconds, error)
