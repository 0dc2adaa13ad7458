"""Each primary key, by its name, lets no row in twice.

Triggers and foreign keys are off: what is asked is the key alone. Unique keys that are rules have
tests of their own; those that extend another key are there for foreign keys, whose tests miss them.
"""

import re

import psycopg
import pytest

from schema.snapshot import SNAPSHOT
from tests.invariants.row_copies import copy_a_row
from tests.walls.two_hotels import House

_KEY = re.compile(
    r"ALTER TABLE ONLY hotelmate\.(\w+)\n"
    r"    ADD CONSTRAINT (\w+) (PRIMARY KEY|UNIQUE) \(([\w\", ]+)\);"
)
FOUND = _KEY.findall(SNAPSHOT.read_text(encoding="utf-8"))
PRIMARY = {name: table for table, name, kind, _ in FOUND if kind == "PRIMARY KEY"}


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
        copy_a_row(house.connection, table, {"name": "name || '_'"})
    assert caught.value.diag.constraint_name == name


def test_a_primary_key_lets_a_row_with_another_id_in(house: House) -> None:
    with house.connection.transaction(force_rollback=True):
        assert copy_a_row(house.connection, "access_event", {"id": "id + 1000000"}) == 1
