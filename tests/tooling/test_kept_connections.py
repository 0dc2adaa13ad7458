"""A connection that is kept is like a new one to the next test."""

from collections.abc import Iterator
from contextlib import closing

import pytest

from tests.kept_connections import MOST, KeptConnections


@pytest.fixture
def kept(database_url: str) -> Iterator[KeptConnections]:
    with closing(KeptConnections()) as kept:
        yield kept


def test_what_a_session_was_left_with_is_undone(kept: KeptConnections, database_url: str) -> None:
    first = kept.take(database_url)
    first.execute("SELECT pg_advisory_lock(4711)")
    first.execute("CREATE TEMP TABLE left_behind ()")
    first.execute("SET search_path = nowhere")
    first.execute("SET ROLE hotelmate_api")
    first.autocommit = False
    first.execute("SET LOCAL timezone = 'Europe/Dublin'")
    kept.give(database_url, first)

    again = kept.take(database_url)
    assert again is first
    assert again.autocommit
    row = again.execute(
        "SELECT current_user = session_user, current_setting('search_path') <> 'nowhere',"
        " to_regclass('pg_temp.left_behind') IS NULL, NOT EXISTS (SELECT FROM pg_locks"
        " WHERE locktype = 'advisory' AND pid = pg_backend_pid())"
    ).fetchone()
    assert row == (True, True, True, True)
    kept.give(database_url, again)


def test_who_listens_is_not_kept(kept: KeptConnections, database_url: str) -> None:
    first = kept.take(database_url)
    first.execute("LISTEN somebody")
    kept.give(database_url, first)
    assert first.closed


def test_who_is_gone_is_replaced(kept: KeptConnections, database_url: str) -> None:
    first, other = kept.take(database_url), kept.take(database_url)
    kept.give(database_url, first)
    other.execute("SELECT pg_terminate_backend(%s, 5000)", (first.info.backend_pid,))
    again = kept.take(database_url)
    assert again is not first
    for connection in (again, other):
        kept.give(database_url, connection)


def test_a_crowd_is_not_kept(kept: KeptConnections, database_url: str) -> None:
    crowd = [kept.take(database_url) for _ in range(MOST + 1)]
    for connection in crowd:
        kept.give(database_url, connection)
    assert [connection.closed for connection in crowd] == [False] * MOST + [True]
