"""What happens between the API and its database: commits, retries, lost connections."""

import asyncio
import uuid
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from typing import Any

import httpx
import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict
from psycopg_pool import PoolTimeout

from app.access.access_tokens import AccessToken
from app.database import ATTEMPTS, Context, Database, Write, conninfo
from app.main import create_app
from app.metrics import Metrics
from app.problems import ProblemError, known
from app.queries.context import AS_STAFF_IN_SESSION
from schema import roles
from tests.access import TOKENS, bearer, session_of
from tests.api.conftest import Desk, refusal, serving, settings_for
from tests.conftest import Connect
from tests.hotel_builder import HotelBuilder

FAILURES = "hotelmate_database_passing_failures_total"


@asynccontextmanager
async def opened(database_url: str, metrics: Metrics | None = None) -> AsyncIterator[Database]:
    database = Database(settings_for(database_url), metrics or Metrics())
    await database.open()
    try:
        yield database
    finally:
        await database.close()


def acting(hotel: HotelBuilder, username: str = "manager") -> Context:
    """Act as a member of staff who has just logged in, or as nobody."""
    known = username != "nobody"
    session = session_of(hotel.connection, hotel.hotel_id, username) if known else None
    return Context(
        AS_STAFF_IN_SESSION,
        {
            "hotel_id": hotel.hotel_id,
            "slug": hotel.slug,
            "staff_id": session.staff_id if session else 0,
            "session_id": session.session_id if session else str(uuid.uuid4()),
            "permission": "rooms:flag",
            "says_version": True,
            "source": "FRONT_DESK",
            "reason": "",
            "request_id": "r1",
        },
        roles.OF_STAFF["MANAGER"],
    )


def raising(sqlstate: str) -> Write:
    """A change of a room that fails with an SQLSTATE, as often as it is tried."""
    return Write(
        "SELECT room.id FROM hotelmate.room WHERE hotel_id = %(hotel_id)s"
        f" AND hotelmate.fail_{sqlstate.lower()}()"
    )


@pytest.fixture
def failing(owner: psycopg.Connection) -> Iterator[None]:
    for state in ("40001", "40P01", "55P03"):
        owner.execute(
            f"CREATE OR REPLACE FUNCTION hotelmate.fail_{state.lower()}() RETURNS boolean"
            " LANGUAGE plpgsql AS"
            f" $$ BEGIN RAISE EXCEPTION 'again' USING ERRCODE = '{state}'; END $$"
        )
    yield
    for state in ("40001", "40P01", "55P03"):
        owner.execute(f"DROP FUNCTION hotelmate.fail_{state.lower()}()")


@pytest.mark.usefixtures("failing")
@pytest.mark.parametrize(
    ("sqlstate", "failure", "attempts"),
    [
        ("40001", "serialization_failure", ATTEMPTS),
        ("40P01", "deadlock_detected", ATTEMPTS),
        ("55P03", "lock_not_available", 1),  # whoever waited that long has waited enough
    ],
)
def test_a_passing_failure_is_tried_again_a_bounded_number_of_times_and_counted(
    database_url: str, hotel: HotelBuilder, sqlstate: str, failure: str, attempts: int
) -> None:
    metrics = Metrics()

    async def write() -> None:
        async with opened(database_url, metrics) as database:
            await database.write(acting(hotel), raising(sqlstate), {"hotel_id": hotel.hotel_id})

    with pytest.raises(psycopg.OperationalError) as caught:
        asyncio.run(write())
    assert caught.value.sqlstate == sqlstate
    assert metrics.registry.get_sample_value(FAILURES, {"failure": failure}) == attempts


