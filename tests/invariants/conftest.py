"""What most tests of invariants start from."""

import secrets
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import psycopg
import pytest
from psycopg import sql
from psycopg.conninfo import make_conninfo

from tests.hotel_builder import HotelBuilder

LogIn = Callable[[str], psycopg.Connection]


@pytest.fixture
def hotel(owner: psycopg.Connection) -> HotelBuilder:
    """A hotel of the test's own, written by the owner, so that only the schema protects."""
    return HotelBuilder(owner)


@pytest.fixture
def log_in(owner: psycopg.Connection, database_url: str) -> Iterator[LogIn]:
    """Make log-in roles, each with a connection; both are gone after the test.

    `log_in("IN ROLE hotelmate_api")`: what CREATE ROLE … LOGIN shall say further.
    """
    with ExitStack() as after:

        def make(attributes: str) -> psycopg.Connection:
            name, password = f"hotelmate_test_{uuid.uuid4().hex}", secrets.token_hex()
            role = sql.Identifier(name)
            owner.execute(
                sql.SQL("CREATE ROLE {} LOGIN PASSWORD {} {}").format(
                    role, sql.Literal(password), sql.SQL(attributes)
                )
            )
            after.callback(owner.execute, sql.SQL("DROP ROLE {}").format(role))
            url = make_conninfo(database_url, user=name, password=password)
            connection = psycopg.connect(url, autocommit=True)
            after.callback(connection.close)
            return connection

        yield make
