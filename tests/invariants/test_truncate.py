"""TRUNCATE fires no trigger of rows: a table whose rows a rule keeps refuses it by that rule."""

import re

import psycopg
import pytest

from schema.snapshot import SNAPSHOT
from tests.refusal import refused_by

_TRIGGER = re.compile(
    r"BEFORE TRUNCATE ON hotelmate\.(\w+) FOR EACH STATEMENT"
    r" EXECUTE FUNCTION hotelmate\.refuse_by_rule\('(\w+)', '\w+'\);"
)
REFUSING = dict(_TRIGGER.findall(SNAPSHOT.read_text(encoding="utf-8")))


@pytest.mark.parametrize("table", sorted(REFUSING))
def test_no_table_whose_rows_a_rule_keeps_is_truncated(
    owner: psycopg.Connection, table: str
) -> None:
    with refused_by(REFUSING[table]), owner.transaction(force_rollback=True):
        owner.execute(f"TRUNCATE hotelmate.{table} CASCADE".encode())


def test_a_table_whose_rows_no_rule_keeps_is_truncated(owner: psycopg.Connection) -> None:
    assert "log_in_limit" not in REFUSING
    with owner.transaction(force_rollback=True):
        owner.execute("TRUNCATE hotelmate.log_in_limit")