def test_a_deadlock_is_survived_by_both_sides(
    database_url: str, hotel: HotelBuilder, connect: Connect
) -> None:
    lock = "SELECT 1 FROM hotelmate.room WHERE hotel_id = {} AND room_number = '{}' FOR UPDATE"
    from_102_to_101 = Write(
        lock=lock.format("%(hotel_id)s", "102"),
        statement="UPDATE hotelmate.room SET maintenance_required = true"
        " WHERE hotel_id = %(hotel_id)s AND room_number = '101' RETURNING room_number",
    )
    metrics = Metrics()

    async def write() -> object:
        async with opened(database_url, metrics) as database:
            return await database.write(
                acting(hotel), from_102_to_101, {"hotel_id": hotel.hotel_id}
            )

    dba = connect(autocommit=False)
    dba.execute("SET deadlock_timeout = '1h'")  # so that the other session notices it
    dba.execute(lock.format(hotel.hotel_id, "101"))
    (transaction,) = dba.execute("SELECT pg_current_xact_id()::text").fetchone() or ("",)
    with ThreadPoolExecutor(1) as thread:
        answer = thread.submit(lambda: asyncio.run(write()))
        waiting = "SELECT count(*) FROM pg_locks WHERE NOT granted AND transactionid::text = %s"
        while not hotel.value(waiting, transaction):
            assert not answer.done()
        dba.execute(lock.format(hotel.hotel_id, "102"))
        dba.commit()

        assert answer.result() == ("101",)
    assert metrics.registry.get_sample_value(FAILURES, {"failure": "deadlock_detected"}) == 1


def test_a_refusal_at_commit_undoes_everything(database_url: str, hotel: HotelBuilder) -> None:
    booking = hotel.booking()
    write = Write("DELETE FROM hotelmate.booking_guest WHERE hotel_id = %(hotel_id)s RETURNING id")

    async def attempt() -> None:
        async with opened(database_url) as database:
            await database.write(acting(hotel), write, {"hotel_id": hotel.hotel_id})

    with pytest.raises(psycopg.errors.ForeignKeyViolation) as caught:
        asyncio.run(attempt())
    assert caught.value.diag.constraint_name == "party_has_primary"
    count = "SELECT count(*) FROM hotelmate.booking_guest WHERE hotel_id = %s AND booking_id = %s"
    assert hotel.value(count, hotel.hotel_id, booking) == 1


def test_a_session_works_on_after_every_kind_of_failure(
    database_url: str, hotel: HotelBuilder
) -> None:
    """One connection, so that each statement meets the state that the one before left."""
    good = Write(
        "UPDATE hotelmate.room SET maintenance_required = false"
        " WHERE hotel_id = %(hotel_id)s AND room_number = '101' RETURNING room_number"
    )
    refused = Write(
        "UPDATE hotelmate.room SET turnover_status = 'CLEANED_UNINSPECTED'"
        " WHERE hotel_id = %(hotel_id)s AND room_number = '101' RETURNING room_number"
    )
    parameters = {"hotel_id": hotel.hotel_id, "text": "a\0b"}
    unsendable = Write("SELECT room_number FROM hotelmate.room WHERE room_number = %(text)s")

    async def all_of_them() -> None:
        settings = settings_for(
            database_url, HOTELMATE_POOL_MIN_SIZE="1", HOTELMATE_POOL_MAX_SIZE="1"
        )
        database = Database(settings, Metrics())
        await database.open()
        for _ in range(8):
            with pytest.raises(psycopg.IntegrityError):
                await database.write(acting(hotel), refused, parameters)
            assert await database.write(acting(hotel), good, parameters) == ("101",)
            with pytest.raises(ProblemError):
                await database.write(acting(hotel, "nobody"), good, parameters)
            dry = await database.write(acting(hotel), good, parameters, dry_run=True)
            assert dry == ("101",)
            with pytest.raises(psycopg.DataError):
                await database.write(acting(hotel), unsendable, parameters)
            rows = await database.read(acting(hotel), good.statement[:0] + "SELECT 1", parameters)
            assert rows == [(1,)]
        left = await database.query("SELECT count(*) FROM pg_prepared_statements")
        assert left[0][0] < 20
        await database.close()

    asyncio.run(all_of_them())


def test_a_read_cannot_write(database_url: str, hotel: HotelBuilder) -> None:
    async def attempt() -> None:
        async with opened(database_url) as database:
            await database.read(
                acting(hotel),
                "DELETE FROM hotelmate.booking_guest WHERE hotel_id = %(hotel_id)s RETURNING 1",
                {"hotel_id": hotel.hotel_id},
            )

    with pytest.raises(psycopg.errors.ReadOnlySqlTransaction):
        asyncio.run(attempt())


def test_a_session_has_the_privileges_and_the_limits_of_the_api(database_url: str) -> None:
    with psycopg.connect(conninfo(settings_for(database_url))) as connection:
        found = connection.execute(
            "SELECT current_user, current_setting('application_name'),"
            " current_setting('statement_timeout'), current_setting('lock_timeout'),"
            " current_setting('timezone'), current_setting('default_transaction_isolation')"
        ).fetchone()

    assert found == ("hotelmate_gate", "hotelmate-api", "10s", "2s", "UTC", "read committed")


