"""What most tests of invariants start from."""

import secrets
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing

import psycopg
import pytest
from psycopg import sql
from psycopg.conninfo import make_conninfo

from tests.hotel_builder import HotelBuilder
from tests.walls.every_table import fill_every_table
from tests.walls.two_hotels import House

LogIn = Callable[[str], psycopg.Connection]

# Rows of tables that belong to no hotel, where a filled one has left none.
OF_NO_HOTEL = (
    "INSERT INTO hotelmate.log_in_limit (subject, failures) VALUES (sha256('keys'), 1)",
    "INSERT INTO hotelmate.payment_reconciliation (listed_until) VALUES (now())",
    "INSERT INTO hotelmate.consistency_result (run_id, check_file, severity, findings, seconds)"
    " SELECT min(id), 'keys', 'low', 0, 0 FROM hotelmate.consistency_run",
)


@pytest.fixture
def hotel(owner: psycopg.Connection) -> HotelBuilder:
    """A hotel of the test's own, written by the owner, so that only the schema protects."""
    return HotelBuilder(owner)


@pytest.fixture(scope="module")
def house(database_url: str) -> Iterator[House]:
    """A hotel of the file's own after which no table is empty."""
    with closing(psycopg.connect(database_url, autocommit=True)) as connection:
        built = House(connection)
        built.fill()
        fill_every_table(built)
        for statement in OF_NO_HOTEL:
            connection.execute(statement)
        yield built
        connection.execute("DELETE FROM hotelmate.consistency_result WHERE check_file = 'keys'")
        connection.execute("DELETE FROM hotelmate.log_in_limit WHERE subject = sha256('keys')")


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
