"""Our side of the realtime path: the relay and the API, processes that use soketi as Pusher."""

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

from app.realtime.channels import parse
from tests.credentials import signed_in
from tests.processes.api import ApiProcess
from tests.processes.relay import relay
from tests.soketi.server import KEY, Soketi
from tests.soketi.subscriber import Order

STAFF = "manager"
_HOTEL = "SELECT hotel_id FROM hotelmate.hotel WHERE slug = %s"


@dataclass(frozen=True)
class OurSide:
    """The running product and the soketi that it publishes to.

    Attributes:
        database_url: connection string of the schema's owner.
        api: those who ask it are the staff member `manager` of their hotel.
    """

    database_url: str
    soketi: Soketi
    api: ApiProcess

    def order(self, *channels: str, token: str | None = None) -> Order:
        """Return what a subscriber needs that asks our API for its signatures.

        Args:
            channels: what it asks for.
            token: the bearer token that it shows; unless given, those of the hotels' staff.
        """
        tokens = {} if token is not None else {each: self._token(each) for each in channels}
        return Order(
            self.soketi.port,
            KEY,
            channels,
            endpoint=f"{self.api.url}/api/realtime/auth",
            token=token or "",
            tokens=tokens,
        )

    def _token(self, channel: str) -> str:
        """Return the token of the member of staff of the hotel that a channel names."""
        named = parse(channel)
        assert named is not None, channel
        with psycopg.connect(self.database_url, autocommit=True) as owner:
            row = owner.execute(_HOTEL, (named[0],)).fetchone()
            assert row is not None, channel
            return signed_in(owner, row[0], STAFF)


@contextmanager
def our_side(database_url: str, soketi: Soketi) -> Iterator[OurSide]:
    """Run the API and the relay on a migrated database until the end of the block.

    Args:
        database_url: in the form of a URL.
        soketi: what they use as Pusher.
    """
    environment = soketi.environment()
    with (
        tempfile.TemporaryDirectory(prefix="hotelmate-soketi-") as folder,
        relay(database_url, environment) as process,
    ):
        running = ApiProcess(database_url, Path(folder), environment)
        try:
            running.start()
            running.await_ready()
            yield OurSide(database_url, soketi, running)
        finally:
            running.stop()
            if not process.is_alive:
                sys.stderr.write(f"the relay ended by itself:\n{process.log()}")
