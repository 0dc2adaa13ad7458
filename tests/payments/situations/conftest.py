"""A hotel over HTTP and Stripe, for situations that share a database: each leaves nothing to do."""

import uuid
from collections.abc import Iterator

import psycopg
import pytest
from pytest_postgresql.executors import NoopExecutor

from tests.conftest import RUN, Server
from tests.kept_connections import KeptConnections
from tests.payments.both_sides import settings_at
from tests.payments.front_office import front_office
from tests.payments.kept_database import KeptDatabase, kept_database
from tests.payments.situations.house import House, house_at
from tests.stripe_server.server import StripeServer


@pytest.fixture(scope="session")
def house_url(cluster: Server, template: NoopExecutor) -> Iterator[str]:
    """A migrated database that the situations share."""
    name = f"{RUN}_{uuid.uuid4().hex[:8]}"
    with cluster.copy_of(template.template_dbname, name):
        yield cluster.database(name)


@pytest.fixture(scope="session")
def house_address(house_url: str, stripe: StripeServer) -> Iterator[str]:
    """Address of the server of the situations."""
    with front_office(house_url, stripe) as address:
        yield address


@pytest.fixture(scope="session")
def onlooker(house_url: str) -> Iterator[psycopg.Connection]:
    """One connection that looks for contradictions after every situation: it keeps its plans."""
    with psycopg.connect(house_url, autocommit=True) as connection:
        yield connection


@pytest.fixture(scope="session")
def house_database(house_url: str, stripe: StripeServer) -> Iterator[KeptDatabase]:
    """The database of the situations as the product opens it."""
    with kept_database(settings_at(house_url, stripe)) as kept:
        yield kept


@pytest.fixture
def house(
    house_url: str,
    house_address: str,
    house_database: KeptDatabase,
    stripe: StripeServer,
    onlooker: psycopg.Connection,
    kept_connections: KeptConnections,
) -> Iterator[House]:
    """A hotel over HTTP, and Stripe."""
    with house_at(house_url, house_address, stripe, onlooker, kept_connections) as house:
        house.kept = house_database
        yield house
