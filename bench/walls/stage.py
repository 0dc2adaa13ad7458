"""What the walls are tried on: two hotels in a database, the API over them, and Stripe."""

import resource
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any

import psycopg

from bench.proof.api import Api, api
from bench.proof.server import Server
from tests.api.serving import PUSHER
from tests.credentials import TOKEN_KEY, bearer, signed_in
from tests.stripe_server.server import WEBHOOK_SECRET, StripeServer
from tests.walls.two_hotels import House

# A client that tries everything is not to be slowed down: what limits it has tests of its own.
NO_LIMIT = "0"
OPEN_FILES = 16_384


@dataclass(frozen=True)
class Stage:
    """Everything that the parts of the proof share.

    Attributes:
        database_url: connection string of the schema's owner.
        owner: a connection of the schema's owner, in autocommit.
        running: the API, a process of its own.
        ours, theirs: two hotels with one of everything; ours is where the strangers work.
    """

    database_url: str
    owner: psycopg.Connection[Any]
    running: Api
    ours: House
    theirs: House

    def credential(self, house: House, role: str) -> dict[str, str]:
        """Log a member of staff in anew: whatever was sent before may have ended the session."""
        return bearer(signed_in(self.owner, house.hotel_id, role.lower()))


@contextmanager
def stage(server: Server) -> Iterator[Stage]:
    """Set a stage on a database of its own, and take it down."""
    _open_many_files()
    with ExitStack() as stack:
        url = stack.enter_context(server.database("walls"))
        owner = stack.enter_context(psycopg.connect(url, autocommit=True))
        stripe = stack.enter_context(StripeServer(webhook_secret=WEBHOOK_SECRET))
        settings = {
            **stripe.environment(),
            **PUSHER,
            "HOTELMATE_TOKEN_KEYS": TOKEN_KEY,
            "HOTELMATE_REQUESTS_PER_SECOND": NO_LIMIT,
            # Nobody but the staff does anything here: no checks, no relay.
            "HOTELMATE_CHECK_HOUR": "off",
            "HOTELMATE_EVENTS_DELAY_LIMIT_SECONDS": "0",
        }
        running = stack.enter_context(api(url, "manager", settings=settings))
        stripe.webhooks.url = f"{running.url}/webhooks/stripe"
        houses = [House(owner) for _ in range(2)]
        for house in houses:
            house.fill()
        yield Stage(url, owner, running, *houses)


def _open_many_files() -> None:
    """Let this process and its children have a connection for each of a thousand clients."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = OPEN_FILES if most == resource.RLIM_INFINITY else min(OPEN_FILES, most)
    if resource.getrlimit(resource.RLIMIT_NOFILE)[0] < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, most))
