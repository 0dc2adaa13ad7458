"""Events as they happen, over a real connection: whole, in order, and never longer than allowed."""

import signal
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import httpx
import psycopg
import pytest
from litestar import Litestar

from app.embedded import throwaway
from app.main import create_app
from app.realtime import feed, listener
from app.realtime.window import KEPT_BYTES, KEPT_EVENTS
from schema import migrate
from tests.api.conftest import TOKEN, Desk, refusal, serving, settings_for
from tests.api.event_source import listening
from tests.api.test_events import (
    assert_whole_and_in_order,
    bookmark,
    publish,
    remove_up_to,
    write_for_a_while,
)
from tests.conftest import Connect
from tests.hotel_builder import HotelBuilder
from tests.relay.command import start_hotelmate

HEADERS = {"Authorization": f"Bearer {TOKEN}"}


@pytest.fixture
def app(database_url: str) -> Litestar:
    """An application of the test's own, so that its feed can be looked into."""
    return create_app(settings_for(database_url))


@pytest.fixture
def own_address(app: Litestar) -> Iterator[str]:
    with serving(app) as address:
        yield address


def wait_for(what: Callable[[], bool], seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.01)


def number(hotel: HotelBuilder) -> int:
    """Do what a relay does with events of the hotel; return the newest position."""
    hotel.run("SELECT hotelmate.number_events(%s, 100000)", hotel.hotel_id)
    return int(
        hotel.value(
            "SELECT last_position FROM hotelmate.realtime_stream WHERE hotel_id = %s",
            hotel.hotel_id,
        )
    )


def sessions_that_listen(connection: psycopg.Connection[Any]) -> list[int]:
    """Return the database's sessions whose last statement was one of a feed's."""
    rows = connection.execute(
        "SELECT pid FROM pg_stat_activity WHERE datname = current_database()"
        " AND application_name = 'hotelmate-api' AND query ~ 'hotelmate_messages|AS known'"
    ).fetchall()
    return [pid for (pid,) in rows]


def test_a_stream_begins_now_and_tells_what_happens(desk: Desk, address: str) -> None:
    desk.make()
    position = bookmark(desk)
    with listening(address, desk.slug) as source:
        assert source.last_id == position
        assert source.response.headers["content-type"].startswith("text/event-stream")
        assert source.response.headers["cache-control"] == "no-cache"
        assert source.response.headers["x-request-id"]

        desk.patch("/rooms/101", json={"maintenance_required": True})

        event = source.event()
    assert event["meta"]["scope"]["room_number"] == "101"
    assert [event] == desk.get("/events", params={"after": position}).json()["items"]


def test_a_relay_that_numbers_wakes_the_stream_at_once(
    own_address: str, hotel: HotelBuilder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feed, "POLL_SECONDS", 3600)
    with listening(own_address, hotel.slug) as source:
        wait_for(lambda: bool(sessions_that_listen(hotel.connection)))
        publish(hotel, "hotel")
        number(hotel)

        assert source.event()["type"] == "note_taken"


def test_without_a_relay_what_somebody_else_wrote_is_told_too(
    address: str, hotel: HotelBuilder
) -> None:
    with listening(address, hotel.slug) as source:
        publish(hotel, "hotel")

        assert source.event()["type"] == "note_taken"


def test_a_stream_goes_on_from_a_position_and_the_header_goes_before_the_query(
    desk: Desk, address: str, hotel: HotelBuilder
) -> None:
    start = bookmark(desk)
    for _ in range(3):
        publish(hotel, "hotel")
    number(hotel)

    with listening(address, hotel.slug, after=start) as source:
        assert [event["meta"]["position"] for event in source.until(start + 3)] == [
            start + 1,
            start + 2,
            start + 3,
        ]
    with listening(address, hotel.slug, last=start + 2, after=start) as source:
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
    with listening(address, hotel.slug, after=latest - 1) as source:
        assert source.event()["meta"]["position"] == latest


@pytest.mark.parametrize("last", ["-1", "x", "1.5", "9" * 20, "1 2"])
def test_a_last_id_of_another_form_is_invalid(desk: Desk, last: str) -> None:
    response = desk.get("/events/stream", headers={"Last-Event-ID": last})

    problem = refusal(response, "request-invalid", 400)
    assert problem["errors"][0]["field"] == "last_event_id"


def test_only_what_is_for_the_listener_is_told_and_nothing_of_another_hotel(
    address: str, desk: Desk, hotel: HotelBuilder, owner: psycopg.Connection[Any]
) -> None:
    other = HotelBuilder(owner)
    theirs = other.staff()
    colleague = hotel.staff("housekeeper", "HOUSEKEEPING")
    with listening(address, hotel.slug) as source, listening(address, other.slug) as elsewhere:
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
    with listening(address, hotel.slug, after=start) as source, ThreadPoolExecutor(9) as threads:
        writers = [
            threads.submit(write_for_a_while, hotel.through(connect()), rooms, seed)
            for seed in range(8)
        ]
        heard = [source.event() for _ in range(20)]
        for writer in writers:
            writer.result()
        heard += source.until(number(hotel))

    assert_whole_and_in_order(hotel, heard, start)


