"""Where a stream begins, and how a client knows from where to go on."""

import httpx
import pytest

from app.main import create_app
from app.realtime import listener
from tests.api.conftest import Desk, refusal
from tests.api.event_log import bookmark, number, publish, remove_up_to
from tests.api.event_source import listening
from tests.api.serving import serving, settings_for
from tests.credentials import as_staff
from tests.hotel_builder import HotelBuilder


def test_a_stream_goes_on_from_a_position_and_the_header_goes_before_the_query(
    desk: Desk, address: str, hotel: HotelBuilder
) -> None:
    start = bookmark(desk)
    for _ in range(3):
        publish(hotel, "hotel")
    number(hotel)

    with listening(address, hotel, after=start) as source:
        assert [event["meta"]["position"] for event in source.until(start + 3)] == [
            start + 1,
            start + 2,
            start + 3,
        ]
    with listening(address, hotel, last=start + 2, after=start) as source:
        assert source.event()["meta"]["position"] == start + 3


def test_a_stream_that_cannot_be_whole_does_not_begin(
    desk: Desk, address: str, hotel: HotelBuilder
) -> None:
    for _ in range(3):
        publish(hotel, "hotel")
    latest = number(hotel)
    remove_up_to(hotel, latest - 1)

    for position in (latest - 2, latest + 1):
        refusal(desk.get("/events/stream", params={"after": position}), "events-gone", 410)
        headers = {"Last-Event-ID": str(position)}
        refusal(desk.get("/events/stream", headers=headers), "events-gone", 410)
    with listening(address, hotel, after=latest - 1) as source:
        assert source.event()["meta"]["position"] == latest


@pytest.mark.parametrize("last", ["", "-1", "x", "1.5", "9" * 20, "1 2"])
def test_a_last_id_of_another_form_is_invalid(desk: Desk, last: str) -> None:
    response = desk.get("/events/stream", headers={"Last-Event-ID": last})

    problem = refusal(response, "request-invalid", 400)
    (error,) = problem["errors"]
    assert error == {"field": "Last-Event-ID", "message": "Expected a position in digits"}


def test_a_last_id_that_comes_twice_is_invalid(desk: Desk) -> None:
    latest = str(bookmark(desk))
    headers = httpx.Headers([("Last-Event-ID", latest), ("Last-Event-ID", latest)])

    problem = refusal(desk.get("/events/stream", headers=headers), "request-invalid", 400)

    assert problem["errors"][0]["field"] == "Last-Event-ID"


def test_a_client_that_comes_back_to_another_server_misses_nothing(
    database_url: str, hotel: HotelBuilder
) -> None:
    with (
        serving(create_app(settings_for(database_url))) as address,
        listening(address, hotel) as source,
    ):
        publish(hotel, "hotel", event_type="before")
        number(hotel)
        assert source.event()["type"] == "before"
        last = source.last_id
    publish(hotel, "hotel", event_type="meanwhile")
    with serving(create_app(settings_for(database_url))) as address:
        publish(hotel, "hotel", event_type="after")
        number(hotel)
        with listening(address, hotel, last=last) as source:
            types = [source.event()["type"] for _ in range(2)]

    assert types == ["meanwhile", "after"]


def test_a_sign_of_life_moves_the_id_on_where_nothing_is_told(
    own_address: str, hotel: HotelBuilder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listener, "KEEP_ALIVE_SECONDS", 0.05)
    with listening(own_address, hotel) as source:
        publish(hotel, "guest.BK-2026-000001")
        latest = number(hotel)

        assert source.until(latest) == []
        sent = source.next()
    assert (sent.id, sent.event, sent.retry) == (latest, None, None)


def test_a_client_that_heard_nothing_yet_has_its_position_with_data_and_a_name_of_its_own(
    address: str, hotel: HotelBuilder
) -> None:
    """The package `eventsource` of npm takes no id without data; `onmessage` hears no names."""
    publish(hotel, "hotel")
    latest = number(hotel)
    path = f"{address}/api/hotels/{hotel.slug}/events/stream"
    with httpx.stream("GET", path, headers=as_staff(hotel)) as response:
        lines = response.iter_lines()
        beginning = [next(lines) for _ in range(5)]

    assert beginning == [
        f"id: {latest}",
        "event: position",
        f"data: {latest}",
        "retry: 2000",
        "",
    ]
