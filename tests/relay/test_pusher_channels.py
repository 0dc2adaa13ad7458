"""Pusher's publisher: what is sent, in which calls, over which connections."""

import asyncio
import time
from collections.abc import Iterator
from types import SimpleNamespace
from uuid import UUID

import pytest

from app.relay.publisher import Failed, Refused
from app.relay.pusher_channels import PusherChannels
from tests.pusher_server.server import PusherServer, serving
from tests.relay.publishing import failure, message, publish, publisher_of

MOST_DATA = 10_240
ROOMS = "private-sea-view.rooms"


@pytest.fixture
def server() -> Iterator[PusherServer]:
    with serving() as server:
        yield server


def test_a_message_arrives_as_it_was_committed(server: PusherServer) -> None:
    data = '{"payload": {"note":"Zoë, 東京 \\u00e9 🏨"},  "meta":{"event_id":"e"}}'
    publish(server, [message(data=data)])
    (received,) = server.received
    assert (received.channel, received.name) == (ROOMS, "room_updated")
    assert received.data == data


def test_ten_messages_are_one_call_in_their_order(server: PusherServer) -> None:
    batch = [message(position) for position in range(1, 11)]
    publish(server, batch)
    assert server.event_ids() == [str(each.event_id) for each in batch]
    assert [call.items for call in server.calls] == [10]
    assert PusherChannels.most == 10


def test_no_messages_are_no_call(server: PusherServer) -> None:
    publish(server, [])
    assert server.calls == []


def test_many_calls_share_one_connection(server: PusherServer) -> None:
    publish(server, *[[message(position)] for position in range(50)])
    assert len(server.calls) == 50
    assert server.connections == 1


def test_lanes_have_a_connection_each_and_keep_it(server: PusherServer) -> None:
    server.faults.delay = 0.01

    async def run() -> None:
        async with publisher_of(server) as publisher:

            async def lane(first: int) -> None:
                for position in range(first, first + 5):
                    await publisher.publish([message(position)])

            await asyncio.gather(*(lane(100 * number) for number in range(8)))

    asyncio.run(run())
    assert len(server.received) == 40
    assert server.connections <= 8


def test_a_listed_hotel_is_also_sent_to_the_reports_channels(server: PusherServer) -> None:
    publish(server, [message(1), message(2, slug="old-mill")], legacy_channels=("sea-view",))
    assert [(each.channel, each.event_id) for each in server.received] == [
        (ROOMS, str(UUID(int=1))),
        ("sea-view.rooms", str(UUID(int=1))),
        ("private-old-mill.rooms", str(UUID(int=2))),
    ]
    assert server.repeats == 0


def test_a_call_has_ten_items_and_keeps_the_two_of_a_message_together(server: PusherServer) -> None:
    batch = [message(1, slug="old-mill"), *(message(position) for position in range(2, 11))]
    publish(server, batch, legacy_channels=("sea-view",))
    assert [call.items for call in server.calls] == [9, 10]
    rooms = [each.event_id for each in server.on(ROOMS)]
    assert rooms == [str(each.event_id) for each in batch[1:]]
    assert [each.event_id for each in server.on("sea-view.rooms")] == rooms


@pytest.mark.parametrize("letter", ["x", "é", "東", "🏨", '"'])
def test_data_is_measured_in_bytes_of_utf_8(server: PusherServer, letter: str) -> None:
    most = letter * (MOST_DATA // len(letter.encode()))
    most += "x" * (MOST_DATA - len(most.encode()))
    publish(server, [message(data=most)])
    assert [each.data for each in server.received] == [most]
    problem = failure(server, message(1), message(2, data=most + "x"))
    assert isinstance(problem, Refused)
    assert "10241" in str(problem)
    assert len(server.calls) == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"slug": "No Slug"},
        {"slug": "x-staff-1-notifications"},
        {"channel": "kitchen"},
        {"event_type": ""},
        {"event_type": "x" * 201},
        {"data": "\ud800"},
    ],
)
def test_what_nobody_could_take_is_refused_without_a_call(
    server: PusherServer, wrong: dict[str, str]
) -> None:
    assert isinstance(failure(server, message(1), message(7, **wrong)), Refused)
    assert server.calls == []
    publish(server, [message(event_type="x" * 200)])


def test_an_application_may_have_an_id_of_letters() -> None:
    with serving(app_id="our-hotels") as server:
        publish(server, [message()])
        assert len(server.received) == 1


def test_each_attempt_is_signed_anew(server: PusherServer, monkeypatch: pytest.MonkeyPatch) -> None:
    started = time.time()
    now = SimpleNamespace(time=lambda: started)
    monkeypatch.setattr("pusher.http.time", now)
    server.faults.answer(503)

    async def run() -> None:
        async with publisher_of(server) as publisher:
            with pytest.raises(Failed):
                await publisher.publish([message()])
            now.time = lambda: started + 3_600
            server.advance_clock(3_600)
            await publisher.publish([message()])

    asyncio.run(run())
    first, second = server.calls
    assert second.signed_at - first.signed_at == 3_600


def test_a_proxy_of_the_environment_is_not_used(
    server: PusherServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serving() as proxy:
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.port}")
        for name in ("NO_PROXY", "no_proxy"):
            monkeypatch.delenv(name, raising=False)
        publish(server, [message()])
        assert (len(server.received), proxy.connections) == (1, 0)
