"""No column that must have a value is written without one.

Which columns those are is what schema/adoption.sql says, which is written from the migrations: were
the database asked, it would know nothing of what it has lost. What PostgreSQL computes itself,
generated columns, cannot be written at all and is left out.
"""

import re

import psycopg
import pytest

from schema.adoption.script import SCRIPT
from schema.snapshot import SNAPSHOT
from tests.invariants.row_copies import copy_a_row
from tests.walls.two_hotels import House

_NOT_NULL = re.compile(
    r'ALTER TABLE hotelmate\.(\w+) ADD CONSTRAINT \w+ NOT NULL "?(\w+)"? NOT VALID;'
)
_TABLE = re.compile(r"CREATE TABLE hotelmate\.(\w+) \((.*?)\n\)", re.DOTALL)
_GENERATED = re.compile(r"^    (\w+) .* GENERATED ALWAYS AS \(", re.MULTILINE)

GENERATED = {
    (table, column)
    for table, body in _TABLE.findall(SNAPSHOT.read_text(encoding="utf-8"))
    for column in _GENERATED.findall(body)
}
COLUMNS = sorted(set(_NOT_NULL.findall(SCRIPT.read_text(encoding="utf-8"))) - GENERATED)


@pytest.mark.parametrize(("table", "column"), COLUMNS)
def test_no_column_that_must_have_a_value_is_written_without(
    house: House, table: str, column: str
) -> None:
    connection = house.connection
    with pytest.raises(psycopg.errors.NotNullViolation) as caught, connection.transaction():
        copy_a_row(connection, table, {column: "NULL"})
    assert (caught.value.diag.table_name, caught.value.diag.column_name) == (table, column)


def test_a_column_that_may_be_empty_is_written_without_a_value(house: House) -> None:
    with house.connection.transaction(force_rollback=True):
        other = {"id": "id + 1000000", "role": "NULL"}
        assert copy_a_row(house.connection, "access_event", other) == 1
