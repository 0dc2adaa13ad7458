"""The product over HTTP, for the tests of a file, and a hotel of each test's own."""

from collections.abc import Iterator

import psycopg
import pytest

from tests.api.conftest import Desk
from tests.hotel_builder import HotelBuilder
from tests.payments.front_office import desk_of, front_office, listening, new_hotel
from tests.stripe_server.server import StripeServer


@pytest.fixture(scope="module")
def address(database_url: str, stripe: StripeServer) -> Iterator[str]:
    with front_office(database_url, stripe) as address:
        yield address


@pytest.fixture
def provider(address: str, stripe: StripeServer) -> StripeServer:
    """Stripe, which sends its events there."""
    return listening(stripe, address)


@pytest.fixture
def hotel(owner: psycopg.Connection) -> HotelBuilder:
    return new_hotel(owner)


@pytest.fixture
def desk(hotel: HotelBuilder, address: str) -> Iterator[Desk]:
    with desk_of(hotel, address) as desk:
        yield desk