def test_a_client_that_comes_back_to_another_server_misses_nothing(
    database_url: str, hotel: HotelBuilder
) -> None:
    with (
        serving(create_app(settings_for(database_url))) as address,
        listening(address, hotel.slug) as source,
    ):
        publish(hotel, "hotel", event_type="before")
        assert source.event()["type"] == "before"
        last = source.last_id
    publish(hotel, "hotel", event_type="meanwhile")
    with serving(create_app(settings_for(database_url))) as address:
        publish(hotel, "hotel", event_type="after")
        with listening(address, hotel.slug, last=last) as source:
            types = [source.event()["type"] for _ in range(2)]

    assert types == ["meanwhile", "after"]


def test_a_sign_of_life_moves_the_id_on_where_nothing_is_told(
    own_address: str, hotel: HotelBuilder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listener, "KEEP_ALIVE_SECONDS", 0.05)
    with listening(own_address, hotel.slug) as source:
        publish(hotel, "guest.BK-2026-000001")
        latest = number(hotel)

        assert source.until(latest) == []
        sent = source.next()
    assert (sent.id, sent.event, sent.retry) == (latest, None, None)


def test_a_feed_whose_session_is_cut_makes_another(own_address: str, hotel: HotelBuilder) -> None:
    with listening(own_address, hotel.slug) as source:
        for _ in range(3):
            wait_for(lambda: bool(sessions_that_listen(hotel.connection)))
            for session in sessions_that_listen(hotel.connection):
                hotel.run("SELECT pg_terminate_backend(%s)", session)
            publish(hotel, "hotel")
            assert source.event()["type"] == "note_taken"


def test_crashes_of_the_database_are_survived_by_a_stream() -> None:
    # Commits are durable here, else a crash would rightly take what had been told already.
    with throwaway({"synchronous_commit": "on"}) as server:
        url = server.url()
        migrate.upgrade(url)
        with psycopg.connect(url, autocommit=True) as connection:
            hotel = HotelBuilder(connection)
            hotel.staff()
        with (
            serving(create_app(settings_for(url))) as address,
            listening(address, hotel.slug) as source,
        ):
            heard = []
            for crash in ("before", "between", "after"):
                with psycopg.connect(url, autocommit=True) as connection:
                    for _ in range(5):
                        publish(hotel.through(connection), "hotel", event_type=crash)
                heard += [source.event() for _ in range(3)]
                server.restart("immediate")
            heard += source.until(3 * 5)

    assert [event["meta"]["position"] for event in heard] == list(range(1, 16))
    assert [event["type"] for event in heard[::5]] == ["before", "between", "after"]


def test_a_member_of_staff_who_left_hears_nothing_more(
    own_address: str, hotel: HotelBuilder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feed, "RIGHTS_SECONDS", 0.1)
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
    monkeypatch.setattr(listener, "KEEP_ALIVE_SECONDS", 0.1)
    with listening(own_address, hotel.slug) as source:
        publish(hotel, "hotel")
        wait_for(lambda: any(each.end for each in app.state.feed._windows.values()))
        assert [source.next().event for _ in range(3)] == [None] * 3

        monkeypatch.setattr(listener, "RIGHT_SECONDS", 30)
        assert source.event()["type"] == "note_taken"


def test_a_server_that_stops_ends_its_streams_in_good_order(database_url: str) -> None:
    with psycopg.connect(database_url, autocommit=True) as owner:
        hotel = HotelBuilder(owner)
        hotel.staff()
        with ThreadPoolExecutor(3) as threads:
            with serving(create_app(settings_for(database_url))) as address:
                begun = [threading.Event() for _ in range(3)]

                def listen(began: threading.Event) -> list[Any]:
                    with listening(address, hotel.slug) as source:
                        began.set()
                        return source.rest()

                ends = [threads.submit(listen, began) for began in begun]
                assert all(began.wait(20) for began in begun)
                stopped_at = time.monotonic()
            took = time.monotonic() - stopped_at
            assert [end.result() for end in ends] == [[], [], []]
    assert took < 5


def test_nothing_is_left_of_a_client_that_leaves(
    own_address: str, app: Litestar, hotel: HotelBuilder
) -> None:
    for _ in range(3):
        with listening(own_address, hotel.slug), listening(own_address, hotel.slug):
            assert app.state.feed.count() == 2
            assert len(app.state.feed._windows) == 1
        wait_for(lambda: app.state.feed.count() == 0)
        assert app.state.feed._windows == {}
    # Its session goes as well, when nobody listens any more.
    wait_for(lambda: sessions_that_listen(hotel.connection) == [])


def test_no_more_clients_listen_than_may(database_url: str, hotel: HotelBuilder) -> None:
    settings = settings_for(database_url, HOTELMATE_EVENT_STREAMS_MAX="1")
    app = create_app(settings)
    with serving(app) as address:
        path = f"{address}/api/hotels/{hotel.slug}/events/stream"
        with listening(address, hotel.slug):
            refused = httpx.get(path, headers=HEADERS)
            refusal(refused, "event-streams-full", 503)
            assert int(refused.headers["retry-after"]) > 0
            assert httpx.get(f"{address}/health/live").status_code == 200
        wait_for(lambda: app.state.feed.count() == 0)
        with listening(address, hotel.slug):
            pass


