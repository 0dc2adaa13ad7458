"""The server takes what Pusher takes and refuses what Pusher refuses."""

import time
from typing import Any

import pytest

from tests.pusher_server.client import BATCH, SINGLE, Client, item
from tests.pusher_server.server import PusherServer
from tests.pusher_server.signing import KEY, SECRET, digest, signature


def test_a_batch_is_taken_in_its_order(server: PusherServer, client: Client) -> None:
    items = [item(name=f"event_{number}") for number in range(10)]
    answer = client.publish(*items)
    assert (answer.status_code, answer.json()) == (200, {})
    assert [each.name for each in server.received] == [each["name"] for each in items]
    assert [each.data for each in server.received] == [each["data"] for each in items]


def test_a_single_event_reaches_up_to_100_channels(server: PusherServer, client: Client) -> None:
    channels = [f"channel-{number}" for number in range(100)]
    event = {"name": "n", "data": "{}", "channels": channels}
    assert client.post(event, SINGLE).status_code == 200
    assert [each.channel for each in server.received] == channels
    assert client.post({**event, "channels": [*channels, "one-more"]}, SINGLE).status_code == 400
    assert client.post({"name": "n", "data": "{}", "channel": "x"}, SINGLE).status_code == 200
    assert client.post({"name": "n", "data": "{}"}, SINGLE).status_code == 400


@pytest.mark.parametrize(
    "change",
    [
        {"auth_key": "another-key"},
        {"auth_version": "2.0"},
        {"auth_timestamp": "yesterday"},
        {"auth_timestamp": "-1"},
        {"auth_timestamp": "\u0661"},
        {"body_md5": digest(b"another body")},
    ],
)
def test_credentials_that_are_signed_but_wrong_are_401(
    server: PusherServer, client: Client, change: dict[str, str]
) -> None:
    assert client.post({"batch": [item()]}, query=change).status_code == 401
    assert client.publish(item()).status_code == 200
    assert len(server.received) == 1


@pytest.mark.parametrize("part", ["path", "parameter", "secret", "none"])
def test_a_signature_of_something_else_is_401(
    server: PusherServer, client: Client, part: str
) -> None:
    body = b'{"batch": []}'
    query = {"auth_key": KEY, "auth_version": "1.0", "body_md5": digest(body)}
    query["auth_timestamp"] = f"{time.time():.0f}"
    path = SINGLE if part == "path" else BATCH
    secret = "another-secret" if part == "secret" else SECRET
    query["auth_signature"] = signature("POST", path, query, secret)
    if part == "parameter":
        query["more"] = "1"
    if part == "none":
        del query["auth_signature"]
    answer = client.session.post(BATCH, params=query, content=body)
    assert (answer.status_code, "signature" in answer.text) == (401, True)
    assert server.received == []


@pytest.mark.parametrize(
    ("age", "status"), [(0, 200), (590, 200), (-590, 200), (610, 401), (-610, 401)]
)
def test_a_signature_lasts_600_seconds(client: Client, age: float, status: int) -> None:
    assert client.post({"batch": [item()]}, age=age).status_code == status


def test_the_servers_clock_can_be_set_ahead(server: PusherServer, client: Client) -> None:
    server.advance_clock(3_600)
    assert client.publish(item()).status_code == 401
    assert client.post({"batch": [item()]}, age=-3_600).status_code == 200


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no JSON",
        b"[]",
        b"{}",
        b'{"batch": [{"channel": "c", "name": "n", "data": "\xff"}]}',
        {"batch": "text"},
        {"batch": []},
        {"batch": [item()] * 11},
        {"batch": [{"channel": "c", "name": "n"}]},
        {"batch": [{"channel": "c", "name": "n", "data": {"not": "text"}}]},
        {"batch": [item(channel="")]},
        {"batch": [item(channel="x" * 165)]},
        {"batch": [item(channel="private-#1")]},
        {"batch": [item(channel="private zimmer")]},
        {"batch": [item(channel="private-é")]},
        {"batch": [item(name="")]},
        {"batch": [item(name="x" * 201)]},
        {"batch": [item(), item(channel="#")]},
    ],
)
def test_what_has_the_wrong_form_is_400_as_a_whole(
    server: PusherServer, client: Client, content: Any
) -> None:
    assert client.post(content).status_code == 400
    assert server.received == []


@pytest.mark.parametrize(
    "taken",
    [item(channel="x" * 164), item(channel="aZ09_-=@,.;"), item(name="x" * 200), item(data="")],
)
def test_what_just_has_the_right_form_is_taken(client: Client, taken: dict[str, str]) -> None:
    assert client.publish(taken).status_code == 200


def test_data_is_measured_in_bytes_of_utf_8(server: PusherServer, client: Client) -> None:
    assert client.publish(item(data="x" * 10_240)).status_code == 200
    assert client.publish(item(data="x" * 10_241)).status_code == 413
    assert client.publish(item(data="é" * 5_120)).status_code == 200
    assert client.publish(item(data="é" * 5_120 + "x")).status_code == 413
    assert client.publish(item(), item(data="東" * 3_414)).status_code == 413
    assert len(server.received) == 2


@pytest.mark.parametrize("path", ["/apps/4712/batch_events", "/apps/4711/event", "/"])
def test_another_application_or_path_is_404(client: Client, path: str) -> None:
    assert client.post({"batch": [item()]}, path).status_code == 404


def test_only_post_publishes(client: Client) -> None:
    assert client.session.get(BATCH).status_code == 405
