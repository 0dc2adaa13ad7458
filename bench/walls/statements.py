"""All roles of the API at the database itself, in one hotel's name, against the rows of another.

Each role, each table, each verb: with the other hotel named, with its ids, with no condition at
all, and through the door that a write of one's own rows would be. Whatever is not refused touches
nothing; every transaction is rolled back, so that a breach is counted and goes no further.
"""

import random
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any

import psycopg
from psycopg import sql

from app.settings import as_role
from bench.proof.figures import AtLeast, AtMost, Figure
from bench.proof.run import say
from bench.walls.stage import Stage
from schema import roles

ACTING = (*roles.OF_STAFF.values(), roles.API, roles.GUEST)
SHOWN = 10

_TABLES = """
SELECT
    relation.relname,
    array_agg(attribute.attname::text ORDER BY attribute.attnum),
    coalesce(array_agg(attribute.attname::text) FILTER (
        WHERE attribute.attgenerated = '' AND attribute.attidentity <> 'a'
    ), '{}')
FROM pg_class AS relation
JOIN pg_attribute AS attribute ON attribute.attrelid = relation.oid AND attribute.attnum > 0
    AND NOT attribute.attisdropped
WHERE relation.relnamespace = 'hotelmate'::regnamespace AND relation.relkind IN ('r', 'p')
GROUP BY relation.relname
HAVING 'hotel_id' = ANY (array_agg(attribute.attname::text))
ORDER BY relation.relname
"""
_MAY = """
SELECT relation.relname, verb.name, array_agg(attribute.attname::text)
FROM pg_class AS relation
JOIN pg_attribute AS attribute ON attribute.attrelid = relation.oid AND attribute.attnum > 0
    AND NOT attribute.attisdropped
CROSS JOIN unnest(ARRAY['SELECT', 'INSERT', 'UPDATE']) AS verb (name)
WHERE relation.relnamespace = 'hotelmate'::regnamespace AND relation.relkind IN ('r', 'p')
    AND has_column_privilege(%s, relation.oid, attribute.attnum, verb.name)
GROUP BY relation.relname, verb.name
"""


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its columns, those that can be written, and a row of the other hotel as text."""

    name: str
    columns: list[str]
    written: list[str]
    theirs: dict[str, str | None]


@dataclass(slots=True)
class Result:
    """What came of the statements: how many were refused, touched nothing, or got through."""

    outcomes: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)


def statement_figures(stage: Stage, rounds: int) -> Iterator[Figure]:
    """Try every role on every table so many times, with columns by lot."""
    result = Result()
    before = stage.theirs.digests()
    tables = _tables(stage)
    for role in ACTING:
        trying = Trying(stage, role, result)
        url = as_role(stage.database_url, role)
        with closing(psycopg.connect(url, autocommit=True)) as connection:
            for number in range(rounds):
                for table in tables:
                    trying.at(connection, table, random.Random(number))
    changed = [name for name, digest in stage.theirs.digests().items() if digest != before[name]]
    result.wrong += [f"rows of {table} were changed" for table in changed]
    for found in result.wrong[:SHOWN]:
        say(f"statements: {found}")
    for outcome, count in sorted(result.outcomes.items()):
        yield Figure(f"statements_{outcome}", count)
    yield Figure("statements_of_roles", result.outcomes.total(), AtLeast(len(ACTING)))
    yield Figure("statements_got_through", len(result.wrong), AtMost(0))


def _tables(stage: Stage) -> list[Table]:
    found = []
    for name, columns, written in stage.owner.execute(_TABLES).fetchall():
        as_text = sql.SQL(", ").join(
            sql.SQL("{}::text").format(sql.Identifier(column)) for column in columns
        )
        row = stage.owner.execute(
            sql.SQL("SELECT {} FROM {} WHERE hotel_id = %s LIMIT 1").format(as_text, _name(name)),
            (stage.theirs.hotel_id,),
        ).fetchone()
        theirs = dict(zip(columns, row, strict=True)) if row else {}
        found.append(Table(name, columns, written, theirs))
    return found


class Trying:
    """One role, with what it may read and write."""

    def __init__(self, stage: Stage, role: str, result: Result) -> None:
        self._stage, self._role, self._result = stage, role, result
        # Only a guest is asked for a booking: the worst is to name one of the other hotel.
        self._booking = stage.theirs.value(
            "SELECT min(id) FROM hotelmate.room_booking WHERE hotel_id = %s", stage.theirs.hotel_id
        )
        self._may = {
            (table, verb): columns
            for table, verb, columns in stage.owner.execute(_MAY, (role,)).fetchall()
        }

    def at(self, connection: psycopg.Connection[Any], table: Table, lots: random.Random) -> None:
        """Try each verb on a table."""
        acting = (self._stage.ours.hotel_id, self._booking)
        for what, statement in self._statements(table, lots):
            outcome = _run(connection, acting, statement, self._result, f"{self._role}: {what}")
            self._result.outcomes[outcome] += 1

    def _statements(self, table: Table, lots: random.Random) -> Iterator[tuple[str, sql.Composed]]:
        """Yield statements that must not touch a row of the other hotel."""
        name, theirs = _name(table.name), sql.Literal(self._stage.theirs.hotel_id)
        named = sql.SQL("hotel_id = {}").format(theirs)
        either = sql.SQL("hotel_id IN ({}, {})").format(
            theirs, sql.Literal(self._stage.ours.hotel_id)
        )
        conditions = [named, either, sql.SQL("true"), sql.SQL("hotel_id + 0 = {}").format(theirs)]
        if table.theirs.get("id"):
            conditions.append(sql.SQL("id = {}").format(sql.Literal(table.theirs["id"])))
        read = sql.Identifier(lots.choice(self._may.get((table.name, "SELECT"), table.columns)))
        write = sql.Identifier(lots.choice(self._may.get((table.name, "UPDATE"), table.written)))
        yield (
            f"SELECT of {table.name}",
            sql.SQL("SELECT hotel_id, {} FROM {} WHERE {}").format(
                read, name, lots.choice(conditions)
            ),
        )
        yield (
            f"UPDATE of {table.name}",
            sql.SQL("UPDATE {} SET {} = {} WHERE {}").format(name, write, write, named),
        )
        yield (
            f"UPDATE of {table.name} into the other hotel",
            sql.SQL("UPDATE {} SET hotel_id = {}").format(name, theirs),
        )
        yield (
            f"DELETE from {table.name}",
            sql.SQL("DELETE FROM {} WHERE {}").format(name, named),
        )
        if table.theirs:
            yield f"INSERT into {table.name}", self._insert(table, lots)

    def _insert(self, table: Table, lots: random.Random) -> sql.Composed:
        """Return an INSERT of a row of the other hotel, of what the role may write if anything."""
        may = self._may.get((table.name, "INSERT"), table.written)
        given = [
            column
            for column in table.written
            if column == "hotel_id"
            or (column in may and table.theirs[column] is not None and lots.random() < 0.8)
        ]
        return sql.SQL("INSERT INTO {} ({}) VALUES ({})").format(
            _name(table.name),
            sql.SQL(", ").join(map(sql.Identifier, given)),
            sql.SQL(", ").join(sql.Literal(table.theirs[column]) for column in given),
        )


def _run(
    connection: psycopg.Connection[Any],
    acting: tuple[int, int],
    statement: sql.Composed,
    result: Result,
    what: str,
) -> str:
    """Run a statement for a hotel and a guest's booking, roll it back, and say what came of it."""
    hotel_id, booking = acting
    try:
        with connection.transaction(force_rollback=True):
            connection.execute(
                "SELECT set_config('hotelmate.hotel_id', %s, true),"
                " set_config('hotelmate.actor', 'staff:proof', true),"
                " set_config('hotelmate.source', 'FRONT_DESK', true),"
                " set_config('hotelmate.guest_booking_id', %s, true)",
                (str(hotel_id), str(booking)),
            )
            done = connection.execute(statement)
            strange = (
                sum(row[0] not in {hotel_id, None} for row in done.fetchall())
                if done.description
                else done.rowcount
            )
    except psycopg.errors.InsufficientPrivilege:
        return "not_permitted"
    except psycopg.Error as error:
        return f"refused_by_{type(error).__name__}"
    if strange:
        result.wrong.append(f"{what} got at {strange} rows")
        return "got_through"
    return "touched_nothing_of_the_other"


def _name(table: str) -> sql.Identifier:
    return sql.Identifier("hotelmate", table)
