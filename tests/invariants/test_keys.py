"""Each primary key, by its name, lets no row in twice.

Triggers and foreign keys are off: what is asked is the key alone. Unique keys that are rules have
tests of their own; those that extend another key are there for foreign keys, whose tests miss them.
"""

import re
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import psycopg
import pytest
from psycopg import sql

from schema.snapshot import SNAPSHOT
from tests.walls.every_table import fill_every_table
from tests.walls.two_hotels import House

_KEY = re.compile(
    r"ALTER TABLE ONLY hotelmate\.(\w+)\n"
    r"    ADD CONSTRAINT (\w+) (PRIMARY KEY|UNIQUE) \(([\w\", ]+)\);"
)
FOUND = _KEY.findall(SNAPSHOT.read_text(encoding="utf-8"))
PRIMARY = {name: table for table, name, kind, _ in FOUND if kind == "PRIMARY KEY"}
# Rows of tables that belong to no hotel, where a filled one has left none.
OF_NO_HOTEL = (
    "INSERT INTO hotelmate.log_in_limit (subject, failures) VALUES (sha256('keys'), 1)",
    "INSERT INTO hotelmate.payment_reconciliation (listed_until) VALUES (now())",
    "INSERT INTO hotelmate.consistency_result (run_id, check_file, severity, findings, seconds)"
    " SELECT min(id), 'keys', 'low', 0, 0 FROM hotelmate.consistency_run",
)


# Another value of a column, made of the one that is there.
OTHER = {"id": "{} + 1000000", "name": "{} || '_'"}


@pytest.fixture(scope="module")
def house(database_url: str) -> Iterator[House]:
    with closing(psycopg.connect(database_url, autocommit=True)) as connection:
        built = House(connection)
        built.fill()
        fill_every_table(built)
        for statement in OF_NO_HOTEL:
            connection.execute(statement)
        yield built
        connection.execute("DELETE FROM hotelmate.consistency_result WHERE check_file = 'keys'")
        connection.execute("DELETE FROM hotelmate.log_in_limit WHERE subject = sha256('keys')")


@pytest.mark.parametrize("name", sorted(PRIMARY))
def test_no_primary_key_lets_a_row_in_twice(house: House, name: str) -> None:
    with pytest.raises(psycopg.errors.UniqueViolation) as caught, house.connection.transaction():
        copy_a_row(house.connection, PRIMARY[name])
    assert caught.value.diag.constraint_name == name


@pytest.mark.parametrize(
    ("name", "table"),
    [
        ("precheckin_kind_rule_key", "precheckin_kind"),
        ("staff_role_database_role_key", "staff_role"),
    ],
)
def test_no_list_has_two_names_for_one_thing(house: House, name: str, table: str) -> None:
    with pytest.raises(psycopg.errors.UniqueViolation) as caught, house.connection.transaction():
        copy_a_row(house.connection, table, other="name")
    assert caught.value.diag.constraint_name == name


def test_a_primary_key_lets_a_row_with_another_id_in(house: House) -> None:
    with house.connection.transaction(force_rollback=True):
        assert copy_a_row(house.connection, "access_event", other="id") == 1


def copy_a_row(connection: psycopg.Connection[Any], table: str, other: str | None = None) -> int:
    """Insert a row of a table once more, with another value of one column; return how many."""
    columns = [
        name
        for (name,) in connection.execute(
            "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0"
            " AND NOT attisdropped AND attgenerated = ''",
            (f"hotelmate.{table}",),
        )
    ]
    connection.execute("SET LOCAL session_replication_role = replica")
    statement = sql.SQL(
        "INSERT INTO {table} ({columns}) OVERRIDING SYSTEM VALUE"
        " SELECT {values} FROM {table} LIMIT 1"
    ).format(
        table=sql.Identifier("hotelmate", table),
        columns=sql.SQL(", ").join(map(sql.Identifier, columns)),
        values=sql.SQL(", ").join(
            sql.SQL(OTHER[name]).format(sql.Identifier(name))
            if name == other
            else sql.Identifier(name)
            for name in columns
        ),
    )
    return connection.execute(statement).rowcount
