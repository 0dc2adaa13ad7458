"""What every race starts from, and what must be true after it, whoever won."""

from collections.abc import Iterator

import psycopg
import pytest

from tests.consistency import contradictions
from tests.hotel_builder import HotelBuilder


@pytest.fixture
def hotel(owner: psycopg.Connection) -> Iterator[HotelBuilder]:
    """A hotel of the test's own that must hold no contradiction when the race is over."""
    made = HotelBuilder(owner)
    yield made
    assert contradictions(owner, made.hotel_id) == {}
