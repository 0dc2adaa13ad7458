"""Whether our side is Stripe's truth at the end of a history, and whether that is as it should be.

Nothing is taken from the schema's own arithmetic: ledgers are added up anew, the fee is worked out
from the plan, and what was done at Stripe is what Stripe's books say.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from bench.payments.histories.history import History
from bench.payments.histories.our_side import Instruction, OurSide, Payment, our_side
from tests.consistency import contradictions
from tests.stripe_server.truth import Truth

CLOSED = ("CANCELLED", "CANCELLED_DRAFT", "DECLINED")
# Why a refund may be left to people: the guest's bank sent it back, or took the money first.
LEFT_TO_PEOPLE = ("refund_failed", "charge_disputed")
# Stripe posts an event again that is answered so.
BUSY = 503


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as it should be; `kind` is the figure that counts it."""

    kind: str
    what: str

    def __str__(self) -> str:
        return f"{self.kind}: {self.what}"


def verdict(history: History) -> list[Finding]:
    """Compare both sides of a history that has ended, and return what is wrong."""
    ours = our_side(history)
    return [
        *_of_intents(history, ours),
        *_of_our_doings(history, ours),
        *_of_refunds(history, ours),
        *_of_booking(history, ours),
        *_of_strays(history, ours),
        *_of_instructions(ours),
        *_of_pages(history, ours),
        *_of_events(history, ours),
        *(Finding("contradictions", trouble) for trouble in _contradictions(history)),
        *(Finding("wrong_answers", trouble) for trouble in history.trouble),
        *(Finding("wrong_answers", answer) for answer in _to_posts(history)),
    ]


def _of_intents(history: History, ours: OurSide) -> Iterator[Finding]:
    """Compare every payment intent with its ledger, both ways."""
    known = {each.intent: each for each in ours.payments if each.intent is not None}
    for intent in (each["id"] for each in history.intents()):
        truth, payment = history.stage.stripe.truth(intent), known.pop(intent, None)
        if payment is None:
            yield Finding("differences_from_stripe", f"{intent} ({truth.status}) is unknown")
            continue
        pairs = {
            "status": (payment.status, truth.status),
            "currency": (payment.currency, truth.currency.upper()),
            "held": (payment.held, truth.capturable),
            "captured": (payment.captured, truth.captured),
            "refunded": (payment.refunded, truth.refunded),
            "disputed": (payment.disputed, truth.disputed),
        }
        if payment.authorised or truth.captured or truth.capturable:
            # A hold that was over before anybody heard of it leaves no trace.
            pairs["authorised"] = (payment.authorised, truth.authorised)
        for name, (we_say, they_say) in pairs.items():
            if we_say != they_say:
                what = f"{intent} has {name} {they_say} at Stripe and {we_say} here"
                yield Finding("differences_from_stripe", what)
    for invented in known:
        yield Finding("differences_from_stripe", f"{invented} is not at Stripe")


def _of_our_doings(history: History, ours: OurSide) -> Iterator[Finding]:
    """See whether what we had Stripe do was instructed, and done once."""
    for payment, truth in _at_stripe(history, ours):
        if truth.api_captures > 1:
            yield Finding("double_captures", f"{payment.intent}, {truth.api_captures} times")
        if truth.api_cancels > 1:
            yield Finding("double_voids", f"{payment.intent}, {truth.api_cancels} times")
        if truth.api_captures and not ours.booking.is_approved:
            yield Finding("booking_out_of_line", f"{payment.intent} captured without approval")
        captures = ours.instructed(payment, "CAPTURE", "DONE", "WITHDRAWN")
        if truth.api_captures and truth.captured not in [each.amount for each in captures]:
            yield Finding("instructions_out_of_line", f"nobody had {payment.intent} captured")
        voids = ours.instructed(payment, "VOID", "DONE", "WITHDRAWN")
        if truth.authorised and truth.api_cancels and not voids:
            yield Finding("instructions_out_of_line", f"nobody had {payment.intent} voided")


def _of_refunds(history: History, ours: OurSide) -> Iterator[Finding]:
    """Match the refunds that we had Stripe make with the instructions, one by one."""
    stripe = history.stage.stripe
    by_us = [each for each in stripe.effects if (each.kind, each.source) == ("refund", "api")]
    made = Counter[int]()
    told = {each.id: each for each in ours.instructions if each.kind == "REFUND"}
    for effect in by_us:
        refund = stripe.refund(effect.object_id)
        instruction = told.get(int(refund["metadata"].get("instruction", 0)))
        if instruction is None or instruction.amount != effect.amount:
            yield Finding("double_refunds", f"{effect.object_id} was not instructed so")
            continue
        made[instruction.id] += 1
        wanted = "FAILED" if refund["status"] == "failed" else "DONE"
        if instruction.state != wanted:
            what = f"{instruction.id} is {instruction.state}: {refund['id']} {refund['status']}"
            yield Finding("instructions_out_of_line", what)
    for id, times in made.items():
        if times > 1:
            yield Finding("double_refunds", f"instruction {id} was carried out {times} times")
    for instruction in told.values():
        if instruction.state == "DONE" and not made[instruction.id]:
            yield Finding("instructions_out_of_line", f"{instruction.id} is DONE without a refund")


