"""The story of one payment by card, from the hold to the refund: who says what, what must follow.

The hotel decides over HTTP, Stripe speaks through webhooks. Between the two stands an instruction,
which a worker would carry out at Stripe; here the demo does, for it plays Stripe.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from app.demo.desk import Body, DemoError, Desk
from app.demo.guests import booking_for_two
from app.demo.printing import Page
from app.demo.state import State, changes, flat, unmet
from app.demo.stripe_objects import Intent, Object
from app.demo.stripe_part import WEBHOOK, StripePart
from app.demo.traces import Traces

# So that the terms of the demo hotel keep a part and refund a part, also after midnight.
DAYS_AHEAD = 3
PAGE = {"success_url": "https://hotel.example/thanks", "cancel_url": "https://hotel.example/pay"}


@dataclass(frozen=True)
class Decision:
    """A call of the hotel's. In it {booking} is filled in.

    Attributes:
        facts: what the call writes, as it is named in the watched state.
        follows: what must be so afterwards; of a dry run, in its answer.
        is_dry_run: nothing may change; the answer shows what would.
    """

    title: str
    call: str
    follows: Mapping[str, object]
    body: Body | None = None
    facts: tuple[str, ...] = ()
    is_dry_run: bool = False


@dataclass(frozen=True)
class Word:
    """An event of Stripe's.

    Attributes:
        tells: makes the event.
        follows: what must be so afterwards; without it nothing may change.
    """

    title: str
    tells: Callable[[Intent], Object]
    follows: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class SameAgain:
    """The last event once more, which must change nothing."""

    title: str


@dataclass(frozen=True)
class CarriedOut:
    """What Stripe says when it has done what it was told.

    Attributes:
        follows: what must be so afterwards.
    """

    title: str
    follows: Mapping[str, object]


Step = Decision | Word | SameAgain | CarriedOut


def fee(price: int, terms: Sequence[Mapping[str, int]]) -> int:
    """Return what a hotel's terms keep of the price: told from its policy, not from the booking.

    Raises:
        DemoError: they keep it all.
    """
    fitting = [term for term in terms if term["days_before_arrival"] <= DAYS_AHEAD]
    percent = 0 if terms else 100
    if fitting:
        percent = max(fitting, key=lambda term: term["days_before_arrival"])["refund_percent"]
    if percent == 0:
        raise DemoError(
            f"the hotel's cancellation terms refund nothing {DAYS_AHEAD} days before arrival,"
            " so there is no refund to show: PUT /cancellation-policy with other terms"
        )
    return price - price * percent // 100


def story(price: int, kept: int) -> tuple[Step, ...]:
    """Return the steps after the booking.

    Args:
        price: of the stay, minor units.
        kept: what the hotel keeps of it by its terms.
    """
    return (*_payment(price, kept), *_cancellation(price, kept))


def _payment(price: int, kept: int) -> tuple[Step, ...]:
    """From the hold on the card to the capture that confirms the booking."""
    return (
        Word(
            "The guest pays by card: Stripe holds the price",
            Intent.held,
            {
                "booking.status": "PENDING_APPROVAL",
                "booking.payment.provider": "stripe",
                "booking.payment.authorised_amount": price,
                "booking.payment.captured_amount": 0,
                "payment.status": "requires_capture",
            },
        ),
        SameAgain("Stripe delivers the same event once more"),
        Word(
            "Stripe says how long the card's bank lets it hold",
            Intent.charged,
            {"booking.status": "PENDING_APPROVAL"},
        ),
        Decision(
            "A manager approves: Stripe is told to capture, and the booking waits",
            "POST /bookings/{booking}/approve",
            {
                "booking.status": "PENDING_APPROVAL",
                "booking.payment.captured_amount": 0,
                "booking.payment.pending_instructions": ["CAPTURE"],
                "instruction.CAPTURE": "PENDING",
            },
            facts=("booking.approved_at",),
        ),
        Word("Old news arrives late: the guest's first card was declined", Intent.declined),
        CarriedOut(
            "Stripe has captured",
            {
                "booking.status": "CONFIRMED",
                "booking.payment.captured_amount": price,
                "booking.payment.pending_instructions": [],
                "instruction.CAPTURE": "DONE",
                "booking.cancellation.fee_amount": kept,
                "booking.cancellation.refund_amount": price - kept,
            },
        ),
    )


def _cancellation(price: int, kept: int) -> tuple[Step, ...]:
    """From the question what it costs to the refund."""
    return (
        Decision(
            "The guest asks what cancelling would cost: a dry run",
            "POST /bookings/{booking}/cancel?dry_run=true",
            {"booking.status": "CANCELLED", "booking.cancellation_fee_amount": kept},
            {"reason": "change of plans"},
            is_dry_run=True,
        ),
        Decision(
            "The guest cancels: the fee is the announced one, the rest is to be refunded",
            "POST /bookings/{booking}/cancel",
            {
                "booking.status": "CANCELLED",
                "booking.cancellation_fee_amount": kept,
                "booking.payment.refunded_amount": 0,
                "booking.payment.pending_instructions": ["REFUND"],
                "instruction.REFUND": "PENDING",
            },
            {"reason": "change of plans"},
            facts=("booking.status", "booking.cancellation_reason"),
        ),
        CarriedOut(
            "Stripe has refunded",
            {
                "booking.payment.refunded_amount": price - kept,
                "booking.payment.pending_instructions": [],
                "instruction.REFUND": "DONE",
            },
        ),
    )


def why_left_out(desk: Desk, stripe: StripePart | None, *, has_account: bool) -> str | None:
    """Say why this story cannot be told here, None when it can.

    Args:
        desk: asks the server.
        stripe: None without a secret to sign with.
        has_account: whether this process knows a key of Stripe's.
    """
    if has_account or _has_account(desk):
        return (
            "STRIPE_SECRET_KEY is set: Stripe does not know the payments that the demo makes up,"
            " and would be asked to capture and to refund them. Without the key it is played here."
        )
    if stripe is None:
        return (
            "There is no secret to sign Stripe's events with: `hotelmate run` makes one, and"
            " STRIPE_WEBHOOK_SECRET sets one, for the server and for the demo alike."
        )
    if stripe.is_believed().refused_by != "request-invalid":
        return (
            "The server does not know the secret that the demo signs Stripe's events with: set"
            " STRIPE_WEBHOOK_SECRET for both alike, or for neither."
        )
    return None


def _has_account(desk: Desk) -> bool:
    """Say whether the server has a key of Stripe's: its settings may differ from this process's.

    It is asked for a page to pay, of a booking that cannot be, so that Stripe does not hear of it.
    """
    page = desk.call("POST", "/bookings/BK-0000-000000/payment-session?dry_run=true", PAGE)
    if page.refused_by not in ("payments-not-configured", "booking-not-found"):
        raise DemoError(f"a page to pay for no booking: {page.status} {page.refused_by}")
    return page.refused_by == "booking-not-found"


class OnlinePayment:
    """Plays the story once and prints it."""

    def __init__(
        self, desk: Desk, stripe: StripePart, page: Page, traces: Traces, today: date
    ) -> None:
        self._desk = desk
        self._stripe = stripe
        self._page = page
        self._traces = traces
        self._today = today
        self._booking = ""
        self._last_said: Object = {}

    def play(self) -> bool:
        """Play every step; return whether all that must follow did.

        Raises:
            DemoError: a step was refused, so that the next makes no sense.
        """
        terms = self._desk.must("GET", "/cancellation-policy").body["terms"]
        price = self._book()
        as_told = True
        for number, step in enumerate(story(price, fee(price, terms)), start=2):
            match step:
                case Decision():
                    as_told &= self._decide(number, step)
                case _:
                    as_told &= self._hear(number, step)
        self._tell_ledger()
        return as_told

    def _book(self) -> int:
        room_type = self._desk.must("GET", "/rooms").body["items"][0]["room_type"]
        arrival = self._today + timedelta(days=DAYS_AHEAD)
        answer = self._desk.must("POST", "/bookings", booking_for_two(room_type, arrival))
        self._booking = str(answer.body["booking_id"])
        self._traces.booked(self._booking)
        title = f"A guest books, to arrive in {DAYS_AHEAD} days"
        self._page.step(1, title, "POST /bookings", answer)
        state = self._look()
        derived = ("booking_id", "status", "expires_at", "payment.total_amount")
        made = [(f"booking.{name}", None, state[f"booking.{name}"]) for name in derived]
        self._page.changes("derived", made)
        return int(answer.body["payment"]["total_amount"])

    def _decide(self, number: int, step: Decision) -> bool:
        before = self._look()
        method, path = step.call.format(booking=self._booking).split(" ", 1)
        answer = self._desk.must(method, path, step.body)
        self._page.step(number, step.title, f"{method} {path}", answer)
        after = self._look()
        if step.is_dry_run:
            would = flat("booking", answer.body)
            self._page.changes("would be", changes(before, would))
            return self._stands(before, after) & self._follows(step.follows, would)
        changed = changes(before, after)
        self._page.changes("written", [each for each in changed if each[0] in step.facts])
        self._page.changes("derived", [each for each in changed if each[0] not in step.facts])
        return self._follows(step.follows, after)

    def _hear(self, number: int, step: Word | SameAgain | CarriedOut) -> bool:
        before = self._look()
        event, outcome = self._say(step)
        call = f"POST {WEBHOOK}  {event['type']}"
        self._page.step(number, step.title, call, f"200 {outcome}")
        after = self._look()
        self._page.changes("derived", changes(before, after))
        known = isinstance(step, SameAgain)
        as_told = self._follows(
            {"outcome": "KNOWN" if known else "PROCESSED"}, {"outcome": outcome}
        )
        follows = {} if isinstance(step, SameAgain) else step.follows
        return as_told & (self._follows(follows, after) if follows else self._stands(before, after))

    def _say(self, step: Word | SameAgain | CarriedOut) -> tuple[Object, str]:
        """Say an event; return it and what became of it."""
        if isinstance(step, CarriedOut):
            return self._stripe.carry_out_one(self._desk, self._booking)
        if isinstance(step, Word):
            self._last_said = step.tells(self._stripe.paying(self._desk, self._booking))
        return self._last_said, self._stripe.say(self._last_said)

    def _follows(self, wanted: Mapping[str, object], state: State) -> bool:
        troubles = unmet(wanted, state)
        for trouble in troubles:
            self._page.failure(trouble)
        return not troubles

    def _stands(self, before: State, after: State) -> bool:
        """Say that nothing has changed, not even a version, or that something has."""
        if before == after:
            self._page.text("     nothing has changed")
            return True
        self._page.failure("nothing may change here")
        return False

    def _look(self) -> State:
        """Return all that is watched: the booking, the payment, what Stripe is told."""
        state = flat("booking", self._desk.booking(self._booking))
        for payment in self._desk.payments(self._booking):
            state |= {f"payment.{name}": payment[name] for name in ("status", "capture_before")}
            for told in payment["instructions"]:
                state[f"instruction.{told['kind']}"] = told["state"]
        return state

    def _tell_ledger(self) -> None:
        path = f"/bookings/{self._booking}/payments"
        entries = [
            f"{entry['kind']} {entry['amount'] / 100:.2f}"
            for payment in self._desk.payments(self._booking)
            for entry in payment["entries"]
        ]
        self._page.trail(f"The ledger has an event for each amount (GET {path}):", entries)
