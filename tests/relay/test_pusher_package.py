"""What is wrong with the `pusher` package, and what of ours makes up for it.

A test that fails here is good news: the package has mended something, and the named part of ours
may go.
"""

import asyncio
import inspect
from collections.abc import Iterator
from typing import Any

import pytest
import requests
from pusher.errors import PusherBadStatus, PusherError
from pusher.http import process_response
from pusher.pusher_client import PusherClient
from pusher.requests import RequestsBackend

from app.relay.pusher_channels import CHANNEL_CHARACTERS, DATA_BYTES, ITEMS_A_REQUEST
from tests.pusher_server.server import PusherServer, serving
from tests.pusher_server.signing import APP_ID, KEY, SECRET


class Unsent:
    """A `backend` that returns the signed request."""

    def __init__(self, client: Any) -> None:
        pass

    def send_request(self, request: Any) -> Any:
        return request


@pytest.fixture
def package() -> Any:
    return PusherClient(APP_ID, KEY, SECRET, host="127.0.0.1", backend=Unsent)


@pytest.fixture
def server() -> Iterator[PusherServer]:
    with serving() as server:
        yield server


def item(data: str = "{}", channel: str = "c") -> dict[str, Any]:
    return {"channel": channel, "name": "n", "data": data}


def test_trigger_lets_three_times_too_much_data_pass(package: Any) -> None:
    """The check of sizes in PusherChannels._items_of."""
    package.trigger("c", "n", "x" * 30_000)
    with pytest.raises(ValueError, match="Too much data"):
        package.trigger("c", "n", "x" * 31_000)


def test_trigger_batch_counts_bytes_of_memory(package: Any) -> None:
    """`already_encoded` in PusherChannels.publish: without it this message is refused."""
    data = "x" * 3_000 + "🏨"
    assert len(data.encode()) < DATA_BYTES
    with pytest.raises(ValueError, match="Too much data"):
        package.trigger_batch([item(data)])


def test_already_encoded_switches_every_check_off(package: Any) -> None:
    """All of PusherChannels._items_of: with `already_encoded` nobody else looks."""
    package.trigger_batch([item("x" * 20_000, "no channel!")], already_encoded=True)


def test_a_batch_may_have_more_items_than_pusher_takes(package: Any) -> None:
    """The sharing out in `_requests`."""
    for already_encoded in (False, True):
        package.trigger_batch([item() for _ in range(ITEMS_A_REQUEST + 1)], already_encoded)


def test_a_channel_may_be_longer_than_pusher_takes(package: Any) -> None:
    """The check of names in PusherChannels._items_of."""
    package.trigger_batch([item(channel="x" * (CHANNEL_CHARACTERS + 1))])
    package.trigger("x" * (CHANNEL_CHARACTERS + 1), "n", "{}")


def test_the_callers_dictionaries_are_changed(package: Any) -> None:
    """Items of our own for each request."""
    given = {"channel": "c", "name": "n", "data": {"key": 1}}
    package.trigger_batch([given])
    assert given["data"] == '{"key": 1}'


def test_an_id_of_letters_is_refused() -> None:
    """The property `app_id` of our `_Client`."""
    with pytest.raises(ValueError, match="Invalid app id"):
        PusherClient("app-id", KEY, SECRET, backend=Unsent)


def test_only_three_statuses_have_a_type_and_no_header_is_kept() -> None:
    """`problem_of`: 413 must not be tried again, 429 says when, 5xx must be."""
    for status in (404, 413, 422, 429, 500, 503):
        with pytest.raises(PusherBadStatus) as caught:
            process_response(status, "{}")
        assert caught.value.args == (f"{status}: {{}}",)
    assert list(inspect.signature(process_response).parameters) == ["status", "body"]


def test_an_error_in_a_200_counts_as_delivered() -> None:
    """The look into the body in `problem_of`."""
    assert process_response(200, '{"error": "too large", "code": 413}')["code"] == 413


def test_errors_of_the_network_come_through_as_they_are(server: PusherServer) -> None:
    """The translation of errors in PusherTransport.send_request."""
    server.go_down()
    client = PusherClient(APP_ID, KEY, SECRET, ssl=False, host="127.0.0.1", port=server.port)
    with client.http.session, pytest.raises(requests.ConnectionError) as caught:
        client.trigger("c", "n", "{}")
    assert not isinstance(caught.value, PusherError)


def test_the_usual_backend_blocks_and_brings_certificates_of_its_own() -> None:
    """PusherTransport itself, with httpx: asynchronous, with the system's certificates."""
    assert not inspect.iscoroutinefunction(RequestsBackend.send_request)
    client = PusherClient(APP_ID, KEY, SECRET, cluster="eu")
    with client.http.session:
        assert str(client.http.options["verify"]).endswith("cacert.pem")


def test_the_asynchronous_backend_connects_anew_for_every_request(server: PusherServer) -> None:
    """PusherTransport itself, with one session."""
    # Its library comes only with another one that tests need.
    async_backend = pytest.importorskip("pusher.aiohttp")
    client = PusherClient(
        APP_ID,
        KEY,
        SECRET,
        ssl=False,
        host="127.0.0.1",
        port=server.port,
        timeout=5,
        backend=async_backend.AsyncIOBackend,
    )

    async def run() -> None:
        for _ in range(3):
            await client.trigger("c", "n", "{}")

    asyncio.run(run())
    assert server.connections == 3
