"""The pool while the database is away, busy or given up on, and when the API ends."""

import asyncio
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import psycopg
import pytest
from psycopg_pool import PoolTimeout

from app.access.access_tokens import AccessToken
from app.database import Database, Write, conninfo
from app.main import create_app
from app.metrics import Metrics
from app.problems import ProblemError, known
from tests.api.conftest import refusal
from tests.api.serving import serving, settings_for
from tests.credentials import TOKENS, bearer
from tests.database.opening import acting, opened
from tests.database.silent_wire import SilentWire, silent_wire
from tests.hotel_builder import HotelBuilder

PATIENCE_SECONDS = 60.0


def test_without_a_database_requests_are_told_to_come_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("app.database.pool.POOL_TIMEOUT_SECONDS", 0.5)
    somebody = AccessToken(1, "any", 1, "manager", "MANAGER", str(uuid.uuid4()))
    nowhere = psycopg.conninfo.make_conninfo("", host="127.0.0.1", port="1", dbname="none")
    with (
        serving(create_app(settings_for(nowhere, HOTELMATE_POOL_MIN_SIZE="0"))) as address,
        httpx.Client(base_url=address, timeout=30) as client,
    ):
        assert client.get("/health/live").status_code == 200
        for path, headers in (
            ("/health/ready", {}),
            ("/api/hotels/any/rooms", bearer(TOKENS.issue(somebody))),
        ):
            response = client.get(path, headers=headers)
            refusal(response, "database-unavailable", 503)
            assert int(response.headers["retry-after"]) > 0


