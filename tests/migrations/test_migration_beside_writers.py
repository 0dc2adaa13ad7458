"""A migration beside programs at work: none gives way to it, and none waits for long."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from functools import partial

import psycopg
import pytest

from app.database.connection import SESSION
from app.embedded import throwaway
from schema import migrate, repeatable
from schema.database import engine_for
from schema.table_locks import InUseError, Pace, lock_all_tables
from tests.hotel_builder import HotelBuilder
from tests.migrations.adopting import Connection
from tests.waiting import wait_until

PATIENCE_SECONDS = 120
FORGET_FILES = "UPDATE hotelmate.repeatable_file SET sha256 = ''"
TABLES = """
SELECT oid::regclass::text FROM pg_class
WHERE relnamespace = 'hotelmate'::regnamespace AND relkind = 'r' ORDER BY relname DESC
"""
ARE_WAITING_FOR = "SELECT pid FROM pg_stat_activity WHERE %s = ANY (pg_blocking_pids(pid))"
TAKEN = """
SELECT relation::regclass::text FROM pg_locks
WHERE mode = 'AccessExclusiveLock' AND granted
AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""
READ_HOTELS = "SELECT FROM hotelmate.hotel"
# The server says of two sessions that they are in a deadlock after one second.
SHORT = Pace(hotel_seconds=0.05, others_seconds=0.05, deadline_seconds=0.5)
# Of a table that is vacuumed for minutes.
VACUUMED_SLOWLY = """
CREATE TABLE hotelmate.slow WITH (
    autovacuum_vacuum_threshold = 1, autovacuum_vacuum_scale_factor = 0,
    autovacuum_vacuum_cost_delay = 100, autovacuum_vacuum_cost_limit = 1
) AS SELECT number, repeat('x', 500) AS filling FROM generate_series(1, 10000) AS number;
UPDATE hotelmate.slow SET number = number;
"""
IS_VACUUMED = """
SELECT FROM pg_locks
WHERE relation = 'hotelmate.slow'::regclass AND mode = 'ShareUpdateExclusiveLock' AND granted
"""
PATIENT = Pace(hotel_seconds=PATIENCE_SECONDS)


@pytest.fixture
def watcher(clone: str) -> Iterator[Connection]:
    with psycopg.connect(clone, autocommit=True) as opened:
        opened.execute("SET search_path = ''")
        opened.execute(FORGET_FILES)
        yield opened


@pytest.fixture
def threads() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(2) as pool:
        yield pool


def until_waited_for(watcher: Connection, pid: int, by: int = 1) -> int:
    """Return one who waits for a session, as soon as so many do."""
    waiting: list[int] = []

    def are_waiting() -> bool:
        waiting[:] = (row[0] for row in watcher.execute(ARE_WAITING_FOR, (pid,)))
        return len(waiting) >= by

    wait_until(are_waiting)
    return waiting[0]


def taken(watcher: Connection) -> set[str]:
    """Return the tables that somebody has to itself."""
    return {table for (table,) in watcher.execute(TAKEN)}


def until_it_has_the_hotels(watcher: Connection) -> None:
    """Return when the migration lets nobody begin anything."""
    wait_until(lambda: "hotelmate.hotel" in taken(watcher))


def take_all(url: str, pace: Pace) -> None:
    """Take all tables and let go of them again."""
    with engine_for(url).connect() as connection:
        lock_all_tables(connection, pace)


@pytest.mark.parametrize("run", [migrate.upgrade, partial(migrate.downgrade, revision="-1")])
def test_migration__allows_who_is_under_way_to_use_any_table(
    clone: str, watcher: Connection, threads: ThreadPoolExecutor, run: Callable[[str], object]
) -> None:
    with psycopg.connect(clone) as writer:
        writer.execute(READ_HOTELS)
        writer.execute("UPDATE hotelmate.room SET room_number = room_number WHERE false")
        migrating = threads.submit(run, clone)
        until_waited_for(watcher, writer.info.backend_pid)
        for (table,) in watcher.execute(TABLES).fetchall():
            writer.execute(f"SELECT FROM {table} FOR UPDATE".encode())
        writer.commit()
        migrating.result(PATIENCE_SECONDS)


def test_migration__allows_all_files_to_be_applied_beside_one_who_waits(
    clone: str, watcher: Connection, threads: ThreadPoolExecutor
) -> None:
    with psycopg.connect(clone) as writer:
        writer.execute(READ_HOTELS)
        migrating = threads.submit(migrate.upgrade, clone)
        until_waited_for(watcher, writer.info.backend_pid)
        writer.commit()
        applied = migrating.result(PATIENCE_SECONDS).applied_files
    assert applied == tuple(file.name for file in repeatable.load())


def test_migration__allows_who_is_under_way_to_use_any_table_where_no_file_is_on_record(
    clone: str, watcher: Connection, threads: ThreadPoolExecutor
) -> None:
    watcher.execute("DELETE FROM hotelmate.repeatable_file")
    with psycopg.connect(clone) as writer:
        writer.execute(READ_HOTELS)
        migrating = threads.submit(migrate.upgrade, clone)
        until_waited_for(watcher, writer.info.backend_pid)
        for (table,) in watcher.execute(TABLES).fetchall():
            writer.execute(f"SELECT FROM {table} FOR UPDATE".encode())
        writer.commit()
        assert migrating.result(PATIENCE_SECONDS).applied_files


