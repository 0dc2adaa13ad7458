"""What a stream tells: everything that is for its listener, in order, as it happens."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import psycopg
import pytest

from app.realtime import feed
from tests.api.conftest import Desk
from tests.api.event_log import (
    assert_whole_and_in_order,
    bookmark,
    number,
    publish,
    write_for_a_while,
)
from tests.api.event_source import listening
from tests.api.streams.watching import sessions_that_listen
from tests.conftest import Connect
from tests.hotel_builder import HotelBuilder
from tests.waiting import wait_until


def test_a_stream_begins_now_and_tells_what_happens(
    desk: Desk, address: str, hotel: HotelBuilder
) -> None:
    desk.make()
    position = bookmark(desk)
    with listening(address, hotel) as source:
        assert source.last_id == position
        assert source.response.headers["content-type"].startswith("text/event-stream")
        assert source.response.headers["cache-control"] == "no-cache"
        assert source.response.headers["x-request-id"]

        desk.patch("/rooms/101", json={"maintenance_required": True})
        number(hotel)

        event = source.event()
    assert event["meta"]["scope"]["room_number"] == "101"
    assert [event] == desk.get("/events", params={"after": position}).json()["items"]


def test_a_relay_that_numbers_wakes_the_stream_at_once(
    own_address: str, hotel: HotelBuilder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feed, "POLL_SECONDS", 3600)
    with listening(own_address, hotel) as source:
        wait_until(lambda: bool(sessions_that_listen(hotel.connection)))
        publish(hotel, "hotel")
        number(hotel)

        assert source.event()["type"] == "note_taken"


def test_without_a_relay_what_somebody_else_wrote_is_told_too(
    own_address: str, hotel: HotelBuilder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feed, "POLL_SECONDS", 0.1)
    with listening(own_address, hotel) as source:
        publish(hotel, "hotel")

        assert source.event()["type"] == "note_taken"


def test_only_what_is_for_the_listener_is_told_and_nothing_of_another_hotel(
    address: str, desk: Desk, hotel: HotelBuilder, owner: psycopg.Connection[Any]
) -> None:
    other = HotelBuilder(owner)
    theirs = other.staff()
    colleague = hotel.staff("housekeeper", "HOUSEKEEPING")
    with listening(address, hotel) as source, listening(address, other) as elsewhere:
        publish(hotel, f"staff.{colleague}", "guest.BK-2026-000001", event_type="private_note")
        publish(other, "hotel", f"staff.{theirs}", event_type="other_note")
        publish(hotel, "hotel")
        here = source.until(number(hotel))
        there = elsewhere.until(number(other))

    assert [event["type"] for event in here] == ["note_taken"]
    assert [event["meta"]["channel"] for event in there] == ["hotel", f"staff.{theirs}"]


def test_a_stream_under_which_many_write_loses_and_misorders_nothing(
    desk: Desk, address: str, hotel: HotelBuilder, connect: Connect
) -> None:
    rooms = [str(number) for number in range(101, 106)]
    start = bookmark(desk)
    with listening(address, hotel, after=start) as source, ThreadPoolExecutor(9) as threads:
        writers = [
            threads.submit(write_for_a_while, hotel.through(connect()), rooms, seed)
            for seed in range(8)
        ]
        heard = [source.event() for _ in range(20)]
        for writer in writers:
            writer.result()
        heard += source.until(number(hotel))

    assert_whole_and_in_order(hotel, heard, start)
