"""Pusher by HTTPS: certificates of the system's store are trusted, others are not."""

import asyncio
import ipaddress
import ssl
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest

from app.relay.message import Message
from app.relay.publisher import Unreachable
from app.relay.pusher_channels import PusherChannels
from app.settings import Settings
from tests.pusher_server.server import PusherServer, serving

pytest.importorskip("cryptography", reason="makes the certificate; comes with another library")

MESSAGE = Message(1, "sea-view", "rooms", 1, UUID(int=1), "room_updated", "{}", 0, 0.0)


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A certificate for 127.0.0.1 with its key, signed by itself."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "a house's own Pusher")])
    address = x509.IPAddress(ipaddress.ip_address("127.0.0.1"))
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName([address]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    private = serialization.PrivateFormat.PKCS8
    path = tmp_path / "certificate.pem"
    path.write_bytes(
        made.public_bytes(pem) + key.private_bytes(pem, private, serialization.NoEncryption())
    )
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
