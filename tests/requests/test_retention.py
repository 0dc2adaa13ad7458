"""Answers that are kept no longer are removed, in pieces."""

import asyncio
from typing import Any

import psycopg
import pytest

from app.database import Database
from app.metrics import Metrics
from app.requests import retention
from tests.api.bodies import new_booking
from tests.api.conftest import Desk
from tests.api.serving import settings_for
from tests.conftest import Connect
from tests.hotel_builder import HotelBuilder
from tests.refusal import refused_by
from tests.requests.repeating import new_key


def keep(desk: Desk, count: int) -> None:
    for _ in range(count):
        assert desk.post("/bookings", json=new_booking(), headers=new_key()).is_success


def ages(hotel: HotelBuilder) -> list[bool]:
    """Return, for each answer that is there, whether its time is over."""
    rows = hotel.connection.execute(
        "SELECT created_at <= now() - interval '24 hours' FROM hotelmate.idempotency_key"
        " WHERE hotel_id = %s ORDER BY 1",
        (hotel.hotel_id,),
    ).fetchall()
    return [is_over for (is_over,) in rows]


async def removed(database_url: str) -> int:
    database = Database(settings_for(database_url), Metrics())
    await database.open()
    try:
        return await retention.remove_expired(database)
    finally:
        await database.close()


def test_what_is_a_day_old_is_removed_in_pieces_and_the_rest_stays(
    desk: Desk, hotel: HotelBuilder, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retention, "AT_ONCE", 2)
    keep(desk, 5)
    hotel.run(
        "UPDATE hotelmate.idempotency_key SET created_at = created_at - interval '2 days'"
        " WHERE hotel_id = %s",
        hotel.hotel_id,
    )
    keep(desk, 1)

    assert asyncio.run(removed(database_url)) >= 5

    assert ages(hotel) == [False]


def test_no_role_of_the_api_removes_an_answer_itself(
    desk: Desk, hotel: HotelBuilder, connect: Connect
) -> None:
    keep(desk, 1)
    api: psycopg.Connection[Any] = connect(role="hotelmate_manager", autocommit=False)
    api.execute("SELECT set_config('hotelmate.hotel_id', %s, true)", (str(hotel.hotel_id),))

    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        api.execute("DELETE FROM hotelmate.idempotency_key")
    api.rollback()


def test_idempotency_key_is_of_success(hotel: HotelBuilder) -> None:
    staff_id = hotel.staff("somebody")
    with refused_by("idempotency_key_is_of_success"):
        hotel.insert(
            "idempotency_key",
            staff_id=staff_id,
            key="k",
            request_hash=bytes(32),
            status=409,
            headers="{}",
            body=b"",
        )
