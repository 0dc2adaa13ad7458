"""One history while it is played: a hotel of its own, one booking, and who knows what of it."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Protocol

import httpx

from bench.payments.stage import STAFF, Stage
from tests.hotel_builder import HotelBuilder
from tests.stripe_server.faults import FaultKind
from tests.stripe_server.schedule import Schedule
from tests.stripe_server.wire import Json


@dataclass(frozen=True, slots=True)
class Step:
    """Something that somebody does.

    Attributes:
        move: what, a name of `moves.MOVES`.
        which: to which of the things it can be done to, modulo their number.
        how: how much of it, in percent, or in which manner.
    """

    move: str
    which: int = 0
    how: int = 0


@dataclass(frozen=True, slots=True)
class Plan:
    """A history before it is played.

    Attributes:
        price: minor units.
        currency: ISO 4217.
        terms: the hotel's, each days before arrival and percent refunded.
        days: from the booking to the arrival.
        steps: in turn.
        restores: whether Stripe finally posts the events too that were lost on the way.
    """

    price: int
    currency: str
    terms: tuple[tuple[int, int], ...]
    days: int
    steps: tuple[Step, ...]
    restores: bool

    @property
    def refund_percent(self) -> int:
        """What the guest gets back who cancels now: by the earliest term that is not over."""
        fitting = [term for term in self.terms if term[0] <= self.days]
        return max(fitting)[1] if fitting else 0 if self.terms else 100


class Hands(Protocol):
    """Whoever carries out instructions.

    Attributes:
        faults: what may go wrong between them and Stripe.
    """

    faults: tuple[FaultKind, ...]

    @property
    def are_alive(self) -> bool:
        """Whether they may be at work between two moves."""

    def work(self, history: "History", workers: int) -> bool:
        """Carry out what is due; say whether there was anything."""

    def die(self, history: "History", how: int) -> bool:
        """Begin to carry out what is due and die of it; say whether they did."""


@dataclass
class History:
    """A history in play.

    Attributes:
        hands: who carries out what Stripe is to do.
        booking: id of the booking; `reference` is what everybody else calls it.
        pages: Checkout sessions whose address the guest was given.
        fee: what the hotel may keep of a booking that was cancelled, minor units.
        overdue: those of them that we took for expired earlier than Stripe did.
        posts: the events that are to be posted.
        lost: events that did not come when they should have.
        taken: how often each move took effect.
        trouble: answers that nobody should get.
    """

    stage: Stage
    plan: Plan
    hands: Hands
    hotel: HotelBuilder
    booking: int
    reference: str
    posts: Schedule
    fee: int = 0
    pages: list[str] = field(default_factory=list)
    overdue: set[str] = field(default_factory=set)
    lost: set[str] = field(default_factory=set)
    taken: Counter[str] = field(default_factory=Counter)
    trouble: list[str] = field(default_factory=list)

    def ask(self, action: str, body: Json | None = None) -> httpx.Response:
        """Post something about the booking to the API as the front desk."""
        path = f"/api/hotels/{self.hotel.slug}/bookings/{self.reference}/{action}"
        answer = self.stage.desk.post(path, json={} if body is None else body)
        if answer.status_code >= 500 and not self._is_of_stripe(answer):
            self.trouble.append(f"{action}: {answer.status_code} {answer.text}")
        return answer

    def _is_of_stripe(self, answer: httpx.Response) -> bool:
        """Say whether the API passes on what is wrong with Stripe."""
        kind = str(answer.json().get("type", ""))
        return any(word in kind for word in ("payment-provider", "payments-not-configured"))

    def status(self) -> str:
        """Return the booking's status."""
        return str(self.hotel.read("room_booking", self.booking, "status"))

    def intents(self, *statuses: str) -> list[Json]:
        """Return Stripe's payment intents of the booking that have one of these statuses."""
        return [
            each
            for each in self.stage.stripe.payment_intents(hotel=self.hotel.slug)
            if not statuses or each["status"] in statuses
        ]

    def open_pages(self) -> list[Json]:
        """Return the pages that the guest has and Stripe has not closed."""
        shown = [self.stage.stripe.session(page) for page in self.pages]
        return [each for each in shown if each["status"] == "open"]

    def refunds(self, *statuses: str) -> list[Json]:
        """Return Stripe's refunds that have one of these statuses, oldest first."""
        stripe = self.stage.stripe
        made = [each.object_id for each in stripe.effects if each.kind == "refund"]
        return [each for each in map(stripe.refund, made) if each["status"] in statuses]

    def open_disputes(self) -> list[Json]:
        """Return the disputes that the bank has not decided."""
        stripe = self.stage.stripe
        opened = [each.object_id for each in stripe.effects if each.kind == "dispute"]
        return [each for each in map(stripe.dispute, opened) if each["status"] == "needs_response"]

    def pending(self) -> int:
        """Return how many instructions wait to be carried out."""
        return int(
            self.hotel.value(
                "SELECT count(*) FROM hotelmate.payment_instruction"
                " WHERE hotel_id = %s AND state = 'PENDING'",
                self.hotel.hotel_id,
            )
        )


def begin(stage: Stage, plan: Plan, hands: Hands) -> History:
    """Make the hotel and its booking, and let Stripe forget what was before."""
    stage.stripe.reset()
    hotel = HotelBuilder(stage.owner, currency=plan.currency)
    hotel.staff(STAFF)
    for days, percent in plan.terms:
        hotel.insert("cancellation_term", days_before_arrival=days, refund_percent=percent)
    # As if reconciliation had run a moment ago: it is to look at what has moved since, no more.
    hotel.run(
        "INSERT INTO hotelmate.payment_reconciliation (listed_until, finished_at)"
        " VALUES (now(), now())"
    )
    booking = hotel.booking(arrival=plan.days, total_amount=plan.price)
    reference = str(hotel.read("room_booking", booking, "booking_reference"))
    posts = stage.stripe.webhooks.schedule()
    return History(stage, plan, hands, hotel, booking, reference, posts)
