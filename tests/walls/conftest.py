"""A server, and two hotels on it, for tests of what keeps callers and hotels apart."""

import uuid
from collections.abc import Iterator
from contextlib import closing

import httpx
import psycopg
import pytest
from litestar import Litestar
from pytest_postgresql.executors import NoopExecutor

from app.main import create_app
from tests.api.serving import PUSHER, serving, settings_for
from tests.conftest import RUN, Server
from tests.stripe_server.server import StripeServer
from tests.walls.every_table import fill_every_table
from tests.walls.scene import Scene
from tests.walls.two_hotels import House


@pytest.fixture(scope="session")
def stripe() -> Iterator[StripeServer]:
    """The provider; nothing that it says comes back here."""
    with StripeServer() as server:
        yield server


@pytest.fixture(scope="session")
def application(database_url: str, stripe: StripeServer) -> Litestar:
    """The application that tests share, with everything set up."""
    return create_app(settings_for(database_url, **stripe.environment(), **PUSHER))


@pytest.fixture(scope="session")
def address(application: Litestar) -> Iterator[str]:
    """Address of the server that tests share."""
    with serving(application) as address:
        yield address


@pytest.fixture(scope="session")
def http(address: str) -> Iterator[httpx.Client]:
    """A client of the server, without a credential."""
    with httpx.Client(base_url=address, timeout=30) as client:
        yield client


@pytest.fixture(scope="module")
def builder(database_url: str) -> Iterator[psycopg.Connection]:
    """A connection of the owner on which houses are built, for the tests of a file."""
    with closing(psycopg.connect(database_url, autocommit=True)) as connection:
        yield connection


@pytest.fixture(scope="module")
def house(builder: psycopg.Connection) -> House:
    """A hotel with a member of staff of each role, and one of everything."""
    built = House(builder)
    built.fill()
    return built


@pytest.fixture(scope="module")
def other_house(builder: psycopg.Connection) -> House:
    """Another such hotel."""
    built = House(builder)
    built.fill()
    return built


@pytest.fixture(scope="module")
def scene(cluster: Server, template: NoopExecutor) -> Iterator[Scene]:
    """Two hotels in a database that no other test writes to."""
    name = f"{RUN}_{uuid.uuid4().hex[:8]}"
    with (
        cluster.copy_of(template.template_dbname, name),
        psycopg.connect(cluster.database(name), autocommit=True) as connection,
    ):
        made = Scene(House(connection), House(connection))
        for house in made:
            house.fill()
            fill_every_table(house)
        yield made
