"""The server's arithmetic agrees with that of Pusher's own package."""

from typing import Any

import pytest
from pusher.errors import PusherBadAuth, PusherBadRequest
from pusher.pusher_client import PusherClient

from tests.pusher_server.client import item
from tests.pusher_server.server import PusherServer
from tests.pusher_server.signing import APP_ID, KEY, SECRET


def package(server: PusherServer, secret: str = SECRET) -> Any:
    return PusherClient(APP_ID, KEY, secret, ssl=False, host="127.0.0.1", port=server.port)


def test_what_the_package_signs_is_taken(server: PusherServer) -> None:
    client = package(server)
    with client.http.session:
        assert client.trigger(["a", "b"], "n", {"key": "Zoë, 東京"}) == {}
        assert client.trigger_batch([item("c"), item("d", data="é")]) == {}
    assert [each.channel for each in server.received] == ["a", "b", "c", "d"]
    assert server.received[0].body == {"key": "Zoë, 東京"}


def test_what_the_package_signs_with_another_secret_is_not(server: PusherServer) -> None:
    client = package(server, "another-secret")
    with client.http.session, pytest.raises(PusherBadAuth):
        client.trigger("a", "n", "{}")


def test_a_refusal_reaches_the_package(server: PusherServer) -> None:
    client = package(server)
    with client.http.session, pytest.raises(PusherBadRequest):
        client.trigger_batch([item()] * 11)
