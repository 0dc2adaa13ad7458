"""soketi for a test process, and our side for a file: a database whose events all go to it."""

import uuid
from collections.abc import Iterator

import psycopg
import pytest
from pytest_postgresql.executors import NoopExecutor

from tests.conftest import RUN, Server
from tests.hotel_builder import HotelBuilder
from tests.relay.command import as_url
from tests.soketi.install import Missing, installed
from tests.soketi.our_side import STAFF, OurSide, our_side
from tests.soketi.server import Soketi, soketi


@pytest.fixture(scope="session")
def packages() -> None:
    """What npm installs; without it the tests that ask for it are skipped."""
    try:
        installed()
    except Missing as missing:
        pytest.skip(str(missing))


@pytest.fixture(scope="session")
def server_of_soketi(packages: None) -> Iterator[Soketi]:
    """A soketi with Pusher's limits and statuses."""
    with soketi() as running:
        yield running


@pytest.fixture(scope="session")
def soketi_as_published(packages: None) -> Iterator[Soketi]:
    """A soketi that answers everything with 200."""
    with soketi(as_published=True) as running:
        yield running


@pytest.fixture(scope="module")
def ours(cluster: Server, template: NoopExecutor, server_of_soketi: Soketi) -> Iterator[OurSide]:
    """The relay and the API on a database of a file's own."""
    name = f"{RUN}_{uuid.uuid4().hex[:8]}"
    with (
        cluster.copy_of(template.template_dbname, name),
        our_side(as_url(cluster.database(name)), server_of_soketi) as running,
    ):
        yield running


@pytest.fixture
def database(ours: OurSide) -> Iterator[psycopg.Connection]:
    """The owner's connection to the database of our side, in autocommit."""
    with psycopg.connect(ours.database_url, autocommit=True) as connection:
        yield connection


@pytest.fixture
def hotel(database: psycopg.Connection) -> HotelBuilder:
    """A hotel with the member of staff that the API's clients are."""
    hotel = HotelBuilder(database)
    hotel.staff(STAFF)
    return hotel