def _of_booking(history: History, ours: OurSide) -> Iterator[Finding]:
    """See whether the booking's status is in line with the money of the payment that counts."""
    booking = ours.booking
    counting = next((each for each in ours.payments if each.id == booking.payment_id), None)
    out_of_line = {
        "waits for a payment that it has": booking.status == "PENDING_PAYMENT" and counting,
        "is approved and not captured": booking.status == "PENDING_APPROVAL"
        and booking.is_approved,
        "waits for approval without a hold": booking.status == "PENDING_APPROVAL"
        and (counting is None or counting.held < booking.price),
        "is confirmed and not paid": booking.status in ("CONFIRMED", "COMPLETED", "NO_SHOW")
        and (counting is None or counting.captured < booking.price),
        "is closed and holds the guest's money": booking.status in CLOSED
        and counting is not None
        and counting.held > 0,
    }
    for what, is_so in out_of_line.items():
        if is_so:
            yield Finding("booking_out_of_line", f"{booking.status}, {what}")
    if booking.status == "CANCELLED" and booking.fee != history.fee:
        yield Finding("booking_out_of_line", f"the fee is {booking.fee}, not {history.fee}")
    if booking.status in CLOSED and counting is not None:
        yield from _of_money_kept(ours, counting, history.fee)


def _of_strays(history: History, ours: OurSide) -> Iterator[Finding]:
    """See whether nothing is left of payments that do not count, and none of them should have."""
    for payment, truth in _at_stripe(history, ours):
        if payment.id == ours.booking.payment_id:
            continue
        if payment.held:
            yield Finding("booking_out_of_line", f"{payment.intent} counts for nothing and holds")
        yield from _of_money_kept(ours, payment, 0)
        fits = (truth.amount, truth.currency.upper()) == (ours.booking.price, history.plan.currency)
        if fits and truth.api_cancels and truth.authorised:
            was_waiting = ours.booking.status == "PENDING_PAYMENT"
            if was_waiting and not history.taken["change_price"]:
                yield Finding("booking_out_of_line", f"{payment.intent} was the price and is void")


def _of_money_kept(ours: OurSide, payment: Payment, fee: int) -> Iterator[Finding]:
    """See whether no more is kept than the fee, and no more was refunded by itself than the rest.

    What the staff, the Dashboard or a bank give back besides, the hotel has less.
    """
    failed = _sum(ours.instructed(payment, "REFUND", "FAILED"))
    too_much = payment.kept - fee - failed
    if too_much > 0:
        what = f"{payment.intent or 'the desk'} keeps {payment.kept}, {too_much} too much"
        yield Finding("booking_out_of_line", what)
    by_itself = [each for each in ours.instructed(payment, "REFUND", "DONE") if not each.by_staff]
    if _sum(by_itself) > payment.captured - fee:
        what = f"{payment.intent}: {_sum(by_itself)} refunded of {payment.captured}, fee {fee}"
        yield Finding("booking_out_of_line", what)


def _of_instructions(ours: OurSide) -> Iterator[Finding]:
    """See whether everything is carried out or rightly given up."""
    for each in ours.instructions:
        what = f"{each.kind} {each.id} is {each.state}: {each.error}"
        if each.state == "PENDING":
            yield Finding("instructions_left", what)
        elif each.state == "FAILED" and not _is_left_rightly(each, ours):
            yield Finding("instructions_out_of_line", what)


def _is_left_rightly(instruction: Instruction, ours: OurSide) -> bool:
    """Say whether people, not the worker, have to see to it."""
    if instruction.kind == "CAPTURE":
        payment = next(each for each in ours.payments if each.id == instruction.payment_id)
        return payment.status == "canceled" and not payment.captured
    return instruction.kind == "REFUND" and instruction.error in LEFT_TO_PEOPLE


def _of_pages(history: History, ours: OurSide) -> Iterator[Finding]:
    """See whether the guest can pay where we think, and nowhere else."""
    open_pages = {page["id"] for page in history.open_pages()}
    for page in open_pages - ours.open_pages - history.overdue:
        yield Finding("booking_out_of_line", f"the guest can still pay on {page}")
    for page in ours.open_pages - open_pages:
        yield Finding("differences_from_stripe", f"{page} is not open at Stripe")
    if ours.open_pages and ours.booking.status != "PENDING_PAYMENT":
        yield Finding("booking_out_of_line", f"{ours.booking.status} with an open page")


def _of_events(history: History, ours: OurSide) -> Iterator[Finding]:
    """See whether every event of Stripe's is stored and has taken effect."""
    for event in history.stage.stripe.events():
        stored = ours.events.get(event["id"])
        if stored is None:
            yield Finding("events_lost", f"{event['type']} {event['id']}")
        elif stored[0] != "PROCESSED":
            yield Finding("events_without_effect", f"{event['type']} is {' '.join(stored)}")


def _contradictions(history: History) -> list[str]:
    return [
        f"{found.name} of {found.subject}: {found.finding}"
        for found in contradictions(history.stage.owner, history.hotel.slug)
    ]


def _to_posts(history: History) -> list[str]:
    """Return what was answered to events, but that it is stored or that it cannot be just now.

    An answer may be missing: a connection that was idle is closed in the moment it is used again.
    """
    return [
        f"{each.event_type}: {each.status} {each.answer!r}"
        for each in history.stage.stripe.webhooks.deliveries
        if not each.ok and each.status not in (BUSY, None)
    ]


def _at_stripe(history: History, ours: OurSide) -> Iterator[tuple[Payment, Truth]]:
    """Pair our payments by Stripe with what is true of them; those it has not are told before."""
    there = {each["id"] for each in history.intents()}
    for payment in ours.payments:
        if payment.intent in there:
            yield payment, history.stage.stripe.truth(str(payment.intent))


def _sum(instructions: list[Instruction]) -> int:
    return sum(each.amount or 0 for each in instructions)
