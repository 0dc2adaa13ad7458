"""Answers that no Pusher gives: whatever they are, the relay lives on and has not delivered."""

import asyncio
import gzip

import pytest

from app.relay.backlog import shortened
from app.relay.publisher import Failed, PublishError
from app.relay.pusher_channels import PusherChannels
from app.relay.pusher_transport import MOST_BYTES
from app.settings import Settings
from tests.pusher_server.server import environment
from tests.relay.publishing import message


def answer(body: bytes, content_type: str = "application/json", *more: str) -> bytes:
    lines = [
        "HTTP/1.1 200 OK",
        f"Content-Type: {content_type}",
        f"Content-Length: {len(body)}",
        *more,
    ]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


async def publish_against(reply: bytes) -> PublishError | None:
    """Publish one message to a server that gives this answer; return how that fails."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(reply)
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        port = server.sockets[0].getsockname()[1]
        publisher = PusherChannels(Settings.from_environ(environment(port)))
        try:
            await publisher.publish([message()])
        except PublishError as error:
            return error
        finally:
            await publisher.close()
    return None


HOSTILE = {
    "nested without end": answer(b"[" * 10_000),
    "an encoding that is none": answer(b"\xff\xfe{", "text/plain; charset=rot13"),
    "packed though not asked to": answer(
        gzip.compress(b"{" + b" " * 1_000_000 + b"}"), "application/json", "Content-Encoding: gzip"
    ),
    "no end": answer(b" " * (2 * MOST_BYTES)),
    "no HTTP": b"220 mail.example ESMTP\r\n",
    "nothing": b"",
}


@pytest.mark.parametrize("hostile", HOSTILE)
def test_an_answer_that_makes_no_sense_is_a_failure_and_no_delivery(hostile: str) -> None:
    error = asyncio.run(publish_against(HOSTILE[hostile]))
    assert isinstance(error, Failed)
    assert "\0" not in shortened(str(error))


def test_json_is_utf_8_whatever_the_server_says_of_it() -> None:
    reply = answer(b"{}", "application/json; charset=utf-16")
    assert asyncio.run(publish_against(reply)) is None


def test_a_reason_can_be_stored_whatever_it_is() -> None:
    assert shortened("\0") == "unknown"
    assert shortened("a\0b") == "a b"
    assert shortened("\ud800") == "?"
    assert len(shortened("x" * 10_000)) == 500
