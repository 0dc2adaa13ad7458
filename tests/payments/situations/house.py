"""A hotel as the world meets it: staff and Stripe come over HTTP, the worker does the rest.

Nothing here writes money. A step of the front office is a request to our server, a step of a guest
or a bank happens at the fake, news are webhooks that our server takes, and the worker sends what
was decided.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from datetime import datetime, timedelta
from threading import Barrier
from typing import Any, TypeVar

import httpx
import psycopg

from app.payments.draft_expiry import expire_drafts
from app.payments.evidence import try_waiting
from app.payments.instructions import Pace
from tests.api.bodies import PAGES
from tests.api.conftest import Desk
from tests.consistency import contradictions
from tests.credentials import as_staff
from tests.hotel_builder import HotelBuilder
from tests.kept_connections import KeptConnections
from tests.payments.both_sides import LONG_PAUSE, PRICE, BothSides
from tests.payments.front_office import listening
from tests.stripe_server.client import client_of
from tests.stripe_server.server import StripeServer
from tests.waiting import wait_until

# One attempt, and then nothing is due for a while.
ONE_TRY = Pace(lease=30.0, timeout=5.0, pause=LONG_PAUSE)
# What events say.
HELD = "payment_intent.amount_capturable_updated"
CAPTURED = "payment_intent.succeeded"
# What takes effect at Stripe, and by whom; rows of our ledger.
GUEST_HOLD = f"authorisation {PRICE} guest"
OUR_CAPTURE = f"capture {PRICE} api"
OUR_VOID = f"cancel {PRICE} api"
LEDGER_HELD = [f"AUTHORISED {PRICE}"]
LEDGER_CAPTURED = [*LEDGER_HELD, f"CAPTURED {PRICE}"]
LEDGER_VOIDED = [*LEDGER_HELD, f"VOIDED {PRICE}"]
PATIENCE_SECONDS = 20.0

Event = str | Mapping[str, Any]
T = TypeVar("T")


class House(BothSides):
    """One hotel behind our server, and its account at Stripe.

    Attributes:
        desk: the front desk's requests, relative to the hotel.
    """

    desk: Desk

    def __init__(self, url: str, connection: psycopg.Connection[Any], stripe: StripeServer) -> None:
        with connection.transaction():
            super().__init__(url, connection, stripe)
            self.hotel.staff()
            self.hotel.room()

    # What guests and staff do.

    def make(self, **changes: object) -> int:
        """Make a booking at the front desk, for two from today; return its row's id."""
        return self.row(self.desk.make(**changes))

    def row(self, reference: str) -> int:
        """Return the row's id of a booking."""
        found = "SELECT id FROM hotelmate.room_booking WHERE hotel_id = %s AND booking_reference = "
        return int(self.hotel.value(found + "%s", self.hotel.hotel_id, reference))

    def reference(self, booking: int) -> str:
        """Return what a booking is called outside."""
        return str(self.hotel.read("room_booking", booking, "booking_reference"))

    def asks(self, booking: int, step: str, **body: object) -> httpx.Response:
        """Ask the front office for a step of a booking."""
        path = f"/bookings/{self.reference(booking)}/{step}"
        return self.desk.post(path, json=body or None)

    def asks_for_page(self, booking: int) -> httpx.Response:
        """Ask for the page on which a booking is paid."""
        return self.asks(booking, "payment-session", **PAGES)

    def page(self, booking: int) -> str:
        """Open the page on which a booking is paid; return its id at Stripe."""
        response = self.asks_for_page(booking)
        while response.status_code == 503:  # it goes on where it ended
            response = self.asks_for_page(booking)
        assert response.status_code in (200, 201), response.text
        session = response.json()["payment_session_id"]
        return str(self.hotel.read("payment_session", session, "stripe_session_id"))

    def paid(self, **columns: Any) -> tuple[int, str]:
        """Let a guest pay for a new booking, which nobody has heard yet: booking and intent."""
        booking = self.make(**columns)
        return booking, self.stripe.people.pay(self.page(booking))

    def captured(self, **columns: Any) -> tuple[int, str]:
        """Make a booking whose price was captured, as both sides know."""
        booking, intent = self.held(**columns)
        self.approve(booking)
        self.work()
        self.hear()
        assert self.status(booking) == "CONFIRMED"
        return booking, intent

    def voided(self, **columns: Any) -> tuple[int, str]:
        """Make a booking that was declined and whose hold was let go, as both sides know."""
        booking, intent = self.held(**columns)
        self.decline(booking)
        self.work()
        self.hear()
        return booking, intent

    def approve(self, booking: int) -> None:
        """Approve."""
        self.desk.do(self.reference(booking), "approve")

    def decline(self, booking: int) -> None:
        """Decline."""
        self.desk.do(self.reference(booking), "decline", reason="no room")

    def cancel(self, booking: int) -> None:
        """Cancel for the guest."""
        self.desk.do(self.reference(booking), "cancel", reason="the guest is ill")

    def asks_refund(self, booking: int, amount: int) -> httpx.Response:
        """Ask for a refund."""
        return self.asks(booking, "refund", amount=amount, reason="the shower was cold")

    def let_drafts_lapse(self) -> None:
        """Let the product's clock strike for drafts whose time is over."""
        self.run(lambda database, _: expire_drafts(database))

    def holds(self, metadata: dict[str, str], *, amount: int = PRICE, currency: str = "eur") -> str:
        """Let another program of the account hold a card, without a page; return the intent."""
        with client_of(self.stripe.api_base, self.stripe.api_key) as client:
            intent = client.v1.payment_intents.create(
                {
                    "amount": amount,
                    "currency": currency,
                    "capture_method": "manual",
                    "confirm": True,
                    "payment_method": "pm_card_visa",
                    "metadata": metadata,
                }
            )
        return str(intent.id)

    def is_overdue(self, booking: int) -> None:
        """Let a draft's time be over."""
        self.hotel.run(
            "UPDATE hotelmate.room_booking SET expires_at = now() - interval '1 minute'"
            " WHERE hotel_id = %s AND id = %s",
            self.hotel.hotel_id,
            booking,
        )

    # What Stripe says.

    def tell(self, event: Event, **how: Any) -> str:
        """Deliver an event, which must be answered 200; return what became of it."""
        delivery = self.stripe.webhooks.deliver(event, **how)
        assert delivery.status == 200, (delivery.status, delivery.answer, delivery.error)
        return str(json.loads(delivery.answer)["outcome"])

    def hear(self, *types: str) -> int:
        """Deliver what was not delivered, of these types or all; return how many there were.

        None of it may be refused.
        """
        events = self.stripe.webhooks.outstanding()
        told = [self.tell(each["id"]) for each in events if not types or each["type"] in types]
        assert "FAILED" not in told
        return len(told)

    def hear_in_any_order(self, seed: int) -> None:
        """Deliver what was not delivered in an order that the seed decides; in the end all counts.

        What comes before what it is about may wait or be refused, until it is tried again.
        """
        schedule = self.stripe.webhooks.schedule(seed)
        schedule.shuffle()
        assert {each.status for each in schedule.deliver_all()} == {200}
        self.try_waiting()
        left = self.hotel.connection.execute(
            "SELECT event_type, status, error FROM hotelmate.stripe_webhook_event AS event"
            " JOIN hotelmate.payment USING (payment_intent_id)"
            " WHERE payment.hotel_id = %s AND status <> 'PROCESSED'",
            (self.hotel.hotel_id,),
        ).fetchall()
        assert left == []

    def event(self, type: str) -> str:
        """Return the last event of a type."""
        return str(self.stripe.events(type)[-1]["id"])

    def invent(self, type: str, shown: Mapping[str, Any], **members: Any) -> dict[str, Any]:
        """Return an event that never happened, about an object that is not as shown here."""
        return self.stripe.webhooks.invent(type, {**shown, **members})

    def try_waiting(self) -> int:
        """Let the product try again what waits or failed, whenever its turn is."""
        until = datetime.now().astimezone() + timedelta(days=1)
        return self.run(lambda database, _: try_waiting(database, until=until))

    # How things stand.

    def shown(self, booking: int) -> dict[str, Any]:
        """Return a booking as the front office shows it."""
        return self.desk.booking(self.reference(booking))

    def stored(self, event: Event) -> tuple[str, str | None] | None:
        """Return status and error of an event, None when it is not stored."""
        event_id = event if isinstance(event, str) else event["id"]
        return self.hotel.connection.execute(
            "SELECT status, error FROM hotelmate.stripe_webhook_event WHERE event_id = %s",
            (event_id,),
        ).fetchone()

    def entries(self, intent: str) -> list[str]:
        """Return our ledger of a payment, like `CAPTURED 20000`."""
        rows = self.hotel.connection.execute(
            "SELECT kind, entry.amount FROM hotelmate.payment_entry AS entry"
            " JOIN hotelmate.payment AS p ON p.hotel_id = entry.hotel_id AND p.id = payment_id"
            " WHERE payment_intent_id = %s ORDER BY seq",
            (intent,),
        )
        return [f"{kind} {amount}" for kind, amount in rows]

    def moved(self, intent: str) -> list[str]:
        """Return what took effect at Stripe and by whom, like `capture 20000 api`."""
        return [
            f"{each.kind} {each.amount} {each.source}"
            for each in self.stripe.effects
            if each.payment_intent == intent
        ]

    def payments(self, booking: int) -> list[str]:
        """Return the payment intents that we know of a booking."""
        rows = self.hotel.connection.execute(
            "SELECT payment_intent_id FROM hotelmate.payment"
            " WHERE hotel_id = %s AND booking_id = %s AND provider = 'stripe' ORDER BY id",
            (self.hotel.hotel_id, booking),
        )
        return [row[0] for row in rows]

    def expect(self, booking: int, status: str, *instructions: str) -> None:
        """Assert how a booking stands, and that both sides say the same of each of its payments.

        Args:
            booking: the row's id.
            status: of the booking.
            instructions: all of them, oldest first, like `CAPTURE DONE`.
        """
        self.expect_status(booking, status)
        assert [" ".join(each) for each in self.instructions(booking)] == list(instructions)
        for intent in self.payments(booking):
            self.agree(intent)

    def expect_status(self, booking: int, status: str) -> None:
        """Assert a booking's status while one side knows more than the other."""
        assert self.shown(booking)["status"] == status

    def sessions(self, booking: int) -> list[str]:
        """Return the states of a booking's pages, oldest first."""
        shown = self.desk.get(f"/bookings/{self.reference(booking)}/payments").json()
        return [session["state"] for session in shown["sessions"]]

    # Who comes first.

    @contextmanager
    def queue(self, booking: int) -> Iterator["Queue"]:
        """Hold a booking, so that whoever needs it queues; let go at the end of the block."""
        with psycopg.connect(self.url) as holder, ThreadPoolExecutor(8) as threads:
            holder.execute(
                "SELECT FROM hotelmate.room_booking WHERE hotel_id = %s AND id = %s FOR UPDATE",
                (self.hotel.hotel_id, booking),
            )
            queue = Queue(self, holder, threads)
            yield queue
            holder.commit()
            wait(queue.waiting, timeout=PATIENCE_SECONDS)

    def waiters(self) -> list[int]:
        """Return the database sessions that wait for a lock."""
        rows = self.hotel.connection.execute(
            "SELECT pid FROM pg_stat_activity"
            " WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        return [row[0] for row in rows]

    def leave(self) -> None:
        """Put off what is pending, so that the worker of another test has nothing of ours to do."""
        self.hotel.run(
            "UPDATE hotelmate.payment_instruction SET next_try_at = 'infinity'"
            " WHERE hotel_id = %s AND state = 'PENDING'",
            self.hotel.hotel_id,
        )


class Queue:
    """Those who wait for a booking, in the order in which they came."""

    def __init__(
        self, house: House, holder: psycopg.Connection[Any], threads: ThreadPoolExecutor
    ) -> None:
        self._house = house
        self._threads = threads
        self.holder = house.hotel.through(holder)
        self.waiting: list[Future[Any]] = []

    def joins(self, call: Callable[[], T]) -> Future[T]:
        """Start a call that needs the booking, and return once the database says that it waits."""
        future = self._threads.submit(call)
        self.waiting.append(future)
        wait_until(lambda: future.done() or len(self._house.waiters()) >= len(self.waiting))
        assert not future.done(), f"it was to wait and did not: {future.result()}"
        return future


def at_once(*calls: Callable[[], T]) -> list[T]:
    """Make calls at the same moment, and return what they return, in order."""
    gate = Barrier(len(calls))

    def make(call: Callable[[], T]) -> T:
        gate.wait()
        return call()

    with ThreadPoolExecutor(len(calls)) as threads:
        return list(threads.map(make, calls))


def desk_of(hotel: HotelBuilder, address: str) -> Desk:
    """Return the front desk of a hotel; next door it needs no certificates, which take long."""
    return Desk(
        base_url=f"{address}/api/hotels/{hotel.slug}",
        headers=as_staff(hotel),
        timeout=30,
        verify=False,
        trust_env=False,
    )


@contextmanager
def house_at(
    url: str,
    address: str,
    stripe: StripeServer,
    onlooker: psycopg.Connection[Any] | None = None,
    kept: KeptConnections | None = None,
) -> Iterator[House]:
    """Give a new hotel behind a server, and a provider that has forgotten everything.

    Args:
        url: connection string of the database.
        address: of the server.
        stripe: the provider.
        onlooker: looks for contradictions at the end; one for many hotels keeps its plans.
        kept: connections of tests before this one.
    """
    listening(stripe, address)
    with kept.lent(url) if kept else psycopg.connect(url, autocommit=True) as connection:
        house = House(url, connection, stripe)
        with desk_of(house.hotel, address) as house.desk:
            yield house
        found = contradictions(onlooker or connection, house.hotel.slug)
        house.leave()
        assert found == []
