"""Both sides of payments: a database of a file's own, and one provider for all."""

import uuid
from collections.abc import Iterator

import pytest
from pytest_postgresql.executors import NoopExecutor

from tests.conftest import RUN, Server
from tests.kept_connections import KeptConnections
from tests.payments.both_sides import BothSides, both_sides, settings_at
from tests.payments.kept_database import KeptDatabase, kept_database
from tests.stripe_server.server import StripeServer


@pytest.fixture(scope="session")
def stripe() -> Iterator[StripeServer]:
    with StripeServer() as server:
        yield server


@pytest.fixture(scope="module")
def payments_url(cluster: Server, template: NoopExecutor) -> Iterator[str]:
    """A migrated database whose instructions are only those of the tests of one file."""
    name = f"{RUN}_{uuid.uuid4().hex[:8]}"
    with cluster.copy_of(template.template_dbname, name):
        yield cluster.database(name)


@pytest.fixture(scope="module")
def payments_database(payments_url: str, stripe: StripeServer) -> Iterator[KeptDatabase]:
    """That database as the product opens it, for the tests of one file."""
    with kept_database(settings_at(payments_url, stripe)) as kept:
        yield kept


@pytest.fixture
def sides(
    payments_url: str,
    payments_database: KeptDatabase,
    stripe: StripeServer,
    kept_connections: KeptConnections,
) -> Iterator[BothSides]:
    """A hotel that needs payments, and Stripe."""
    with both_sides(payments_url, stripe, kept_connections) as sides:
        sides.kept = payments_database
        yield sides
