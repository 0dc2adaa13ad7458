"""A hotel and its account at Stripe: both sides of a payment, and what the worker does between.

What the hotel decides is written as SQL, what guests and banks do happens at the fake, and news
travel only when `hear` delivers them.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any, TypeVar

import psycopg

from app.background.backoff import Backoff
from app.database import Database
from app.metrics import Metrics
from app.payments.gateway import Gateway, SessionOrder
from app.payments.instructions import Pace
from app.payments.reconciliation import Report, reconcile
from app.payments.worker import Worker
from app.settings import Settings
from tests.hotel_builder import HotelBuilder
from tests.kept_connections import KeptConnections
from tests.payments.kept_database import KeptDatabase, with_database
from tests.stripe_evidence import deliver
from tests.stripe_payments import approve
from tests.stripe_server.server import StripeServer
from tests.stripe_server.truth import Truth

PRICE = 20000
# Silence of the fake that lasts longer than a client of this patience waits.
PATIENCE = 0.4
SILENCE = 0.8
NO_PAUSE = Backoff(first=0.0, longest=0.0)
LONG_PAUSE = Backoff(first=600.0, longest=600.0)
AT_ONCE = Pace(lease=20.0, timeout=PATIENCE, pause=NO_PAUSE)
# A machine that is busy with other things is no reason to take Stripe for silent.
PATIENT = Pace(lease=30.0, timeout=5.0, pause=NO_PAUSE)
# Where each kind of instruction goes.
PATHS = {
    "CAPTURE": "/v1/payment_intents/*/capture",
    "VOID": "/v1/payment_intents/*/cancel",
    "REFUND": "/v1/refunds",
    "EXPIRE_SESSION": "/v1/checkout/sessions/*/expire",
}

T = TypeVar("T")


class BothSides:
    """One hotel and one provider.

    Attributes:
        hotel: of this test's own, in a database whose payments nobody else works on.
        stripe: the fake.
        url: the database's connection string.
        kept: the product's database, when one is kept for many tests.
    """

    kept: KeptDatabase | None = None

    def __init__(self, url: str, connection: psycopg.Connection[Any], stripe: StripeServer) -> None:
        self.url = url
        self.hotel = HotelBuilder(connection)
        self.stripe = stripe

    # What people do.

    def page(self, booking: int) -> str:
        """Open the page on which a booking is paid; return its id at Stripe."""
        hotel = self.hotel
        address = "https://hotel.example"
        session = int(
            hotel.insert(
                "payment_session", booking_id=booking, success_url=address, cancel_url=address
            )
        )
        order = SessionOrder(
            hotel_slug=hotel.slug,
            booking_id=str(hotel.read("room_booking", booking, "booking_reference")),
            session_id=session,
            amount=int(hotel.read("room_booking", booking, "total_amount")),
            currency=str(hotel.read("room_booking", booking, "currency")),
            description="Stay",
            success_url=address,
            cancel_url=address,
            customer_email=None,
            expires_at=datetime.fromtimestamp(self.stripe.clock.now(), UTC) + timedelta(hours=1),
            key=f"page-{hotel.slug}-{session}",
        )
        page = asyncio.run(self.with_gateway(lambda gateway: gateway.open_session(order)))
        hotel.update(
            "payment_session",
            session,
            state="OPEN",
            stripe_session_id=page.stripe_session_id,
            url=page.url,
        )
        return page.stripe_session_id

    def paid(self, **columns: Any) -> tuple[int, str]:
        """Let a guest pay for a new booking, which nobody has heard yet: booking and intent."""
        booking = self.hotel.booking(**columns)
        return booking, self.stripe.people.pay(self.page(booking))

    def held(self, **columns: Any) -> tuple[int, str]:
        """Make a booking whose price is held, as both sides know."""
        booking, intent = self.paid(**columns)
        self.hear()
        return booking, intent

    def captured(self, **columns: Any) -> tuple[int, str]:
        """Make a booking whose price was captured, as both sides know."""
        booking, intent = self.held(**columns)
        approve(self.hotel, booking)
        self.work()
        assert self.status(booking) == "CONFIRMED"
        return booking, intent

    def instructed(self, kind: str) -> tuple[int, str]:
        """Make a booking with one pending instruction: booking, and what it is about at Stripe."""
        if kind == "EXPIRE_SESSION":
            booking = self.hotel.booking()
            page = self.page(booking)
            self.hotel.expire(booking)
            return booking, page
        booking, intent = self.captured() if kind == "REFUND" else self.held()
        if kind == "CAPTURE":
            approve(self.hotel, booking)
        elif kind == "VOID":
            self.hotel.decline(booking)
        else:
            self.hotel.cancel(booking)
        return booking, intent

    # What the product does.

    def hear(self, *types: str) -> int:
        """Deliver the events that are not stored, of these types or all; return how many."""
        return sum(deliver(self.hotel.connection, event) for event in self.stripe.events(*types))

    def work(self, pace: Pace = PATIENT) -> int:
        """Let a worker do all that is due, and return how many attempts that took."""

        async def run(database: Database, gateway: Gateway) -> int:
            attempts = 0
            for _ in range(10):
                some = await Worker(database, gateway, pace).carry_out_due(at_most=4)
                attempts += some
                if some < 4:
                    return attempts
                # Stripe is at work on it still: a pause shorter than any of the product's.
                await asyncio.sleep(SILENCE / 5)
            raise AssertionError("it goes on for ever")

        return self.run(run, timeout=pace.timeout)

    def reconcile(self, *, hotel: str | None = None, dry_run: bool = False) -> Report:
        """Compare both sides."""
        return self.run(
            lambda database, gateway: reconcile(database, gateway, hotel=hotel, dry_run=dry_run)
        )

    def run(
        self, work: Callable[[Database, Gateway], Awaitable[T]], *, timeout: float = PATIENT.timeout
    ) -> T:
        """Do something with a database and a gateway of its own."""

        async def on(database: Database) -> T:
            return await self.with_gateway(partial(work, database), timeout=timeout)

        if self.kept is not None:
            return self.kept.run(on)
        return asyncio.run(with_database(self.settings(), on))

    async def with_gateway(
        self, work: Callable[[Gateway], Awaitable[T]], *, timeout: float = PATIENT.timeout
    ) -> T:
        """Do something with a gateway of its own."""
        gateway = Gateway(self.stripe.api_key, self.stripe.api_base, timeout=timeout)
        try:
            return await work(gateway)
        finally:
            gateway.close()

    @asynccontextmanager
    async def database(self) -> AsyncIterator[Database]:
        """Open the database as the product does."""
        database = Database(self.settings(), Metrics())
        await database.open()
        try:
            yield database
        finally:
            await database.close()

    def settings(self) -> Settings:
        """Return the product's settings on both sides."""
        return settings_at(self.url, self.stripe)

    # How things stand.

    def truth(self, intent: str) -> Truth:
        """Return what is true at Stripe."""
        return self.stripe.truth(intent)

    def status(self, booking: int) -> str:
        """Return a booking's status."""
        return str(self.hotel.read("room_booking", booking, "status"))

    def instructions(self, booking: int) -> list[tuple[str, str]]:
        """Return kind and state of a booking's instructions, oldest first."""
        return self.hotel.connection.execute(
            "SELECT kind, state FROM hotelmate.payment_instruction"
            " WHERE hotel_id = %s AND booking_id = %s ORDER BY id",
            (self.hotel.hotel_id, booking),
        ).fetchall()

    def instruction(self, booking: int, column: str) -> Any:
        """Return a column of a booking's newest instruction."""
        return self.hotel.value(
            f"SELECT {column} FROM hotelmate.payment_instruction"
            " WHERE hotel_id = %s AND booking_id = %s ORDER BY id DESC LIMIT 1",
            self.hotel.hotel_id,
            booking,
        )

    def ledger(self, intent: str) -> tuple[int, int, int, int, int]:
        """Return authorised, captured, voided, refunded and disputed by our ledger."""
        row = self.hotel.connection.execute(
            "SELECT authorised_total, captured_total, voided_total, refunded_total, disputed_total"
            " FROM hotelmate.payment_entry JOIN hotelmate.payment ON payment.id = payment_id"
            " WHERE payment_intent_id = %s ORDER BY seq DESC LIMIT 1",
            (intent,),
        ).fetchone()
        return row or (0, 0, 0, 0, 0)

    def agree(self, intent: str) -> None:
        """Assert that both sides say the same of a payment."""
        truth = self.truth(intent)
        authorised, captured, voided, refunded, disputed = self.ledger(intent)
        ours = (authorised - captured - voided, captured, refunded, disputed)
        assert ours == (truth.capturable, truth.captured, truth.refunded, truth.disputed)

    def hurry(self) -> None:
        """Let every pause and every lease be over."""
        self.hotel.run(
            "UPDATE hotelmate.payment_instruction SET next_try_at = now(), claimed_until = NULL"
            " WHERE hotel_id = %s",
            self.hotel.hotel_id,
        )


def settings_at(url: str, stripe: StripeServer) -> Settings:
    """Return the product's settings with a database and a provider."""
    return Settings.from_environ(stripe.environment()).with_database(url)


@contextmanager
def both_sides(
    url: str, stripe: StripeServer, kept: KeptConnections | None = None
) -> Iterator[BothSides]:
    """Give a new hotel in a database, and a provider that has forgotten everything.

    Args:
        url: connection string of the database.
        stripe: the provider.
        kept: connections of tests before this one.
    """
    stripe.reset()
    with kept.lent(url) if kept else psycopg.connect(url, autocommit=True) as connection:
        # What other hotels left undone, nobody does now: their provider has forgotten them.
        connection.execute(
            "UPDATE hotelmate.payment_instruction SET next_try_at = 'infinity'"
            " WHERE state = 'PENDING'"
        )
        yield BothSides(url, connection, stripe)
