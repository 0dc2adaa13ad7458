"""Our side of the realtime path: the relay and the API, processes that use soketi as Pusher."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from bench.proof.api import Api, api
from tests.soketi.server import KEY, Soketi, stop
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
        relay(database_url, environment),
    ):
        yield OurSide(database_url, soketi, running)


@contextmanager
def relay(database_url: str, settings: dict[str, str]) -> Iterator[None]:
    """Run `hotelmate relay` until the end of the block; what it logs is shown when it failed."""
    environment = {
        **os.environ,
        "DATABASE_URL": database_url,
        "HOTELMATE_API_DATABASE_URL": "",
        "HOTELMATE_LOG_LEVEL": "warning",
        **settings,
    }
    # The other end of this pipe closes with this process, however it ends, and the relay follows.
    reading, writing = os.pipe()
    with (
        tempfile.TemporaryFile("w+") as log,
        subprocess.Popen(
            [sys.executable, "-m", "app.cli", "relay", "--lifeline", str(reading)],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            text=True,
            pass_fds=(reading,),
        ) as process,
    ):
        os.close(reading)
        try:
            yield
        finally:
            ended = process.poll()
            os.close(writing)
            stop(process)
            log.seek(0)
            sys.stderr.write(log.read())
            if ended is not None:
                sys.stderr.write(f"the relay ended by itself with status {ended}\n")
