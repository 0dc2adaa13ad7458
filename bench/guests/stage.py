"""What the parts of the proof share: a database, a hotel, and the API over it."""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any

import httpx
import psycopg

from bench.proof.api import Api, api
from bench.proof.server import Server
from tests.consistency import contradictions
from tests.credentials import bearer, signed_in
from tests.hotel_builder import HotelBuilder

POOL = 24
SETTINGS = {
    # Nobody is turned away, and nobody is told to come back later: all reach the database.
    "HOTELMATE_REQUESTS_PER_SECOND": "0",
    "HOTELMATE_REQUEST_TIMEOUT_SECONDS": "0",
    "HOTELMATE_STATEMENT_TIMEOUT_MS": "0",
    # The proof runs the checks itself, and no relay runs.
    "HOTELMATE_CHECK_HOUR": "off",
    "HOTELMATE_EVENTS_DELAY_LIMIT_SECONDS": "0",
}


@dataclass(frozen=True)
class Stage:
    """Everything that the parts of the proof share.

    Attributes:
        database_url: connection string of the schema's owner.
        owner: a connection of the schema's owner, in autocommit.
        running: the API, a process of its own.
    """

    database_url: str
    owner: psycopg.Connection[Any]
    running: Api

    def hotel(self) -> HotelBuilder:
        """Open a hotel with a manager."""
        hotel = HotelBuilder(self.owner)
        hotel.staff()
        return hotel

    def desk(self, hotel: HotelBuilder) -> httpx.Client:
        """Return a client of the manager of a hotel; paths are relative to the hotel."""
        return httpx.Client(
            base_url=f"{self.running.url}/api/hotels/{hotel.slug}",
            headers=bearer(signed_in(self.owner, hotel.hotel_id)),
            timeout=120,
        )

    def findings(self, hotel: HotelBuilder | None = None) -> list[str]:
        """Return what the product's checks find, in one hotel or in all."""
        found = contradictions(self.owner, None if hotel is None else hotel.slug)
        return [f"{each.name}: {each.subject} {each.finding}" for each in found]


@contextmanager
def stage(server: Server, settings: Mapping[str, str] = SETTINGS) -> Iterator[Stage]:
    """Set a stage on a database of its own, and take it down."""
    with server.database("guests") as url, stage_on(url, settings) as playing:
        yield playing


@contextmanager
def stage_on(url: str, settings: Mapping[str, str] = SETTINGS) -> Iterator[Stage]:
    """Set a stage on a migrated database in which nothing else is done."""
    with ExitStack() as stack:
        owner = stack.enter_context(psycopg.connect(url, autocommit=True))
        running = stack.enter_context(api(url, "manager", POOL, settings=settings))
        yield Stage(url, owner, running)