def test_migration__allows_who_comes_later_to_go_on_afterwards(
    clone: str, watcher: Connection, threads: ThreadPoolExecutor
) -> None:
    with psycopg.connect(clone) as writer, psycopg.connect(clone) as late:
        writer.execute(READ_HOTELS)
        migrating = threads.submit(take_all, clone, PATIENT)
        migration = until_waited_for(watcher, writer.info.backend_pid)
        reading = threads.submit(late.execute, READ_HOTELS)
        assert until_waited_for(watcher, migration) == late.info.backend_pid
        writer.commit()
        migrating.result(PATIENCE_SECONDS)
        assert reading.result(PATIENCE_SECONDS).fetchall() == []


def test_migration__allows_a_webhook_that_waits_for_a_request_to_go_on(
    clone: str, watcher: Connection, threads: ThreadPoolExecutor
) -> None:
    HotelBuilder(watcher).booking()
    with psycopg.connect(clone) as request, psycopg.connect(clone) as webhook:
        request.execute(READ_HOTELS)
        request.execute("SELECT FROM hotelmate.room_booking FOR UPDATE")
        # As INSERT does.
        webhook.execute("LOCK TABLE hotelmate.stripe_webhook_event IN ROW EXCLUSIVE MODE")
        storing = threads.submit(webhook.execute, "SELECT FROM hotelmate.room_booking FOR UPDATE")
        until_waited_for(watcher, request.info.backend_pid)
        migrating = threads.submit(migrate.upgrade, clone)
        until_waited_for(watcher, request.info.backend_pid, by=2)
        request.commit()
        storing.result(PATIENCE_SECONDS)
        webhook.execute(READ_HOTELS)
        webhook.commit()
        assert migrating.result(PATIENCE_SECONDS).applied_files


def test_migration__allows_a_reader_to_come_to_the_hotels_last(
    clone: str, watcher: Connection, threads: ThreadPoolExecutor
) -> None:
    with psycopg.connect(clone) as dba:
        dba.execute("SELECT count(*) FROM hotelmate.room")
        migrating = threads.submit(migrate.upgrade, clone)
        until_it_has_the_hotels(watcher)
        dba.execute(READ_HOTELS)
        dba.commit()
        assert migrating.result(PATIENCE_SECONDS).applied_files


def test_migration__allows_requests_while_readers_let_go_one_after_another(
    clone: str, watcher: Connection, threads: ThreadPoolExecutor
) -> None:
    tables = ["booking_event", "room", "staff"]
    with ExitStack() as sessions:
        request = sessions.enter_context(psycopg.connect(clone, autocommit=True))
        readers = [sessions.enter_context(psycopg.connect(clone)) for _ in tables]
        request.execute(f"SET lock_timeout = {SESSION['lock_timeout']}".encode())
        for reader, table in zip(readers, tables, strict=True):
            reader.execute(f"SELECT FROM hotelmate.{table}".encode())
        migrating = threads.submit(migrate.upgrade, clone)
        for reader in readers:
            until_it_has_the_hotels(watcher)
            request.execute(READ_HOTELS)
            reader.commit()
        assert migrating.result(PATIENCE_SECONDS).applied_files


def test_migration__rejects_to_wait_for_ever_and_then_holds_nothing(
    clone: str, watcher: Connection
) -> None:
    with (
        psycopg.connect(clone, application_name="long report") as reader,
        engine_for(clone).connect() as migration,
    ):
        reader.execute("SELECT FROM hotelmate.staff")
        with pytest.raises(InUseError) as refused:
            lock_all_tables(migration, SHORT)
        assert taken(watcher) == set()
        assert refused.value.table == "hotelmate.staff"
        (holder,) = refused.value.holders
        assert f"session {reader.info.backend_pid} (long report)" in holder


def test_migration__allows_writers_between_its_attempts(clone: str, watcher: Connection) -> None:
    pauses: list[float] = []

    def write(seconds: float) -> None:
        pauses.append(seconds)
        watcher.execute("SET lock_timeout = 1")
        HotelBuilder(watcher)
        if len(pauses) == 2:
            reader.rollback()

    with psycopg.connect(clone) as reader, engine_for(clone).connect() as migration:
        reader.execute("SELECT FROM hotelmate.staff")
        lock_all_tables(migration, SHORT._replace(deadline_seconds=PATIENCE_SECONDS), write)
    assert len(pauses) == 2


@pytest.mark.parametrize("table", ["hotel", "staff", "stripe_webhook_event"])
def test_migration__allows_itself_all_tables_once_the_reader_has_ended(
    clone: str, watcher: Connection, table: str
) -> None:
    with psycopg.connect(clone) as reader, engine_for(clone).connect() as migration:
        reader.execute(f"SELECT FROM hotelmate.{table}".encode())
        migration.exec_driver_sql("SET LOCAL lock_timeout = '7s'")
        lock_all_tables(migration, pause=lambda seconds: reader.rollback())
        assert taken(watcher) == {name for (name,) in watcher.execute(TABLES).fetchall()}
        assert migration.exec_driver_sql("SHOW lock_timeout").scalar_one() == "7s"


def test_migration__allows_itself_a_table_that_autovacuum_is_at() -> None:
    with throwaway({"autovacuum": "on", "autovacuum_naptime": "1s"}) as server:
        url = server.url("postgres")
        migrate.upgrade(url)
        with psycopg.connect(url, autocommit=True) as watcher:
            watcher.execute(VACUUMED_SLOWLY)
            wait_until(lambda: bool(watcher.execute(IS_VACUUMED).fetchall()))
            take_all(url, Pace(deadline_seconds=PATIENCE_SECONDS))
