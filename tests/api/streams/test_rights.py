"""Who may not hear an event any more is told nothing."""

import httpx
import pytest
from litestar import Litestar

from app.realtime import feed, listener
from tests.api.conftest import refusal
from tests.api.event_log import number, publish
from tests.api.event_source import listening
from tests.api.streams.watching import HEADERS, wait_for
from tests.hotel_builder import HotelBuilder


def test_a_member_of_staff_who_left_hears_nothing_more(
    own_address: str, hotel: HotelBuilder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feed, "RIGHTS_SECONDS", 0.1)
    monkeypatch.setattr(feed, "POLL_SECONDS", 0.1)
    with listening(own_address, hotel.slug) as source:
        publish(hotel, "hotel")
        assert source.event()["type"] == "note_taken"

        hotel.run(
            "UPDATE hotelmate.staff SET is_active = false WHERE hotel_id = %s", hotel.hotel_id
        )

        assert source.rest() == []
    response = httpx.get(f"{own_address}/api/hotels/{hotel.slug}/events/stream", headers=HEADERS)
    refusal(response, "staff-not-of-hotel", 403)


def test_nothing_is_told_while_nobody_can_say_who_is_staff(
    own_address: str, app: Litestar, hotel: HotelBuilder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listener, "RIGHT_SECONDS", -1)
    monkeypatch.setattr(listener, "KEEP_ALIVE_SECONDS", 0.05)
    with listening(own_address, hotel.slug) as source:
        publish(hotel, "hotel")
        number(hotel)
        wait_for(lambda: any(each.end for each in app.state.feed._windows.values()))
        assert [source.next().event for _ in range(3)] == [None] * 3

        monkeypatch.setattr(listener, "RIGHT_SECONDS", 30)
        assert source.event()["type"] == "note_taken"
