"""A migration beside the relay, which asks again and again what is due.

A migration keeps the hotels for as long as an attempt takes. Who waits for them meanwhile, and
holds a table that it has yet to take, makes the attempt fail, and the relay would do so each time.
"""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import psycopg
import pytest

from app.relay import backlog, connection, dead_letters
from schema.database import engine_for
from schema.table_locks import lock_all_tables
from tests.migrations.test_migration_beside_writers import (
    PATIENCE_SECONDS,
    PATIENT,
    READ_HOTELS,
    until_waited_for,
)

ASKED = {
    "due": (backlog.DUE, {"hotels": [], "names": [], "most": 10}),
    "requested": (dead_letters.REQUESTED, None),
    "listed": (dead_letters.LISTED, {"slug": None, "events": None}),
}


@pytest.fixture
def relay(clone: str) -> Iterator[psycopg.Connection[Any]]:
    with psycopg.connect(clone, autocommit=True) as opened:
        opened.execute(connection.SESSION)
        yield opened


@pytest.mark.parametrize("statement", ASKED)
@pytest.mark.parametrize("is_known", [False, True], ids=["first_time", "with_its_plan"])
def test_migration__allows_a_relay_that_waits_for_the_hotels(
    clone: str, relay: psycopg.Connection[Any], statement: str, is_known: bool
) -> None:
    query, given = ASKED[statement]
    pauses: list[float] = []
    if is_known:
        relay.execute(query.encode(), given, prepare=True)

    def take_all() -> None:
        with engine_for(clone).connect() as migration:
            lock_all_tables(migration, PATIENT, pauses.append)

    with (
        ThreadPoolExecutor(2) as threads,
        psycopg.connect(clone) as reader,
        psycopg.connect(clone, autocommit=True) as watcher,
    ):
        reader.execute(READ_HOTELS)
        migrating = threads.submit(take_all)
        migration = until_waited_for(watcher, reader.info.backend_pid)
        asking = threads.submit(relay.execute, query.encode(), given, prepare=is_known)
        assert until_waited_for(watcher, migration) == relay.info.backend_pid
        reader.commit()
        migrating.result(PATIENCE_SECONDS)
        assert asking.result(PATIENCE_SECONDS).fetchall() == []
    assert pauses == []
