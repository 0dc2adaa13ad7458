"""schema/snapshot.sql is what the migrations make, and its text is stable."""

import difflib

import psycopg
import pytest

from schema import snapshot


@pytest.fixture
def database_of_18(database_url: str) -> str:
    with psycopg.connect(database_url) as connection:
        if connection.info.server_version // 10000 != 18:
            pytest.skip("the snapshot is of PostgreSQL 18")
    return database_url


def test_base_to_head_equals_the_committed_snapshot(database_of_18: str) -> None:
    committed = snapshot.SNAPSHOT.read_text(encoding="utf-8").splitlines()
    made = snapshot.dump(database_of_18).splitlines()
    diff = list(difflib.unified_diff(committed, made, "schema/snapshot.sql", "made", lineterm=""))
    assert not diff, "run `make snapshot`:\n" + "\n".join(diff[:60])


def test_two_dumps_are_equal(database_of_18: str) -> None:
    assert snapshot.dump(database_of_18) == snapshot.dump(database_of_18)


def test_volatile_lines_are_left_out() -> None:
    text = "\\restrict a\n\n-- Dumped by pg_dump 18.6\n\n\nSET x = 1;\n\n\\unrestrict a\n"
    assert snapshot.stable(text) == "SET x = 1;\n"