def test_without_a_database_requests_are_told_to_come_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("app.database.POOL_TIMEOUT_SECONDS", 0.5)
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
    monkeypatch.setattr("app.database.RECONNECT_SECONDS", 0.05)
    nowhere = psycopg.conninfo.make_conninfo("", host="127.0.0.1", port="1", dbname="none")

    async def away_and_back() -> tuple[object, object]:
        monkeypatch.setattr("app.database.POOL_TIMEOUT_SECONDS", 1.0)
        async with opened(nowhere) as database:
            for ask in (database.query, database.probe):
                with pytest.raises(ProblemError):
                    await ask("SELECT 1")
            for pool in (database._pool, database._probe):
                pool.conninfo = conninfo(settings_for(database_url))
            return await database.query("SELECT 1"), await database.probe("SELECT 1")

    assert asyncio.run(away_and_back()) == ([(1,)], [(1,)])


def test_a_busy_pool_is_told_apart_and_readiness_does_not_wait_for_it(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.database.POOL_TIMEOUT_SECONDS", 0.5)
    settings = settings_for(database_url, HOTELMATE_POOL_MIN_SIZE="1", HOTELMATE_POOL_MAX_SIZE="1")

    async def all_connections_busy() -> str:
        database = Database(settings, Metrics())
        await database.open()
        try:
            async with database._connection():
                with pytest.raises(PoolTimeout) as caught:
                    await database.query("SELECT 1")
                assert await database.probe("SELECT 1") == [(1,)]
            assert await database.query("SELECT 1") == [(1,)]
        finally:
            await database.close()
        return known(caught.value).kind.name

    assert asyncio.run(all_connections_busy()) == "database-busy"


def test_a_cut_connection_is_replaced(desk: Desk, hotel: HotelBuilder) -> None:
    booking = desk.make()
    hotel.run(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE application_name LIKE 'hotelmate-api%%' AND datname = current_database()"
    )

    # A read is simply repeated; so much so that the client does not notice.
    assert desk.get(f"/bookings/{booking}").status_code == 200


def test_a_change_on_a_cut_connection_is_not_repeated(desk: Desk, hotel: HotelBuilder) -> None:
    booking = desk.make()
    hotel.run(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE application_name LIKE 'hotelmate-api%%' AND datname = current_database()"
    )

    statuses = set()
    for _ in range(40):
        statuses.add(desk.post(f"/bookings/{booking}/unassign-room").status_code)
        if statuses >= {200}:
            break

    assert statuses <= {200, 503}
    assert 200 in statuses


def test_settings_keep_what_the_address_says(database_url: str) -> None:
    given = psycopg.conninfo.make_conninfo(database_url, options="-c work_mem=8MB")

    options = conninfo_to_dict(conninfo(settings_for(given)))["options"]

    assert "-c work_mem=8MB" in str(options)
    assert "-c statement_timeout=10000" in str(options)


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
    database_url: str, hotel: HotelBuilder, owner: psycopg.Connection, connect: Connect
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


def test_a_migration_beside_the_api_leaves_no_statement_that_cannot_run(
    database_url: str, hotel: HotelBuilder, owner: psycopg.Connection
) -> None:
    owner.execute("CREATE TABLE hotelmate.changing AS SELECT 1 AS number")
    owner.execute("GRANT SELECT ON hotelmate.changing TO PUBLIC")

    async def read() -> list[Any]:
        async with opened(database_url) as database:
            context, found = acting(hotel), []
            for kind in ("integer", "text", "bigint"):
                owner.execute(
                    f"ALTER TABLE hotelmate.changing ALTER number TYPE {kind} USING 1".encode()
                )
                for _ in range(2):
                    rows = await database.read(context, "SELECT * FROM hotelmate.changing", {})
                    found.append(rows[0][0])
            return found

    try:
        assert asyncio.run(read()) == [1, 1, "1", "1", 1, 1]
    finally:
        owner.execute("DROP TABLE hotelmate.changing")


async def until_asleep(watcher: psycopg.Connection) -> None:
    """Return when the API's session sleeps in its statement."""
    asleep = (
        "SELECT FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND datname = current_database()"
    )
    while not watcher.execute(asleep).fetchall():
        await asyncio.sleep(0)
