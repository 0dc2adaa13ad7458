"""What the server remembers, and who can wait for it."""

import threading
import time

import httpx
import pytest

from tests.pusher_server.client import BATCH, Client, item
from tests.pusher_server.server import PusherServer, serving


def test_events_are_kept_in_order_with_the_time_of_their_arrival(
    server: PusherServer, client: Client
) -> None:
    before = time.time()
    client.publish(item("a", event_id="e1"), item("b", event_id="e1"))
    client.publish(item("a", event_id="e2"))
    assert server.event_ids() == ["e1", "e1", "e2"]
    assert [each.number for each in server.received] == [1, 2, 3]
    assert [each.body["meta"]["event_id"] for each in server.on("a")] == ["e1", "e2"]
    times = [each.at for each in server.received]
    assert before <= times[0] == times[1] <= times[2] <= time.time()


def test_a_repeat_is_the_same_event_on_the_same_channel(
    server: PusherServer, client: Client
) -> None:
    client.publish(item("a"), item("b"), item("a", event_id="e2"), item("a", data="no envelope"))
    client.publish(item("a", data="no envelope"))
    assert server.repeats == 0
    client.publish(item("a"), item("b"))
    assert server.repeats == 2


def test_one_connection_serves_many_calls_and_each_is_counted(
    server: PusherServer, client: Client
) -> None:
    for _ in range(5):
        client.publish(item(), item())
    client.post(b"")
    assert server.connections == 1
    assert [(call.path, call.items, call.status) for call in server.calls] == [
        *[(BATCH, 2, 200)] * 5,
        (BATCH, 0, 400),
    ]
    assert all(abs(call.signed_at - call.at) < 5 for call in server.calls)


def test_a_connection_closes_when_the_client_says_so(server: PusherServer, client: Client) -> None:
    client.session.headers["Connection"] = "close"
    for _ in range(2):
        assert client.publish(item()).status_code == 200
    assert server.connections == 2


def test_a_test_can_wait_for_events(server: PusherServer, client: Client) -> None:
    thread = threading.Thread(target=lambda: client.publish(item(), item(event_id="e2")))
    thread.start()
    server.wait_for(2)
    thread.join()
    assert server.event_ids() == ["e1", "e2"]
    with pytest.raises(AssertionError, match="did not happen"):
        server.wait_for(3, seconds=0.01)


def test_everything_can_be_forgotten(server: PusherServer, client: Client) -> None:
    server.faults.answer(500, times=None)
    client.publish(item())
    server.reset()
    assert (server.calls, server.received, server.connections) == ([], [], 0)
    assert client.publish(item()).status_code == 200


def test_an_error_of_the_server_is_not_taken_for_an_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.pusher_server.api.items_of", lambda *_: 1 / 0)
    with (
        pytest.raises(ZeroDivisionError),
        serving() as server,
        httpx.Client(trust_env=False) as session,
        pytest.raises(httpx.TransportError),
    ):
        session.post(f"http://127.0.0.1:{server.port}{BATCH}")
