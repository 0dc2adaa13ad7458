"""Pusher takes 10 kB of data; soketi says 413 only after it was taught to, and 200 before."""

import asyncio
from typing import Any

import httpx
import pytest
from pusher.http import Request
from pusher.pusher_client import PusherClient

from app.relay.publisher import Refused
from app.relay.pusher_transport import PusherTransport
from tests.soketi.server import APP_ID, KEY, SECRET, Soketi

pytestmark = pytest.mark.proof

LIMIT = 10_240
TOO_LARGE = "The event data should be less than 10 KB."


def request(server: Soketi, data: str) -> Request:
    """Return a signed request to publish one event; the package's own checks are left out."""
    client = PusherClient(
        app_id=APP_ID, key=KEY, secret=SECRET, host="127.0.0.1", port=server.port, ssl=False
    )
    event = {"name": "room_updated", "channels": ["private-a"], "data": data}
    return Request(client, "POST", f"/apps/{APP_ID}/events", event)


def answer(server: Soketi, data: str) -> tuple[int, Any]:
    """Publish with no transport of ours; return status and body."""
    signed = request(server, data)
    response = httpx.post(
        signed.url, content=signed.body, headers=signed.headers, trust_env=False, timeout=10
    )
    return response.status_code, response.json()


def send(server: Soketi, data: str) -> None:
    """Publish through the relay's transport."""

    async def sending() -> None:
        transport = PusherTransport(None)
        try:
            await transport.send_request(request(server, data))
        finally:
            await transport.close()

    asyncio.run(sending())


def test_ten_kilobytes_are_taken(server_of_soketi: Soketi) -> None:
    assert answer(server_of_soketi, "x" * LIMIT) == (200, {"ok": True})
    send(server_of_soketi, "x" * LIMIT)


def test_bytes_are_counted_and_not_characters(server_of_soketi: Soketi) -> None:
    assert answer(server_of_soketi, "ü" * (LIMIT // 2))[0] == 200
    assert answer(server_of_soketi, "ü" * (LIMIT // 2) + "x")[0] == 413


def test_one_byte_more_is_413_and_refused(server_of_soketi: Soketi) -> None:
    assert answer(server_of_soketi, "x" * (LIMIT + 1)) == (413, {"error": TOO_LARGE, "code": 413})
    with pytest.raises(Refused):
        send(server_of_soketi, "x" * (LIMIT + 1))


def test_as_published_soketi_answers_200_and_the_relay_does_not_believe_it(
    soketi_as_published: Soketi,
) -> None:
    too_much = "x" * (LIMIT + 1)
    assert answer(soketi_as_published, too_much) == (200, {"error": TOO_LARGE, "code": 413})
    with pytest.raises(Refused):
        send(soketi_as_published, too_much)
    send(soketi_as_published, "x" * LIMIT)