def test_a_stream_is_counted_as_one_quick_request(own_address: str, hotel: HotelBuilder) -> None:
    route = 'method="GET",route="/api/hotels/{slug}/events/stream"'
    with listening(own_address, hotel.slug):
        during = httpx.get(f"{own_address}/metrics").text
        time.sleep(0.3)  # a stream that is open for as long as that
    wait_for(lambda: "hotelmate_event_streams 0.0" in httpx.get(f"{own_address}/metrics").text)
    after = httpx.get(f"{own_address}/metrics").text

    assert "hotelmate_event_streams 1.0" in during
    assert f'hotelmate_requests_total{{{route},status="200"}} 1.0' in after
    (seconds,) = [
        float(line.rpartition(" ")[2])
        for line in after.splitlines()
        if line.startswith(f"hotelmate_request_seconds_sum{{{route}}}")
    ]
    assert seconds < 0.3


@contextmanager
def not_reading(address: str, slug: str) -> Iterator[socket.socket]:
    """Open a stream over a connection with small buffers, and read nothing."""
    host, port = address.removeprefix("http://").split(":")
    with socket.socket() as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        connection.connect((host, int(port)))
        connection.sendall(
            f"GET /api/hotels/{slug}/events/stream HTTP/1.1\r\nHost: {host}\r\n"
            f"Authorization: Bearer {TOKEN}\r\n\r\n".encode()
        )
        yield connection


def publish_much(hotel: HotelBuilder, events: int) -> None:
    hotel.run(
        "SELECT hotelmate.publish(%s, ARRAY['hotel'], 'rooms', 'note_taken',"
        " jsonb_build_object('text', repeat('x', 8000)), '{}') FROM generate_series(1, %s)",
        hotel.hotel_id,
        events,
    )


def read_positions(connection: socket.socket, until: int) -> list[int]:
    """Read a stream up to the end of an event; return the positions that it told."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 20)
    connection.settimeout(20)
    told: list[int] = []
    last_id = 0
    with connection.makefile("rb") as lines:
        while not told or told[-1] < until:
            name, _, value = lines.readline().partition(b": ")
            if name == b"id":
                last_id = int(value)
            elif name == b"data":
                told.append(last_id)
    return told


def test_a_slow_client_slows_only_itself_and_costs_no_memory(
    own_address: str, app: Litestar, hotel: HotelBuilder
) -> None:
    events = 1500  # 12 MB: more than the buffers of a connection take
    with (
        not_reading(own_address, hotel.slug) as slow,
        listening(own_address, hotel.slug) as quick,
    ):
        wait_for(lambda: app.state.feed.count() == 2)
        publish_much(hotel, events)
        latest = number(hotel)
        started = time.monotonic()
        heard = quick.until(latest)
        took = time.monotonic() - started

        assert len(heard) == events
        assert took < 20
        (window,) = app.state.feed._windows.values()
        assert len(window._events) <= KEPT_EVENTS
        assert window._size <= KEPT_BYTES
        positions = [each.position for each in app.state.feed._listeners]
        assert min(positions) < window.start < max(positions) == latest

        assert read_positions(slow, latest) == list(range(latest - events + 1, latest + 1))


def test_a_client_that_retention_overtakes_is_sent_away_and_told_why(
    own_address: str, app: Litestar, hotel: HotelBuilder
) -> None:
    with not_reading(own_address, hotel.slug) as slow:
        wait_for(lambda: app.state.feed.count() == 1)
        publish_much(hotel, 1500)
        latest = number(hotel)
        (window,) = app.state.feed._windows.values()
        wait_for(lambda: window.end == latest)
        remove_up_to(hotel, latest)
        slow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 20)
        slow.settimeout(20)
        while slow.recv(1 << 20):
            pass  # until the server ends it
        wait_for(lambda: app.state.feed.count() == 0)
    gone = httpx.get(
        f"{own_address}/api/hotels/{hotel.slug}/events/stream",
        headers={**HEADERS, "Last-Event-ID": str(latest - 1)},
    )
    refusal(gone, "events-gone", 410)


def test_sigterm_ends_the_api_at_once_though_a_client_listens(
    clone: str,
) -> None:
    with psycopg.connect(clone, autocommit=True) as owner:
        hotel = HotelBuilder(owner)
        hotel.staff()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    environment = {"HOTELMATE_PORT": str(port), "HOTELMATE_DEV_TOKEN": TOKEN}
    process = start_hotelmate("serve", clone, environment, stdout=subprocess.DEVNULL)
    try:
        address = f"http://127.0.0.1:{port}"
        wait_for(lambda: answers(address))
        with listening(address, hotel.slug) as source:
            process.send_signal(signal.SIGTERM)
            assert source.rest() == []
        assert process.wait(5) == 0
    finally:
        process.kill()
        process.wait()


def answers(address: str) -> bool:
    try:
        return httpx.get(f"{address}/health/live").status_code == 200
    except httpx.TransportError:
        return False
