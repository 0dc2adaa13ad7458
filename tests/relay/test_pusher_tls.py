"""Pusher by HTTPS: certificates of the system's store are trusted, others are not."""

import asyncio
import ssl
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest

from app.relay.message import Message
from app.relay.publisher import Unreachable
from app.relay.pusher_channels import PusherChannels
from app.settings import Settings
from tests.certificate import certificate_at
from tests.pusher_server.server import PusherServer, serving

pytest.importorskip("cryptography", reason="makes the certificate; comes with another library")

MESSAGE = Message(1, "sea-view", "rooms", 1, UUID(int=1), "room_updated", "{}", 0, 0.0)


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A certificate for 127.0.0.1 with its key, signed by itself."""
    path = tmp_path / "certificate.pem"
    certificate_at(path, "a house's own Pusher")
    return path


@pytest.fixture
def server(certificate: Path) -> Iterator[PusherServer]:
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    tls.load_cert_chain(certificate)
    with serving(tls=tls) as server:
        yield server


def publish_twice(server: PusherServer) -> None:
    async def run() -> None:
        publisher = PusherChannels(Settings.from_environ(server.environment()))
        try:
            await publisher.publish([MESSAGE])
            await publisher.publish([MESSAGE])
        finally:
            await publisher.close()

    asyncio.run(run())


def test_a_certificate_of_the_systems_store_is_trusted(
    server: PusherServer, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    publish_twice(server)
    assert (len(server.received), server.connections) == (2, 1)


def test_another_certificate_is_not(server: PusherServer) -> None:
    with pytest.raises(Unreachable, match="CERTIFICATE_VERIFY_FAILED"):
        publish_twice(server)
    assert server.calls == []
