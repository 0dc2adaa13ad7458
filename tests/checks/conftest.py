"""A hotel with something of everything, in a private database, for the tests of a file."""

import uuid
from collections.abc import Iterator

import psycopg
import pytest
from pytest_postgresql.executors import NoopExecutor

from tests.checks.busy_hotel import a_busy_hotel
from tests.conftest import RUN, Server
from tests.hotel_builder import HotelBuilder


@pytest.fixture(scope="module")
def house(cluster: Server, template: NoopExecutor) -> Iterator[HotelBuilder]:
    """A busy hotel in which nothing is wrong; tests undo what they do to it."""
    name = f"{RUN}_{uuid.uuid4().hex[:8]}"
    with (
        cluster.copy_of(template.template_dbname, name),
        psycopg.connect(cluster.database(name), autocommit=True) as connection,
    ):
        yield a_busy_hotel(connection)
