"""How long a request may take, and how much of it is taken."""

import asyncio
import socket
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from typing import Any

import httpx
import psycopg
import pytest

import app.server.connection
from app.database import conninfo
from app.database.connection import SESSION
from app.main import create_app
from app.requests.shapes import MAX_BODY_BYTES
from app.requests.time_limit import TimeLimit
from app.server.connection import MAX_HEAD_BYTES
from tests.api.bodies import new_booking
from tests.api.conftest import Desk, refusal
from tests.api.serving import serving, settings_for
from tests.hotel_builder import HotelBuilder
from tests.requests.repeating import new_key, require_replayed

PATIENCE_SECONDS = 20


@pytest.fixture
def impatient(
    database_url: str, desk: Desk, hotel: HotelBuilder, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Desk]:
    """The desk at a server that soon gives a request up, and has one connection.

    What it answers in time takes a busy machine a second. So it gives up after more than that, and
    its locks are not given up before.
    """
    monkeypatch.setitem(SESSION, "lock_timeout", "60000")
    settings = settings_for(
        database_url,
        HOTELMATE_REQUEST_TIMEOUT_SECONDS="3",
        HOTELMATE_POOL_MIN_SIZE="1",
        HOTELMATE_POOL_MAX_SIZE="1",
    )
    with serving(create_app(settings)) as address:
        headers = {"Authorization": desk.headers["authorization"]}
        with Desk(
            base_url=f"{address}/api/hotels/{hotel.slug}", headers=headers, timeout=PATIENCE_SECONDS
        ) as client:
            yield client


def raw(desk: Desk) -> socket.socket:
    url = desk.base_url
    return socket.create_connection((url.host, url.port or 80), timeout=PATIENCE_SECONDS)


def read_all(connection: socket.socket) -> bytes:
    """Read until the server ends the connection."""
    received = b""
    while chunk := connection.recv(65536):
        received += chunk
    return received


def head(desk: Desk, *more: str) -> bytes:
    lines = [
        f"POST {desk.base_url.path}bookings HTTP/1.1",
        "Host: test",
        f"Authorization: {desk.headers['authorization']}",
        "Content-Type: application/json",
        *more,
        "",
        "",
    ]
    return "\r\n".join(lines).encode()


def test_what_takes_too_long_is_given_up_and_rolled_back(
    impatient: Desk, desk: Desk, owner: psycopg.Connection[Any], hotel: HotelBuilder
) -> None:
    booking = desk.make()
    with owner.transaction():
        owner.execute(
            "SELECT FROM hotelmate.room_booking WHERE hotel_id = %s FOR UPDATE", (hotel.hotel_id,)
        )
        late = impatient.post(f"/bookings/{booking}/desk-payment", json={"method": "CASH"})
        refusal(late, "request-timed-out", 503)
        assert int(late.headers["retry-after"]) > 0

    # The one connection works again, and nothing was done later.
    assert impatient.booking(booking)["status"] == "PENDING_PAYMENT"
    impatient.do(booking, "desk-payment", method="CASH")


def test_what_was_given_up_is_repeated_under_its_key(
    impatient: Desk, desk: Desk, owner: psycopg.Connection[Any], hotel: HotelBuilder
) -> None:
    booking, key = desk.make(), new_key()
    path, body = f"/bookings/{booking}/desk-payment", {"method": "CASH"}
    with owner.transaction():
        owner.execute(
            "SELECT FROM hotelmate.room_booking WHERE hotel_id = %s FOR UPDATE", (hotel.hotel_id,)
        )
        refusal(impatient.post(path, json=body, headers=key), "request-timed-out", 503)

    first, again = (impatient.post(path, json=body, headers=key) for _ in range(2))

    require_replayed(first, again)


def test_the_database_ends_what_nobody_waits_for(impatient: Desk, database_url: str) -> None:
    settings = settings_for(database_url, HOTELMATE_REQUEST_TIMEOUT_SECONDS="7")
    with psycopg.connect(conninfo(settings)) as connection:
        assert connection.execute("SHOW transaction_timeout").fetchall() == [("7s",)]


def test_a_body_that_does_not_arrive_is_not_waited_for(impatient: Desk) -> None:
    with raw(impatient) as connection:
        connection.sendall(head(impatient, "Content-Length: 100") + b'{"room')

        answer = read_all(connection)

    assert answer.startswith(b"HTTP/1.1 408 ")
    assert b"/problems/request-too-slow" in answer
    assert b"connection: close" in answer.lower()


