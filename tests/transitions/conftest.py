"""What tests of transitions start from."""

import psycopg
import pytest

from tests.hotel_builder import HotelBuilder


@pytest.fixture
def hotel(owner: psycopg.Connection) -> HotelBuilder:
    """A hotel of the test's own, written by the owner, so that only the schema protects."""
    return HotelBuilder(owner)
