"""A transaction is whole or nothing, and leaves its session fit for the next."""

import asyncio

import psycopg
import pytest

from app.database import Database, Write
from app.metrics import Metrics
from app.problems import ProblemError
from tests.api.serving import settings_for
from tests.database.opening import acting, opened
from tests.hotel_builder import HotelBuilder


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
