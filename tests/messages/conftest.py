"""Messages of a file's own: a sender looks at the messages of every hotel of its database."""

import ssl
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from pytest_postgresql.executors import NoopExecutor

from tests.certificate import certificate_at
from tests.conftest import RUN, Connect, Server
from tests.hotel_builder import HotelBuilder
from tests.messages.guest_post import GuestPost
from tests.messages.mail_server import MailServer, serving_mail


@pytest.fixture(scope="module")
def post_url(cluster: Server, template: NoopExecutor) -> Iterator[str]:
    """A migrated database whose messages are only those of the tests of one file."""
    name = f"{RUN}_{uuid.uuid4().hex[:8]}"
    with cluster.copy_of(template.template_dbname, name):
        yield cluster.database(name)


@pytest.fixture
def post(post_url: str, connect: Connect) -> Iterator[GuestPost]:
    """A hotel with a contact address, and no message of another test in its database."""
    connection = connect(url=post_url)
    hotel = HotelBuilder(connection)
    hotel.staff()
    hotel.run(
        "UPDATE hotelmate.hotel SET name = 'Harbour View', contact_email = 'desk@harbour.example',"
        " contact_phone = '+353123456789' WHERE hotel_id = %s",
        hotel.hotel_id,
    )
    yield GuestPost(hotel, post_url)
    with connection.transaction():
        connection.execute("SET LOCAL session_replication_role = replica")
        connection.execute("DELETE FROM hotelmate.guest_message")


@pytest.fixture
def mail() -> Iterator[MailServer]:
    """A mail server without TLS."""
    with serving_mail() as server:
        yield server


class Tls(NamedTuple):
    """Both ends of TLS: the server's, and that of a client who believes its certificate."""

    server: ssl.SSLContext
    client: ssl.SSLContext
    certificate: Path


@pytest.fixture
def tls(tmp_path: Path) -> Tls:
    """A certificate for 127.0.0.1, signed by itself."""
    pytest.importorskip("cryptography", reason="makes the certificate; comes with another library")
    path = tmp_path / "certificate.pem"
    certificate_at(path, "a house's own mail")
    server = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    server.load_cert_chain(path)
    return Tls(server, ssl.create_default_context(cafile=path), path)
