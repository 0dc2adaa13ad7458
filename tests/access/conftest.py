"""A server that people log in to, from addresses of their own, and the desk of one who has."""

import itertools
import random
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import httpx
import psycopg
import pytest
from litestar import Litestar

from app.access.passwords import Passwords, hash_password
from app.main import create_app
from tests.api.conftest import desk
from tests.api.contract import Contract
from tests.api.serving import serving, settings_for
from tests.credentials import bearer
from tests.hotel_builder import HotelBuilder

__all__ = ["desk"]

PASSWORD = "a good long password"
PASSWORD_HASH = hash_password(PASSWORD)
WRONG = "another long password"
Caller = Callable[[], "Client"]
_ADDRESSES = itertools.count(random.randrange(1, 2**23))


def other_address() -> str:
    """Return an address of this computer that nobody else calls from."""
    number = next(_ADDRESSES)
    return f"127.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"


class Client(httpx.Client):
    """Somebody at an address, who may have tokens of a hotel."""

    hotel: str

    def log_in(self, username: str = "manager", password: str = PASSWORD) -> httpx.Response:
        """Try to log in."""
        given = {"username": username, "password": password}
        return self.post("/log-in", json=given)

    def enter(self, username: str = "manager", password: str = PASSWORD) -> dict[str, Any]:
        """Log in, call as who that is from then on, and return the tokens."""
        response = self.log_in(username, password)
        assert response.status_code == 200, response.text
        tokens: dict[str, Any] = response.json()
        self.headers.update(bearer(tokens["access_token"]))
        return tokens

    def refresh(self, token: str) -> httpx.Response:
        """Try to renew a session."""
        return self.post("/log-in/refresh", json={"refresh_token": token})

    def is_in(self) -> bool:
        """Say whether the access token still works."""
        response = self.get("/me")
        assert response.status_code in {200, 401}, response.text
        return response.status_code == 200


@pytest.fixture(scope="session")
def application(database_url: str) -> Litestar:
    """The application that tests share."""
    return create_app(settings_for(database_url))


@pytest.fixture(scope="session")
def address(application: Litestar) -> Iterator[str]:
    """Address of the server."""
    with serving(application) as address:
        yield address


@pytest.fixture(scope="session")
def contract(address: str) -> Contract:
    """What the OpenAPI document promises; every response is held against it."""
    return Contract(httpx.get(f"{address}/schema/openapi.json").json())


@pytest.fixture
def passwords(application: Litestar) -> Passwords:
    """What compares passwords, and counts how often."""
    found: Passwords = application.state.log_ins.passwords
    return found


@pytest.fixture
def hotel(owner: psycopg.Connection) -> HotelBuilder:
    """A hotel whose manager has a password."""
    built = HotelBuilder(owner)
    person(built, "manager", "MANAGER")
    return built


def person(hotel: HotelBuilder, username: str, role: str = "FRONT_DESK") -> int:
    """Add somebody with the password."""
    staff = hotel.staff(username, role)
    hotel.insert("staff_password", staff_id=staff, password_hash=PASSWORD_HASH)
    return staff


@pytest.fixture
def caller(address: str, hotel: HotelBuilder, contract: Contract) -> Iterator[Caller]:
    """Make clients, each at an address of its own."""
    with ExitStack() as after:

        def make() -> Client:
            client = Client(
                base_url=f"{address}/api/hotels/{hotel.slug}",
                transport=httpx.HTTPTransport(local_address=other_address()),
                event_hooks={"response": [contract.hold]},
                timeout=60,
            )
            return after.enter_context(client)

        yield make


@pytest.fixture
def client(caller: Caller) -> Client:
    """Somebody at an address of their own."""
    return caller()


@pytest.fixture
def manager(caller: Caller) -> Client:
    """The manager, logged in."""
    entered = caller()
    entered.enter()
    return entered
