"""What failed by chance runs again, a bounded number of times; a change never twice."""

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import psycopg
import pytest

from app.database import Write
from app.database.retrying import ATTEMPTS
from app.metrics import Metrics
from tests.api.conftest import Desk
from tests.conftest import Connect
from tests.database.opening import acting, opened
from tests.hotel_builder import HotelBuilder

FAILURES = "hotelmate_database_passing_failures_total"


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
