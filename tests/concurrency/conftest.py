"""What every race starts from, and what must be true after it, whoever won."""

from collections.abc import Iterator

import psycopg
import pytest

from tests.consistency import contradictions
from tests.hotel_builder import HotelBuilder

# Races of the numbering write events by hand, for whatever channels they need.
CHANNELS_BY_HAND = "messages_of_another_audience"


@pytest.fixture(scope="session")
def onlooker(database_url: str) -> Iterator[psycopg.Connection]:
    """One connection that looks after every race: it keeps its plans."""
    with psycopg.connect(database_url, autocommit=True) as connection:
        yield connection


@pytest.fixture
def hotel(owner: psycopg.Connection, onlooker: psycopg.Connection) -> Iterator[HotelBuilder]:
    """A hotel of the test's own that must hold no contradiction when the race is over."""
    made = HotelBuilder(owner)
    yield made
    found = contradictions(onlooker, made.slug)
    assert [each for each in found if each.name != CHANNELS_BY_HAND] == []
