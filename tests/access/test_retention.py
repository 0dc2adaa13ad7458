"""What is long over is removed in the background, in pieces."""

import asyncio

import psycopg
import pytest

from app.access import retention
from app.database import Database
from app.metrics import Metrics
from tests.api.serving import settings_for
from tests.hotel_builder import HotelBuilder
from tests.invariants.access_rows import add_refresh_token, add_session, count_failure, sha256


def remove(database_url: str) -> int:
    async def run() -> int:
        database = Database(settings_for(database_url), Metrics())
        await database.open()
        try:
            return await retention.remove_expired(database)
        finally:
            await database.close()

    return asyncio.run(run())


def test_old_sessions_and_counts_go_and_others_stay(
    database_url: str, hotel: HotelBuilder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retention, "AT_ONCE", 2)
    ann = hotel.staff("ann")
    old = [add_session(hotel, ann) for _ in range(5)]
    for session in old:
        add_refresh_token(hotel, session)
    hotel.run(
        "UPDATE hotelmate.staff_session SET started_at = now() - interval '60 days',"
        " expires_at = now() - interval '31 days' WHERE hotel_id = %s",
        hotel.hotel_id,
    )
    kept = [add_session(hotel, ann), add_session(hotel, ann)]
    hotel.run(
        "UPDATE hotelmate.staff_session SET started_at = now() - interval '60 days',"
        " expires_at = now() - interval '29 days' WHERE id = %s",
        kept[0],
    )
    stale, fresh = sha256(), sha256()
    count_failure(hotel, stale)
    hotel.run(
        "UPDATE hotelmate.log_in_limit SET since = now() - interval '25 hours' WHERE subject = %s",
        stale,
    )
    count_failure(hotel, fresh)

    assert remove(database_url) >= 6

    rows = hotel.connection.execute(
        "SELECT id FROM hotelmate.staff_session WHERE hotel_id = %s", (hotel.hotel_id,)
    ).fetchall()
    assert {row[0] for row in rows} == set(kept)
    tokens = "SELECT count(*) FROM hotelmate.refresh_token WHERE hotel_id = %s"
    assert hotel.value(tokens, hotel.hotel_id) == 0
    left = hotel.connection.execute(
        "SELECT subject FROM hotelmate.log_in_limit WHERE subject IN (%s, %s)", (stale, fresh)
    ).fetchall()
    assert [bytes(row[0]) for row in left] == [fresh]


def test_a_session_that_somebody_renews_is_left_for_another_time(
    database_url: str, hotel: HotelBuilder, owner: psycopg.Connection
) -> None:
    session = add_session(hotel, hotel.staff("ann"))
    hotel.run(
        "UPDATE hotelmate.staff_session SET started_at = now() - interval '60 days',"
        " expires_at = now() - interval '31 days' WHERE id = %s",
        session,
    )
    with owner.transaction():
        owner.execute("SELECT 1 FROM hotelmate.staff_session WHERE id = %s FOR UPDATE", (session,))
        remove(database_url)
    assert hotel.read("staff_session", session, "staff_id")
