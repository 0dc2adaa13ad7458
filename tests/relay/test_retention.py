"""Messages are removed piece by piece, once they were delivered and are old enough."""

import asyncio
from datetime import timedelta

import psycopg
import pytest

from app.relay import retention
from app.relay.maintenance import maintain_until
from tests.hotel_builder import HotelBuilder
from tests.relay.delivering import play, scene
from tests.relay.scene import Connection, numbered_ids, value
from tests.relay.test_delivery import publish


def test_what_was_delivered_is_removed_in_pieces_and_what_waits_stays(
    clone: str, database: Connection, hotel: HotelBuilder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retention, "PIECE", 10)
    publish(hotel, "hotel", 25)

    async def check() -> None:
        async with scene(clone) as now:
            await now.deliver_all()
            publish(hotel, "rooms", 35)
            await now.number()
            round_ = await retention.remove_old(asyncio.Event(), now.connection, timedelta(0))
            assert round_ == (60, 25)
            # What waits does not keep a later round from going on behind it.
            publish(hotel, "hotel", 5)
            await now.number()
            await now.run(
                "UPDATE hotelmate.realtime_channel SET delivered_position = last_position"
                " WHERE name = 'hotel'"
            )
            assert (await retention.remove_old(asyncio.Event(), now.connection, timedelta(0)))[
                1
            ] == 5

    play(check())
    assert len(numbered_ids(database, "rooms")) == 35
    assert value(database, "SELECT removed_position FROM hotelmate.realtime_stream") == 65


def test_what_is_young_stays(clone: str, database: Connection, hotel: HotelBuilder) -> None:
    publish(hotel, "hotel", 3)

    async def check() -> None:
        async with scene(clone) as now:
            await now.deliver_all()
            young = timedelta(hours=1)
            assert await retention.remove_old(asyncio.Event(), now.connection, young) == (0, 0)

    play(check())
    assert len(numbered_ids(database)) == 3


def test_it_stops_when_told_to(clone: str, hotel: HotelBuilder) -> None:
    publish(hotel, "hotel", 3)

    async def check() -> None:
        async with scene(clone) as now:
            await now.deliver_all()
            stop = asyncio.Event()
            stop.set()
            await maintain_until(stop, now.connection, timedelta(0))
            assert await retention.remove_old(stop, now.connection, timedelta(0)) == (0, 0)

    play(check())


def test_removing_is_not_in_the_way_of_writers(
    clone: str, database: Connection, hotel: HotelBuilder
) -> None:
    publish(hotel, "hotel", 3)

    async def check() -> None:
        async with scene(clone) as now:
            await now.deliver_all()

    play(check())
    with psycopg.connect(clone) as removing:
        removing.execute("SELECT hotelmate.remove_messages('-infinity', clock_timestamp(), 100)")
        database.execute("SET lock_timeout = '2s'")
        publish(hotel, "hotel")  # would wait if a lock of it were held
        removing.rollback()
