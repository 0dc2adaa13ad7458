"""What a proof of payments plays on: a database, the API over it, and Stripe."""

import asyncio
from collections.abc import Coroutine, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

import httpx
import psycopg

from app.metrics import Metrics
from app.settings import Settings
from bench.payments.histories.death import Killed, Life, MortalDatabase, MortalGateway
from bench.proof.api import Api, api
from bench.proof.server import Server
from tests.database_log_ins import log_ins
from tests.processes.hotelmate import environment_on
from tests.stripe_server.server import StripeServer

STAFF = "manager"
WEBHOOK_SECRET = "whsec_of_the_proof_of_payments"
# The worker waits so long for Stripe here. Answers take a few milliseconds; what takes longer is
# a fault, or the machine is busy, and the worker must live with both.
TIMEOUT_SECONDS = 0.4

T = TypeVar("T")


@dataclass(frozen=True)
class Stage:
    """Everything that histories share.

    Attributes:
        database_url: connection string of the schema's owner.
        stripe: the provider, whose webhooks lead to the API.
        running: the API, a process of its own.
        desk: the front desk's client of the API.
        owner: a connection of the schema's owner, in autocommit.
        runner: where the worker's steps run.
        database, gateway: what the worker in this process works with.
    """

    database_url: str
    stripe: StripeServer
    running: Api
    desk: httpx.Client
    owner: psycopg.Connection[Any]
    runner: asyncio.Runner
    database: MortalDatabase
    gateway: MortalGateway

    def run(self, work: Coroutine[Any, Any, T], life: Life | None = None) -> T:
        """Run something of the product's in this process; it lives for ever unless told otherwise.

        Raises:
            Killed: its life ended first.
        """
        return self.runner.run((life or Life()).through(work))

    def environment(self) -> dict[str, str]:
        """Return the variables of another process of the product on this stage."""
        return {
            **environment_on(self.database_url),
            **self.stripe.environment(),
            "HOTELMATE_LOG_LEVEL": "warning",
        }


@contextmanager
def stage(server: Server, *, flushing: bool = False) -> Iterator[Stage]:
    """Set a stage on a database of its own, and take it down.

    Args:
        server: where the database is made.
        flushing: whether a COMMIT waits for the disk. Kills are of the worker, never of the
            database, so histories lose nothing when it does not.
    """
    with ExitStack() as stack:
        url = stack.enter_context(server.database("payments"))
        owner = stack.enter_context(psycopg.connect(url, autocommit=True))
        if not flushing:
            owner.execute(f'ALTER DATABASE "{owner.info.dbname}" SET synchronous_commit = off')
        stripe = stack.enter_context(StripeServer(webhook_secret=WEBHOOK_SECRET))
        running = stack.enter_context(api(url, STAFF, settings=stripe.environment()))
        stripe.webhooks.url = f"{running.url}/webhooks/stripe"
        desk = stack.enter_context(running.client())
        runner = stack.enter_context(asyncio.Runner())
        runner.get_loop().set_exception_handler(_but_deaths)
        database = MortalDatabase(_settings(url, stripe), Metrics())
        gateway = MortalGateway(stripe.api_key, stripe.api_base, timeout=TIMEOUT_SECONDS)
        stack.callback(gateway.close)
        runner.run(database.open())
        stack.callback(lambda: runner.run(database.close()))
        yield Stage(url, stripe, running, desk, owner, runner, database, gateway)


def _settings(database_url: str, stripe: StripeServer) -> Settings:
    return Settings.from_environ(
        {
            **stripe.environment(),
            "DATABASE_URL": database_url,
            **log_ins(database_url),
            "HOTELMATE_POOL_MIN_SIZE": "1",
            "HOTELMATE_POOL_MAX_SIZE": "10",
        }
    )


def _but_deaths(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """Report what goes wrong in the background; that the dead do not answer is no news."""
    if not isinstance(context.get("exception"), Killed):
        loop.default_exception_handler(context)
