"""Our side of the realtime path: the relay and the API, processes that use soketi as Pusher."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from app.realtime.channels import parse
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
        api: its clients are the staff member `manager` of every hotel.
    """

    database_url: str
    soketi: Soketi
    api: Api

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
        return self.api.staff.token(named[0])


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