def test_a_body_in_time_is_taken(impatient: Desk) -> None:
    assert impatient.post("/bookings", json=new_booking()).status_code == 201


def test_a_body_in_chunks_has_the_same_limit(desk: Desk) -> None:
    def chunks() -> Iterator[bytes]:
        yield b'{"special_requests": "'
        for _ in range(MAX_BODY_BYTES // 1024 + 1):
            yield b"x" * 1024
        yield b'"}'

    refused = desk.post("/bookings", content=chunks())

    refusal(refused, "request-too-large", 413)


@pytest.mark.parametrize("at_once", [True, False])
def test_a_head_that_is_too_large_is_refused(desk: Desk, at_once: bool) -> None:
    with raw(desk) as connection:
        whole = head(desk, "X-Filling: " + "x" * MAX_HEAD_BYTES)
        if at_once:
            connection.sendall(whole)
        else:
            connection.sendall(whole[: MAX_HEAD_BYTES + 200])  # it never ends

        answer = read_all(connection)

    assert answer.startswith(b"HTTP/1.1 431 ")


def test_a_head_below_the_limit_is_taken(desk: Desk) -> None:
    filling = {f"X-Filling-{number}": "x" * 4096 for number in range(7)}

    assert desk.get("/rooms", headers=filling).status_code == 200


def test_a_head_that_does_not_arrive_is_not_waited_for(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(app.server.connection, "HEAD_SECONDS", 0.1)
    with raw(desk) as silent, raw(desk) as slow:
        slow.sendall(head(desk)[:-3])

        for connection in (silent, slow):
            # Cut, with or without a word of TCP.
            with suppress(ConnectionResetError):
                assert read_all(connection) == b""


def test_a_second_request_on_a_connection_has_a_head_of_its_own(desk: Desk) -> None:
    with httpx.Client(base_url=desk.base_url, headers=desk.headers) as client:
        for _ in range(20):
            filled = client.get("/rooms", headers={"X-Filling": "x" * 8192})
            assert filled.status_code == 200


def test_an_answer_that_is_made_of_being_cut_off_is_not_sent() -> None:
    sent: list[Any] = []

    async def serves_too_long(scope: Any, receive: Any, send: Any) -> None:
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            await send({"type": "http.response.start", "status": 500, "headers": []})

    async def keep(message: Any) -> None:
        sent.append(message)

    asyncio.run(TimeLimit(serves_too_long, 0.01)(SCOPE, never, keep))
    assert [each["status"] for each in sent if "status" in each] == [503]


SCOPE: Any = {
    **{"type": "http", "method": "GET", "path": "/", "headers": [], "query_string": b""},
    "state": {"request_id": "one"},
}


async def never() -> Any:
    raise AssertionError


@pytest.mark.parametrize("has_begun", [False, True])
def test_what_the_server_gives_up_when_it_ends_is_answered_unless_it_has_begun(
    has_begun: bool,
) -> None:
    sent: list[Any] = []

    async def keep(message: Any) -> None:
        sent.append(message)

    async def serve(scope: Any, receive: Any, send: Any) -> None:
        if has_begun:
            await send({"type": "http.response.start", "status": 200, "headers": []})
        raise asyncio.CancelledError

    async def run() -> None:
        with suppress(asyncio.CancelledError):
            await TimeLimit(serve, 60)(SCOPE, never, keep)

    asyncio.run(run())
    assert [each["status"] for each in sent if "status" in each] == [200 if has_begun else 503]


def test_a_body_that_does_not_arrive_does_not_keep_the_server_from_ending(
    database_url: str, desk: Desk, hotel: HotelBuilder
) -> None:
    with ExitStack() as clients:
        with serving(create_app(settings_for(database_url))) as address:
            client = clients.enter_context(Desk(base_url=f"{address}/api/hotels/{hotel.slug}"))
            client.headers["Authorization"] = desk.headers["authorization"]
            late = clients.enter_context(raw(client))
            late.sendall(head(client, "Content-Length: 100") + b'{"room')
            # What came before this is at work by the time that this is answered.
            assert client.get("/rooms").status_code == 200

        answer = read_all(late)

    assert answer.startswith(b"HTTP/1.1 408 ")
    assert b"/problems/request-too-slow" in answer
