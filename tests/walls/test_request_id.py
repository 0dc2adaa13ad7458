"""One id: from a client's header to every trace that its request leaves."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import httpx
import psycopg
import pytest

from app.main import create_app
from app.relay.pusher_channels import PusherChannels
from app.settings import Settings, as_role
from schema import roles
from tests.api.event_source import listening
from tests.api.serving import serving, settings_for
from tests.pusher_server.server import PusherServer
from tests.pusher_server.server import serving as serving_pusher
from tests.relay.conftest import RunningRelay
from tests.waiting import wait_until
from tests.walls.asking import ask
from tests.walls.routes import EXAMPLES
from tests.walls.two_hotels import House

ID = "front-desk_7.a"
BY_NAME = {each.name: each for each in EXAMPLES}
# What each of these changes, and where that is written down.
TRACES = {
    "POST /bookings": ("booking_event", "outbox_event"),
    "POST /bookings/{booking_id}/desk-payment": ("booking_event", "payment_entry", "outbox_event"),
    "POST /bookings/{booking_id}/check-in": ("booking_event", "outbox_event"),
    "PATCH /rooms/{room_number}": ("room_status_event", "outbox_event"),
    "POST /housekeeping/tasks": ("outbox_event",),
}
SESSIONS = """
SELECT pid, query FROM pg_stat_activity
WHERE datname = current_database() AND application_name = %s
"""


@pytest.fixture
def owner(clone: str) -> Iterator[psycopg.Connection]:
    """The owner's connection to a database of the test's own, in which no relay runs unless the
    test starts one."""
    with closing(psycopg.connect(clone, autocommit=True)) as connection:
        yield connection


@pytest.fixture
def house(owner: psycopg.Connection) -> House:
    return House(owner)


@pytest.fixture
def address(clone: str) -> Iterator[str]:
    with serving(create_app(settings_for(clone, HOTELMATE_LOG_LEVEL="info"))) as address:
        yield address


@pytest.fixture
def http(address: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=address, timeout=30) as client:
        yield client


@pytest.fixture
def pusher_server() -> Iterator[PusherServer]:
    with serving_pusher() as server:
        yield server


def with_id(house: House, request_id: str = ID) -> dict[str, str]:
    return {**house.headers(), "X-Request-ID": request_id}


@pytest.mark.parametrize("name", TRACES)
def test_what_a_request_changes_has_its_id(
    http: httpx.Client, house: House, name: str, capfd: pytest.CaptureFixture[str]
) -> None:
    route = BY_NAME[name]
    call = route.make(house)

    answer = ask(http, route, call, house.slug, with_id(house))

    assert answer.status_code == route.status, answer.text
    assert answer.headers["x-request-id"] == ID
    for table in TRACES[name]:
        rows = house.value(
            f"SELECT count(*) FROM hotelmate.{table} WHERE hotel_id = %s AND request_id = %s",
            house.hotel_id,
            ID,
        )
        assert rows > 0, table
    lines = [json.loads(line) for line in capfd.readouterr().out.splitlines()]
    assert [line["route"] for line in lines if line.get("request_id") == ID] == [route.template]


def test_a_problem_has_the_id_of_its_request(http: httpx.Client, house: House) -> None:
    route = BY_NAME["GET /bookings/{booking_id}"]
    call = BY_NAME["GET /rooms/{room_number}"].make(house)

    path = f"/api/hotels/{house.slug}/rooms/{call.path['room_number']}9"
    answer = http.get(path, headers=with_id(house))

    assert route.status == 200
    assert (answer.status_code, answer.json()["request_id"]) == (404, ID)
    assert answer.headers["x-request-id"] == ID


def test_what_clients_hear_has_the_id_of_the_request_that_caused_it(
    clone: str, address: str, http: httpx.Client, house: House, pusher_server: PusherServer
) -> None:
    patch = BY_NAME["PATCH /rooms/{room_number}"]
    call = patch.make(house)
    settings = Settings.from_environ(pusher_server.environment())
    relay = RunningRelay(as_role(clone, roles.RELAY), lambda: PusherChannels(settings))
    channel = f"private-{house.slug}.rooms"
    try:
        with listening(address, house) as source:
            ask(http, patch, call, house.slug, with_id(house))
            while (event := source.event())["meta"]["request_id"] is None:
                pass
        pusher_server.wait_until(
            lambda: any(each.body["meta"]["request_id"] == ID for each in pusher_server.on(channel))
        )
    finally:
        relay.stop()

    assert event["meta"]["request_id"] == ID
    sent = {
        each.event_id: each.body
        for each in pusher_server.on(channel)
        if each.body["meta"]["request_id"] == ID
    }
    assert event["meta"]["event_id"] in sent
    assert sent[event["meta"]["event_id"]] == event


def test_what_no_request_caused_has_no_id(house: House) -> None:
    house.room()
    house.run("SELECT hotelmate.number_events(%s)", house.hotel_id)

    told = house.value(
        "SELECT hotelmate.envelope(message, 'x')::text FROM hotelmate.realtime_message AS message"
        " WHERE hotel_id = %s LIMIT 1",
        house.hotel_id,
    )

    assert json.loads(told)["meta"]["request_id"] is None


def test_the_databases_session_has_the_id_while_the_request_runs(
    clone: str, http: httpx.Client, house: House, owner: psycopg.Connection
) -> None:
    """A DBA sees in pg_stat_activity which request it is that waits, or that others wait for."""
    patch = BY_NAME["PATCH /rooms/{room_number}"]
    call = patch.make(house)
    shown = f"hotelmate-api {ID}"

    def found() -> int:
        return len(owner.execute(SESSIONS, (shown,)).fetchall())

    with psycopg.connect(clone) as blocker, ThreadPoolExecutor(1) as clients:
        blocker.execute(
            "SELECT FROM hotelmate.room WHERE hotel_id = %s FOR UPDATE", (house.hotel_id,)
        )
        waiting = clients.submit(ask, http, patch, call, house.slug, with_id(house))
        wait_until(lambda: found() > 0, 5)
        blocker.rollback()
        assert waiting.result().status_code == 200

    assert found() == 0


def test_the_longest_id_is_shown_as_far_as_there_is_room(http: httpx.Client, house: House) -> None:
    route = BY_NAME["POST /bookings"]
    longest = "x" * 64

    answer = ask(http, route, route.make(house), house.slug, with_id(house, longest))

    assert (answer.status_code, answer.headers["x-request-id"]) == (201, longest)
    assert house.value(
        "SELECT count(*) FROM hotelmate.booking_event WHERE hotel_id = %s AND request_id = %s",
        house.hotel_id,
        longest,
    )
