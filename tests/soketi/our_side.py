"""Our side of the realtime path: the relay and the API, processes that use soketi as Pusher."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from bench.proof.api import Api, api
from bench.relay.process import relay
from tests.soketi.server import KEY, Soketi
from tests.soketi.subscriber import Order

STAFF = "manager"


@dataclass(frozen=True)
class OurSide:
    """The running product and the soketi that it publishes to.

    Attributes:
        database_url: connection string of the schema's owner.
        api: speaks for the staff member `manager` of every hotel.
    """

    database_url: str
    soketi: Soketi
    api: Api

    def order(self, *channels: str, token: str | None = None) -> Order:
        """Return what a subscriber needs that asks our API for its signatures.

        Args:
            channels: what it asks for.
            token: the bearer token that it shows; unless given, that of the staff.
        """
        return Order(
            self.soketi.port,
            KEY,
            channels,
            endpoint=f"{self.api.url}/api/realtime/auth",
            token=self.api.token if token is None else token,
        )


@contextmanager
def our_side(database_url: str, soketi: Soketi) -> Iterator[OurSide]:
    """Run the API and the relay on a migrated database until the end of the block.

    Args:
        database_url: in the form of a URL.
        soketi: what they use as Pusher.
    """
    environment = soketi.environment()
    with (
        api(database_url, STAFF, settings=environment) as running,
        relay(database_url, environment) as process,
    ):
        try:
            yield OurSide(database_url, soketi, running)
        finally:
            if not process.is_alive:
                sys.stderr.write(f"the relay ended by itself:\n{process.log()}")
