"""Pusher's transport: what each answer means, and what it means that there is none."""

import asyncio
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest

from app.relay import pusher_transport
from app.relay.publisher import Busy, Denied, Failed, PublishError, Refused, Unreachable
from app.relay.pusher_channels import PusherChannels
from app.settings import Settings
from tests.pusher_server.server import PusherServer, environment, serving
from tests.relay.publishing import failure, message, publish, publisher_of


@pytest.fixture
def server() -> Iterator[PusherServer]:
    with serving() as server:
        yield server


ANSWERS = [
    (400, Refused),
    (413, Refused),
    (422, Refused),
    (429, Busy),
    (500, Failed),
    (502, Failed),
    (503, Failed),
    (301, Denied),
    (401, Denied),
    (403, Denied),
    (404, Denied),
    (418, Denied),
]


@pytest.mark.parametrize(("status", "meaning"), ANSWERS)
def test_each_status_has_its_meaning(
    server: PusherServer, status: int, meaning: type[PublishError]
) -> None:
    server.faults.answer(status)
    problem = failure(server)
    assert type(problem) is meaning
    assert str(problem).startswith(f"{status}: ")
    publish(server, [message()])
    assert len(server.received) == 1


@pytest.mark.parametrize(("status", "meaning"), [each for each in ANSWERS if each[0] >= 400])
def test_an_error_in_the_body_of_a_200_counts_as_its_status(
    server: PusherServer, status: int, meaning: type[PublishError]
) -> None:
    server.faults.answer(status, in_body=True)
    assert type(failure(server)) is meaning


@pytest.mark.parametrize(
    "text",
    [
        "",
        "<html>Welcome to our network</html>",
        "[]",
        "null",
        '{"error": "no code"}',
        '{"error": "odd", "code": "413"}',
        '{"error": "odd", "code": 200}',
        '{"error": null}',
        '{"ok": tr',
    ],
)
def test_a_200_that_does_not_say_that_all_is_well_is_a_failure(text: str) -> None:
    assert type(pusher_transport.problem_of(200, {}, text)) is Failed


@pytest.mark.parametrize(("status", "text"), [(200, "{}"), (200, '{"ok":true}'), (202, "{}")])
def test_an_object_without_an_error_says_that_all_is_well(status: int, text: str) -> None:
    assert pusher_transport.problem_of(status, {}, text) is None


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        (None, None),
        ("2", 2.0),
        ("0", 0.0),
        ("1.5", 1.5),
        ("", None),
        ("-1", None),
        ("inf", None),
        ("9999999", None),
        ("Sat, 28 Nov 2026 12:00:00 GMT", None),
    ],
)
@pytest.mark.parametrize("in_body", [False, True])
def test_too_many_requests_may_say_when_to_come_back(
    server: PusherServer, header: str | None, seconds: float | None, in_body: bool
) -> None:
    server.faults.answer(429, retry_after=header, in_body=in_body)
    problem = failure(server)
    assert isinstance(problem, Busy)
    assert problem.retry_after == seconds


@pytest.mark.parametrize("after", [False, True])
def test_a_cut_connection_is_a_failure_and_the_next_call_has_a_new_one(
    server: PusherServer, after: bool
) -> None:
    server.faults.cut(after=after)

    async def run() -> None:
        async with publisher_of(server) as publisher:
            with pytest.raises(Failed):
                await publisher.publish([message()])
            await publisher.publish([message()])

    asyncio.run(run())
    assert (server.connections, server.repeats) == (2, int(after))


def test_a_server_that_is_down_is_unreachable_and_then_is_not(server: PusherServer) -> None:
    async def run() -> None:
        async with publisher_of(server) as publisher:
            await publisher.publish([message(1)])
            server.go_down()
            for _ in range(2):
                with pytest.raises(Unreachable):
                    await publisher.publish([message(2)])
            server.come_up()
            await publisher.publish([message(2)])

    asyncio.run(run())
    assert server.event_ids() == [str(UUID(int=1)), str(UUID(int=2))]


def test_no_answer_in_time_is_a_failure(
    server: PusherServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pusher_transport, "TIMEOUT_SECONDS", 1.0)
    server.faults.hang()

    async def run() -> None:
        async with publisher_of(server) as publisher:
            with pytest.raises(Failed, match="Time"):
                await publisher.publish([message()])
            await publisher.publish([message()])

    asyncio.run(run())


def test_an_answer_that_never_ends_is_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    # Each piece comes in time, so that only a limit on the whole call ends it.
    monkeypatch.setattr(pusher_transport, "TIMEOUT_SECONDS", 1.0)

    async def drip(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n")
        while not writer.is_closing():
            writer.write(b" ")
            await asyncio.sleep(0.01)
        writer.close()
        ended.set()

    async def run() -> None:
        async with await asyncio.start_server(drip, "127.0.0.1", 0) as listener:
            port = listener.sockets[0].getsockname()[1]
            publisher = PusherChannels(Settings.from_environ(environment(port)))
            with pytest.raises(Failed, match="Timeout"):
                await publisher.publish([message()])
            await publisher.close()
            await ended.wait()

    ended = asyncio.Event()
    asyncio.run(run())


@pytest.mark.parametrize(
    ("changes", "meaning"),
    [
        ({"pusher_secret": "another-secret"}, Denied),
        ({"pusher_key": "another-key"}, Denied),
        ({"pusher_app_id": "4712"}, Denied),
        ({"pusher_app_id": "no-digits"}, Denied),
        ({"pusher_host": "127.0.0.1:80"}, Denied),
        ({"pusher_port": 1}, Unreachable),
        ({"pusher_ssl": True}, Unreachable),
    ],
)
def test_wrong_settings_are_not_the_messages_fault(
    server: PusherServer, changes: dict[str, Any], meaning: type[PublishError]
) -> None:
    assert type(failure(server, **changes)) is meaning
    assert server.received == []
    publish(server, [message()])
