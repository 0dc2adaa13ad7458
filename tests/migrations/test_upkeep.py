"""Tables that grow with every day are vacuumed and analysed by a small share of them."""

from typing import Any

import psycopg
import pytest

from tests.plans import HISTORY

OPTIONS = """
SELECT class.relname, option.option_name, option.option_value::float8
FROM pg_class AS class, pg_options_to_table(class.reloptions) AS option
WHERE class.relnamespace = 'hotelmate'::regnamespace AND class.relkind = 'r'
"""
# The servers' own shares are 0.2, 0.2 and 0.1.
MOST = {
    "autovacuum_vacuum_scale_factor": 0.02,
    "autovacuum_vacuum_insert_scale_factor": 0.02,
    "autovacuum_analyze_scale_factor": 0.01,
}


@pytest.mark.parametrize("table", sorted(HISTORY))
def test_a_table_of_history_waits_for_a_small_share(
    table: str, owner: psycopg.Connection[Any]
) -> None:
    found = {name: value for of, name, value in owner.execute(OPTIONS) if of == table}
    assert found.keys() >= MOST.keys()
    assert all(found[name] <= most for name, most in MOST.items())