def test_a_database_that_was_away_for_long_is_used_as_soon_as_it_is_back(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # As after minutes: whoever goes on with the pool's own attempts waits for as long again.
    monkeypatch.setattr("psycopg_pool.base.AttemptWithBackoff.INITIAL_DELAY", 3600.0)
    monkeypatch.setattr("app.database.pool.RECONNECT_SECONDS", 0.05)
    nowhere = psycopg.conninfo.make_conninfo("", host="127.0.0.1", port="1", dbname="none")

    async def away_and_back() -> tuple[object, object]:
        monkeypatch.setattr("app.database.pool.POOL_TIMEOUT_SECONDS", 1.0)
        async with opened(nowhere) as database:
            for ask in (database.query, database.probe):
                with pytest.raises(ProblemError):
                    await ask("SELECT 1")
            for pool in (database._pool, database._probe):
                pool.conninfo = conninfo(settings_for(database_url))
                pool.timeout = PATIENCE_SECONDS
            return await database.query("SELECT 1"), await database.probe("SELECT 1")

    assert asyncio.run(away_and_back()) == ([(1,)], [(1,)])


def test_a_busy_pool_is_told_apart_and_readiness_does_not_wait_for_it(database_url: str) -> None:
    settings = settings_for(database_url, HOTELMATE_POOL_MIN_SIZE="1", HOTELMATE_POOL_MAX_SIZE="1")

    async def all_connections_busy() -> str:
        database = Database(settings, Metrics())
        await database.open()
        try:
            async with database._pool.borrowed():
                database._pool.timeout = 0.5
                with pytest.raises(PoolTimeout) as caught:
                    await database.query("SELECT 1")
                database._pool.timeout = PATIENCE_SECONDS
                assert await database.probe("SELECT 1") == [(1,)]
            assert await database.query("SELECT 1") == [(1,)]
        finally:
            await database.close()
        return known(caught.value).kind.name

    assert asyncio.run(all_connections_busy()) == "database-busy"


def test_a_start_that_fails_leaves_no_connection_open(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else the process would wait for its pool and never end."""
    fails = pytest.RaisesGroup(ZeroDivisionError)
    monkeypatch.setattr("app.main.check_daily", lambda _: 1 // 0)
    application = create_app(settings_for(database_url))

    async def start() -> bool:
        with fails:
            async with application.lifespan():
                pass
        database: Database = application.state.database
        return database._pool.closed

    assert asyncio.run(start())


def test_a_request_that_is_given_up_and_fails_by_itself_cuts_nobody_elses_connection(
    database_url: str, hotel: HotelBuilder, owner: psycopg.Connection
) -> None:
    owner.execute(
        "CREATE OR REPLACE FUNCTION hotelmate.fail_when_cancelled() RETURNS boolean"
        " LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(60); RETURN true;"
        " EXCEPTION WHEN query_canceled THEN RAISE division_by_zero; END $$"
    )
    write = Write("SELECT 1 WHERE %(hotel_id)s > 0 AND hotelmate.fail_when_cancelled()")

    async def give_up() -> tuple[int, bool]:
        async with opened(database_url) as database:
            context = acting(hotel)
            task = asyncio.create_task(database.write(context, write, {"hotel_id": hotel.hotel_id}))
            await until_asleep(owner)
            drained: list[bool] = []
            database._pool.drain = lambda: drained.append(True)  # type: ignore[assignment,return-value]
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            rows = await database.read(context, "SELECT 1", {})
            return len(rows), bool(drained)

    try:
        assert asyncio.run(give_up()) == (1, False)
    finally:
        owner.execute("DROP FUNCTION hotelmate.fail_when_cancelled()")


def test_what_a_silent_server_does_not_answer_is_given_up_where_no_request_waits(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.database.pool.GRACE_SECONDS", 1.0)

    async def ask() -> tuple[str, object, int]:
        async with silent_wire(database_url) as wire:
            few = {"HOTELMATE_POOL_MIN_SIZE": "1", "HOTELMATE_POOL_MAX_SIZE": "1"}
            settings = settings_for(wire.url, HOTELMATE_REQUEST_TIMEOUT_SECONDS="1", **few)
            database = Database(settings, Metrics())
            await database.open()
            try:
                assert await database.query("SELECT 1") == [(1,)]
                wire.fall_silent()
                async with asyncio.timeout(PATIENCE_SECONDS):
                    with pytest.raises(ProblemError) as caught:
                        await database.query("SELECT 1")
                database._pool.timeout = PATIENCE_SECONDS
                again = await database.query("SELECT 1")
                return caught.value.kind.name, again, database._pool.get_stats()["pool_size"]
            finally:
                await database.close()

    assert asyncio.run(ask()) == ("database-unavailable", [(1,)], 1)


def test_connections_that_fell_silent_when_another_was_cut_are_replaced(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Asked whether they work, they never answer: one is asked, the others are believed."""
    monkeypatch.setattr("app.database.pool.ANSWER_SECONDS", 0.5)

    async def cut_one() -> tuple[int, bool, int, object]:
        async with four_connections(database_url) as (wire, database):
            pool = database._pool
            async with pool.borrowed() as cut:
                others = list(pool._pool)
                wire.fall_silent()
                await cut.close()
            async with asyncio.timeout(PATIENCE_SECONDS):
                await asyncio.gather(*pool._renewals)
            await pool.wait(PATIENCE_SECONDS)
            asked = sum(each._cancelled_at is not None for each in others)
            all_closed = all(each.closed for each in others)
            size = pool.get_stats()["pool_available"]
            return asked, all_closed, size, await database.query("SELECT 1")

    assert asyncio.run(cut_one()) == (1, True, 4, [(1,)])


def test_idle_connections_are_asked_as_soon_as_a_statement_is_given_up(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else one that fell silent, too, is borrowed until the first is known to be."""
    monkeypatch.setattr("app.database.pool.ANSWER_SECONDS", 0.5)

    async def give_up_one() -> tuple[bool, bool, bool, object]:
        async with four_connections(database_url) as (wire, database):
            pool = database._pool
            wire.fall_silent()
            asking = asyncio.create_task(database.query("SELECT 1"))
            async with asyncio.timeout(PATIENCE_SECONDS):
                while len(pool._pool) == 4:
                    await asyncio.sleep(0)
                others = list(pool._pool)
                # Until the statement was sent there is nothing to give up.
                await asyncio.sleep(0.1)
                asking.cancel()
                while not pool._renewals:
                    await asyncio.sleep(0)
                await asyncio.sleep(0)
                can_be_lent = [each for each in others if each in pool._pool]
                waits = not asking.done()
                await asyncio.gather(*pool._renewals)
                await asyncio.gather(asking, return_exceptions=True)
            closed = all(each.closed for each in others)
            return can_be_lent == [], waits, closed, await database.query("SELECT 1")

    assert asyncio.run(give_up_one()) == (True, True, True, [(1,)])


@asynccontextmanager
async def four_connections(database_url: str) -> AsyncIterator[tuple[SilentWire, Database]]:
    """Open a database with four connections by a way that can fall silent."""
    four = {"HOTELMATE_POOL_MIN_SIZE": "4", "HOTELMATE_POOL_MAX_SIZE": "4"}
    async with silent_wire(database_url) as wire:
        database = Database(settings_for(wire.url, **four), Metrics())
        await database.open()
        try:
            await database._pool.wait(PATIENCE_SECONDS)
            yield wire, database
        finally:
            await database.close()


async def until_asleep(watcher: psycopg.Connection) -> None:
    """Return when the API's session sleeps in its statement."""
    asleep = (
        "SELECT FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND datname = current_database()"
    )
    while not watcher.execute(asleep).fetchall():
        await asyncio.sleep(0)
