"""The demo hotel in a private database, and a real server in front of it."""

import subprocess
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import StringIO
from typing import Any

import httpx
import psycopg
import pytest
from pytest_postgresql.executors import NoopExecutor

from app.demo.credentials import DemoCredentials, give_credentials, make_credentials
from app.demo.play import play
from app.demo.seed import seed_demo
from app.main import create_app
from tests.api.serving import serving as serving_app
from tests.api.serving import settings_for
from tests.conftest import RUN
from tests.conftest import Server as ServerOfDatabases
from tests.credentials import TOKEN_KEY
from tests.processes.api import free_port
from tests.relay.command import start_hotelmate

SECRET = "whsec_of_this_test_run"
# Of no account; a server that is given it does not come to speak to Stripe here.
KEY = "sk_test_of_no_account"


@dataclass(frozen=True)
class Server:
    """Where the demo is played."""

    base_url: str
    database: str
    credentials: DemoCredentials

    def play(
        self, *, secrets: tuple[str, ...] = (SECRET,), has_key: bool = False
    ) -> tuple[int, str]:
        """Play the demo; return its status and what it printed."""
        out = StringIO()
        status = play(
            self.base_url,
            self.credentials,
            self.database,
            webhook_secrets=secrets,
            has_stripe_key=has_key,
            out=out,
        )
        return status, out.getvalue()


@pytest.fixture
def database(clone: str) -> Iterator[psycopg.Connection[Any]]:
    """The owner's connection to a migrated database without a hotel, in autocommit."""
    with psycopg.connect(clone, autocommit=True) as connection:
        yield connection


def opened(connection: psycopg.Connection[Any]) -> tuple[int, DemoCredentials]:
    """Make the demo hotel as where there is no account at Stripe; its id, and who gets in."""
    hotel_id = seed_demo(connection, with_stays_by_card=True)
    assert hotel_id is not None
    credentials = make_credentials(hotel_id)
    give_credentials(connection, hotel_id, credentials)
    return hotel_id, credentials


@dataclass(frozen=True)
class Seeded:
    """A database with the demo hotel, to be copied: to make the hotel takes much longer."""

    name: str
    hotel_id: int
    credentials: DemoCredentials


@pytest.fixture(scope="session")
def seeded_template(cluster: ServerOfDatabases, template: NoopExecutor) -> Iterator[Seeded]:
    """The demo hotel as it was made, which nobody has entered."""
    name = f"{RUN}_demo_seeded"
    with cluster.copy_of(template.template_dbname, name):
        with psycopg.connect(cluster.database(name)) as connection:
            hotel_id, credentials = opened(connection)
        yield Seeded(name, hotel_id, credentials)


@pytest.fixture
def clone(
    request: pytest.FixtureRequest, cluster: ServerOfDatabases, template: NoopExecutor
) -> Iterator[str]:
    """A migrated database of this test's own; with the demo hotel, where it asks for that."""
    source = template.template_dbname
    if "demo" in request.fixturenames:
        source = request.getfixturevalue("seeded_template").name
    name = f"{RUN}_{uuid.uuid4().hex[:8]}"
    with cluster.copy_of(source, name):
        yield cluster.database(name)


@pytest.fixture
def demo(clone: str, seeded_template: Seeded) -> tuple[int, DemoCredentials]:
    """The demo hotel, as it was seeded: its id and the credentials of its staff."""
    return seeded_template.hotel_id, seeded_template.credentials


@pytest.fixture
def demo_hotel(demo: tuple[int, DemoCredentials]) -> int:
    """The id of the demo hotel."""
    return demo[0]


@pytest.fixture
def server(clone: str, demo: tuple[int, DemoCredentials]) -> Iterator[Server]:
    """The API in front of the demo hotel."""
    with serving_here(clone, demo[1]) as server:
        yield server


@pytest.fixture(scope="module")
def lasting(cluster: ServerOfDatabases, seeded_template: Seeded) -> Iterator[Server]:
    """`hotelmate serve`, for tests that leave the hotel as they found it: they share one."""
    name = f"{RUN}_demo"
    with (
        cluster.copy_of(seeded_template.name, name),
        serving(cluster.database(name), seeded_template.credentials) as server,
    ):
        yield server


@pytest.fixture
def server_with_key(clone: str, demo: tuple[int, DemoCredentials]) -> Iterator[Server]:
    """The same with a key of Stripe's."""
    with serving_here(clone, demo[1], STRIPE_SECRET_KEY=KEY) as server:
        yield server


@contextmanager
def serving_here(database: str, credentials: DemoCredentials, **variables: str) -> Iterator[Server]:
    """Serve in this process: a program takes longer to start than most tests take."""
    environment = {"STRIPE_WEBHOOK_SECRET": SECRET, **variables}
    with serving_app(create_app(settings_for(database, **environment))) as address:
        yield Server(address, database, credentials)


@contextmanager
def serving(database: str, credentials: DemoCredentials) -> Iterator[Server]:
    """Run `hotelmate serve` during the block."""
    port = free_port()
    environment = {
        "HOTELMATE_PORT": str(port),
        "HOTELMATE_TOKEN_KEYS": TOKEN_KEY,
        # No relay runs here, and the hotel may have been made a while ago.
        "HOTELMATE_EVENTS_DELAY_LIMIT_SECONDS": "0",
        "STRIPE_SECRET_KEY": "",
        "STRIPE_WEBHOOK_SECRET": SECRET,
    }
    process = start_hotelmate("serve", database, environment, stdout=subprocess.DEVNULL)
    try:
        base_url = f"http://127.0.0.1:{port}"
        _await_ready(process, base_url)
        yield Server(base_url, database, credentials)
    finally:
        process.terminate()
        process.wait(20)


def _await_ready(process: subprocess.Popen[str], base_url: str) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        assert process.poll() is None, "the server ended"
        try:
            if httpx.get(f"{base_url}/health/ready", trust_env=False).is_success:
                return
        except httpx.HTTPError:
            pass
        time.sleep(0.1)
    raise AssertionError("the server is not ready in time")
