"""Faults: what the client sees, and what was taken all the same."""

import time

import httpx
import pytest

from tests.pusher_server.client import Client, item
from tests.pusher_server.server import PusherServer

# A busy machine connects late; that nobody answers is seen soon.
SILENCE_NOTICED = httpx.Timeout(10, read=0.05)


@pytest.mark.parametrize("status", [301, 400, 401, 403, 404, 413, 422, 429, 500, 503])
def test_the_next_calls_are_answered_with_a_status(
    server: PusherServer, client: Client, status: int
) -> None:
    fault = server.faults.answer(status, times=2)
    assert [client.publish(item()).status_code for _ in range(3)] == [status, status, 200]
    assert (fault.hits, len(server.received)) == (2, 1)
    assert [call.status for call in server.calls] == [status, status, 200]


def test_too_many_requests_may_say_when_to_come_back(server: PusherServer, client: Client) -> None:
    server.faults.answer(429, retry_after=2)
    server.faults.answer(429)
    assert client.publish(item()).headers["Retry-After"] == "2"
    assert "Retry-After" not in client.publish(item()).headers


def test_a_status_may_hide_in_the_body_of_a_200(server: PusherServer, client: Client) -> None:
    server.faults.answer(413, in_body=True)
    answer = client.publish(item())
    assert (answer.status_code, answer.json()["code"]) == (200, 413)
    assert server.received == []


def test_an_event_type_or_a_channel_is_refused_always(server: PusherServer, client: Client) -> None:
    server.faults.answer(413, times=None, event_type="room_*")
    server.faults.answer(400, times=None, channel="private-hotel-sea")
    for _ in range(2):
        assert client.publish(item(), item(name="other")).status_code == 413
        assert client.publish(item("private-hotel-sea", "other")).status_code == 400
        assert client.publish(item(name="other")).status_code == 200
    assert [each.name for each in server.received] == ["other", "other"]


def test_a_fault_may_wait_for_its_call(server: PusherServer, client: Client) -> None:
    server.faults.answer(500, skip=1)
    assert [client.publish(item()).status_code for _ in range(3)] == [200, 500, 200]


@pytest.mark.parametrize(("after", "taken"), [(False, 0), (True, 1)])
def test_a_connection_is_cut_before_or_after_the_effect(
    server: PusherServer, client: Client, after: bool, taken: int
) -> None:
    server.faults.cut(after=after)
    with pytest.raises(httpx.TransportError):
        client.publish(item())
    assert len(server.received) == taken
    assert client.publish(item()).status_code == 200
    assert (server.connections, server.repeats) == (2, taken)


@pytest.mark.parametrize(("after", "taken"), [(False, 0), (True, 1)])
def test_a_call_that_hangs_is_not_answered(
    server: PusherServer, client: Client, after: bool, taken: int
) -> None:
    server.faults.hang(after=after)
    client.session.timeout = SILENCE_NOTICED
    with pytest.raises(httpx.ReadTimeout):
        client.publish(item())
    server.wait_until(lambda: len(server.calls) == 1)
    assert len(server.received) == taken


def test_calls_that_hang_can_be_released(server: PusherServer, client: Client) -> None:
    server.faults.hang(times=None)
    client.session.timeout = SILENCE_NOTICED
    with pytest.raises(httpx.ReadTimeout):
        client.publish(item())
    server.release()
    assert client.publish(item()).status_code == 200


def test_answers_may_be_slow(server: PusherServer, client: Client) -> None:
    server.faults.delay = 0.05
    started = time.monotonic()
    assert client.publish(item()).status_code == 200
    assert time.monotonic() - started >= 0.05
    server.faults.clear()
    assert server.faults.delay == 0


def test_the_server_goes_down_and_comes_up_at_its_port(
    server: PusherServer, client: Client
) -> None:
    assert client.publish(item()).status_code == 200
    server.go_down()
    for _ in range(3):
        with pytest.raises(httpx.ConnectError):
            client.publish(item())
    server.come_up()
    assert client.publish(item(event_id="e2")).status_code == 200
    assert server.event_ids() == ["e1", "e2"]


def test_what_is_wrong_is_not_struck_by_a_fault(server: PusherServer, client: Client) -> None:
    fault = server.faults.answer(503)
    assert client.post(b"no JSON").status_code == 400
    assert (fault.hits, client.publish(item()).status_code) == (0, 503)
