"""A migration beside programs at work: they end first, who comes later waits, none gives way."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest

from schema import migrate, repeatable
from schema.database import ScriptError, engine_for
from schema.to_itself import have_to_itself
from tests.migrations.adopting import Connection

PATIENCE_SECONDS = 30
FORGET_FILES = "UPDATE hotelmate.repeatable_file SET sha256 = ''"
TABLES = """
SELECT oid::regclass::text FROM pg_class
WHERE relnamespace = 'hotelmate'::regnamespace AND relkind = 'r' ORDER BY relname DESC
"""
IS_WAITED_FOR = "SELECT pid FROM pg_stat_activity WHERE %s = ANY (pg_blocking_pids(pid))"


@pytest.fixture
def watcher(clone: str) -> Iterator[Connection]:
    with psycopg.connect(clone, autocommit=True) as opened:
        yield opened


def until_waited_for(watcher: Connection, pid: int) -> int:
    """Return who waits for a session, as soon as anybody does."""
    give_up_at = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < give_up_at:
        rows = watcher.execute(IS_WAITED_FOR, (pid,)).fetchall()
        if rows:
            return int(rows[0][0])
    raise AssertionError("nobody waits")


def test_migration__allows_who_is_under_way_to_use_any_table(
    clone: str, watcher: Connection
) -> None:
    watcher.execute(FORGET_FILES)
    with psycopg.connect(clone) as writer, ThreadPoolExecutor(1) as thread:
        writer.execute("SELECT FROM hotelmate.hotel")
        writer.execute("UPDATE hotelmate.room SET room_number = room_number WHERE false")
        migrating = thread.submit(migrate.upgrade, clone)
        until_waited_for(watcher, writer.info.backend_pid)
        for (table,) in watcher.execute(TABLES).fetchall():
            writer.execute(f"SELECT FROM {table} FOR UPDATE".encode())
        writer.commit()
        applied = migrating.result(PATIENCE_SECONDS).applied_files
    assert applied == tuple(file.name for file in repeatable.load())


def test_migration__allows_who_comes_later_to_go_on_afterwards(
    clone: str, watcher: Connection
) -> None:
    watcher.execute(FORGET_FILES)
    with (
        psycopg.connect(clone) as writer,
        psycopg.connect(clone) as late,
        ThreadPoolExecutor(2) as threads,
    ):
        writer.execute("SELECT FROM hotelmate.hotel")
        migrating = threads.submit(migrate.upgrade, clone)
        migration = until_waited_for(watcher, writer.info.backend_pid)
        reading = threads.submit(late.execute, "SELECT FROM hotelmate.hotel")
        assert until_waited_for(watcher, migration) == late.info.backend_pid
        writer.commit()
        migrating.result(PATIENCE_SECONDS)
        assert reading.result(PATIENCE_SECONDS).fetchall() == []


def test_migration__rejects_to_wait_for_ever_and_then_holds_nothing(
    clone: str, watcher: Connection
) -> None:
    with psycopg.connect(clone) as writer, engine_for(clone).connect() as migration:
        writer.execute("SELECT FROM hotelmate.staff")
        migration.exec_driver_sql("SET LOCAL lock_timeout = '50ms'")
        with pytest.raises(ScriptError) as refused:
            have_to_itself(migration)
        assert isinstance(refused.value.__cause__, psycopg.errors.LockNotAvailable)
        migration.rollback()
        held = watcher.execute("SELECT FROM pg_locks WHERE mode = 'AccessExclusiveLock'")
        assert held.fetchall() == []
