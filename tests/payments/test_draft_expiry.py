"""Unpaid drafts lapse by themselves."""

import asyncio

import psycopg
import pytest

from app.database import Database
from app.metrics import Metrics
from app.payments import draft_expiry
from tests.api.serving import settings_for
from tests.conftest import Connect
from tests.hotel_builder import HotelBuilder
from tests.payments.front_office import new_hotel
from tests.refusal import refused_by


@pytest.fixture
def hotel(owner: psycopg.Connection) -> HotelBuilder:
    return new_hotel(owner)


def expire(database_url: str) -> int:
    async def run() -> int:
        database = Database(settings_for(database_url), Metrics())
        await database.open()
        try:
            return await draft_expiry.expire_drafts(database)
        finally:
            await database.close()

    return asyncio.run(run())


def overdue(hotel: HotelBuilder, bookings: int = 1) -> list[int]:
    made = [hotel.booking() for _ in range(bookings)]
    for booking in made:
        hotel.run(
            "UPDATE hotelmate.room_booking SET expires_at = now() - interval '1 minute'"
            " WHERE hotel_id = %s AND id = %s",
            hotel.hotel_id,
            booking,
        )
    return made


def test_overdue_drafts_of_every_hotel_lapse_and_others_stay(
    database_url: str, hotel: HotelBuilder
) -> None:
    other = HotelBuilder(hotel.connection)
    lapsed = overdue(hotel) + overdue(hotel)
    elsewhere = overdue(other)
    in_time, paid = hotel.booking(), hotel.booking("PENDING_APPROVAL")

    expire(database_url)  # unless the server that other tests share has been quicker

    for booking in lapsed:
        assert hotel.read("room_booking", booking, "status") == "CANCELLED_DRAFT"
    assert other.read("room_booking", elsewhere[0], "status") == "CANCELLED_DRAFT"
    assert hotel.read("room_booking", in_time, "status") == "PENDING_PAYMENT"
    assert hotel.read("room_booking", paid, "status") == "PENDING_APPROVAL"
    recorded = hotel.connection.execute(
        "SELECT DISTINCT actor, source, changed_by FROM hotelmate.booking_event"
        " WHERE hotel_id = %s AND event_type = 'booking_draft_expired'",
        (hotel.hotel_id,),
    ).fetchall()
    assert recorded == [("system:draft-expiry", "SYSTEM", None)]


def test_a_backlog_is_worked_off_in_pieces(
    database_url: str, hotel: HotelBuilder, monkeypatch: pytest.MonkeyPatch
) -> None:
    lapsed = overdue(hotel, 5)
    monkeypatch.setattr(draft_expiry, "AT_ONCE", 2)

    expire(database_url)

    statuses = {hotel.read("room_booking", booking, "status") for booking in lapsed}
    assert statuses == {"CANCELLED_DRAFT"}


def test_a_draft_that_someone_is_paying_is_left_alone(clone: str, connect: Connect) -> None:
    # In the database that other tests share, their server may be quicker than the clerk.
    hotel = new_hotel(connect(url=clone))
    (booking,) = overdue(hotel)
    clerk: psycopg.Connection = connect(url=clone, autocommit=False)
    clerk.execute(
        "SELECT 1 FROM hotelmate.room_booking WHERE hotel_id = %s AND id = %s FOR UPDATE",
        (hotel.hotel_id, booking),
    )

    expire(clone)
    clerk.rollback()

    assert hotel.read("room_booking", booking, "status") == "PENDING_PAYMENT"


def test_a_hotel_whose_drafts_cannot_lapse_keeps_no_other_from_it(clone: str) -> None:
    with psycopg.connect(clone, autocommit=True) as connection:
        houses = [HotelBuilder(connection) for _ in range(2)]
        bookings = [overdue(house)[0] for house in houses]
        connection.execute(
            "ALTER TABLE hotelmate.room_booking ADD CONSTRAINT unforeseen"
            f" CHECK (hotel_id <> {houses[0].hotel_id} OR status <> 'CANCELLED_DRAFT')"
        )

        with refused_by("unforeseen"):
            expire(clone)

        statuses = [
            house.read("room_booking", booking, "status")
            for house, booking in zip(houses, bookings, strict=True)
        ]
        assert statuses == ["PENDING_PAYMENT", "CANCELLED_DRAFT"]
