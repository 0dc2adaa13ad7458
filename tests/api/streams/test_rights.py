"""Who may not hear an event any more is told nothing."""

import httpx
import pytest
from litestar import Litestar

from app.access.tokens import API_KEY, hash_of
from app.realtime import feed, listener
from tests.api.conftest import refusal
from tests.api.event_log import number, publish
from tests.api.event_source import listening
from tests.credentials import as_staff, bearer
from tests.hotel_builder import HotelBuilder
from tests.waiting import wait_until


def test_a_member_of_staff_who_left_hears_nothing_more(
    own_address: str, hotel: HotelBuilder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feed, "RIGHTS_SECONDS", 0.1)
    monkeypatch.setattr(feed, "POLL_SECONDS", 0.1)
    headers = as_staff(hotel)
    with listening(own_address, hotel) as source:
        publish(hotel, "hotel")
        assert source.event()["type"] == "note_taken"

        hotel.staff("another")
        hotel.run(
            "UPDATE hotelmate.staff SET is_active = false"
            " WHERE hotel_id = %s AND username = 'manager'",
            hotel.hotel_id,
        )

        assert source.rest() == []
    response = httpx.get(f"{own_address}/api/hotels/{hotel.slug}/events/stream", headers=headers)
    refusal(response, "not-authenticated", 401)


def api_key(hotel: HotelBuilder) -> dict[str, str]:
    """Issue a key with which events may be heard and return its headers."""
    key = API_KEY.make(hotel.hotel_id)
    issued = hotel.insert(
        "api_key",
        staff_id=hotel.staff("channel-manager", "INTEGRATION"),
        name="a channel manager",
        key_hash=hash_of(key),
        expires_at=hotel.value("SELECT now() + interval '1 day'"),
    )
    hotel.insert("api_key_scope", api_key_id=issued, permission="events:read")
    return bearer(key)


ENDS = {
    "a session that was ended": (
        as_staff,
        "UPDATE hotelmate.staff_session SET ended_at = now(), ended_reason = 'REVOKED'"
        " WHERE hotel_id = %s",
    ),
    "a session that is over": (
        as_staff,
        "UPDATE hotelmate.staff_session SET started_at = now() - interval '2 s',"
        " expires_at = now() - interval '1 s' WHERE hotel_id = %s",
    ),
    "a key that was revoked": (
        api_key,
        "UPDATE hotelmate.api_key SET revoked_at = now() WHERE hotel_id = %s",
    ),
}


@pytest.mark.parametrize("how", sorted(ENDS))
def test_what_lets_nobody_in_any_more_ends_the_stream(
    how: str, own_address: str, hotel: HotelBuilder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feed, "RIGHTS_SECONDS", 0.1)
    monkeypatch.setattr(feed, "POLL_SECONDS", 0.1)
    let_in, end = ENDS[how]
    with listening(own_address, hotel, headers=let_in(hotel)) as source:
        publish(hotel, "hotel")
        assert source.event()["type"] == "note_taken"

        hotel.run(end, hotel.hotel_id)

        assert source.rest() == []


def test_nothing_is_told_while_nobody_can_say_who_is_staff(
    own_address: str, app: Litestar, hotel: HotelBuilder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listener, "RIGHT_SECONDS", -1)
    monkeypatch.setattr(listener, "KEEP_ALIVE_SECONDS", 0.05)
    with listening(own_address, hotel) as source:
        publish(hotel, "hotel")
        number(hotel)
        wait_until(lambda: any(each.end for each in app.state.feed._windows.values()))
        assert [source.next().event for _ in range(3)] == [None] * 3

        monkeypatch.setattr(listener, "RIGHT_SECONDS", 30)
        assert source.event()["type"] == "note_taken"
