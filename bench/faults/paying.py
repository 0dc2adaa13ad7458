"""Guests who pay by card while faults happen: no capture and no refund is lost or done twice.

That the worker may be killed at any moment, between Stripe's answer and what is written of it too,
is the proof of payments (`bench/payments/histories/killing`). Here it lives, and what it works with
dies: a claim that nobody gives back ends after a minute, and the next attempt begins with a look.
"""

import random
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

import httpx

from app.embedded import throwaway
from app.payments.instructions import Pace
from bench.faults.books import ended
from bench.faults.clerk import PAUSE_SECONDS, Clerk, Desk
from bench.faults.happening import Fault, happen
from bench.faults.scene import CALM_SECONDS, SERVER_SETTINGS, Scene, scene
from bench.faults.steps import CREATE, Stay, Step, booking, create
from bench.proof.figures import AtLeast, AtMost, Figure
from bench.relay.kills.pair import wait_until
from tests.processes.hotelmate import HotelmateProcess
from tests.stripe_server.server import StripeServer
from tests.stripe_server.truth import Truth

PAYERS = 4
# A claim that nobody gave back, and then the work itself.
PAID_WITHIN_SECONDS = Pace().lease + 15.0
PAGES = {"success_url": "https://hotel.example/thanks", "cancel_url": "https://hotel.example/back"}
APPROVE, CANCEL = "approve_card", "cancel_card"
_LEFT = "SELECT count(*) FROM hotelmate.payment_instruction WHERE state = 'PENDING'"
_MONEY = """
SELECT payment.payment_intent_id,
    coalesce(sum(entry.amount) FILTER (WHERE entry.kind = 'CAPTURED'), 0)::bigint,
    coalesce(sum(entry.amount) FILTER (WHERE entry.kind = 'REFUNDED'), 0)::bigint
FROM hotelmate.payment LEFT JOIN hotelmate.payment_entry AS entry
    ON entry.hotel_id = payment.hotel_id AND entry.payment_id = payment.id
WHERE payment.payment_intent_id IS NOT NULL
GROUP BY payment.hotel_id, payment.id
"""


class Both(NamedTuple):
    """A payment: what is true of it at Stripe, and what our ledger says."""

    true: Truth
    captured: int
    refunded: int


class Payer(Clerk):
    """Books, pays by card, is approved, and cancels when the money was taken: it is given back."""

    steps: Mapping[str, Step] = MappingProxyType(
        {CREATE: create, APPROVE: booking("approve"), CANCEL: booking("cancel", reason="ill")}
    )

    def __init__(self, desk: Desk, stripe: StripeServer, seed: int) -> None:
        super().__init__(desk, f"card-{seed}", seed)
        self._stripe = stripe

    def _play(self) -> None:
        stay = Stay("", "", *self._desk.dates)
        made = self._until_done(CREATE, stay)
        if not made.is_acknowledged:
            return
        stay = stay._replace(reference=made.reference)
        page = self._page(stay)
        if page is None:
            return
        self._stripe.people.pay(page)
        for waits_for, step in (("PENDING_APPROVAL", APPROVE), ("CONFIRMED", CANCEL)):
            if not self._becomes(stay, waits_for):
                return
            if not self._until_done(step, stay).is_acknowledged:
                return
        self.stays += 1

    def _page(self, stay: Stay) -> str | None:
        """Have a page for the card opened; None when the desk closes before."""
        while not self._desk.closes.wait(PAUSE_SECONDS):
            answer = self._ask("POST", f"/bookings/{stay.reference}/payment-session", PAGES)
            if answer is not None:
                return str(answer["url"]).rpartition("/")[2]
        return None

    def _becomes(self, stay: Stay, status: str) -> bool:
        """Wait until the booking has this status; say no when the desk closes before."""
        while not self._desk.closes.wait(PAUSE_SECONDS):
            answer = self._ask("GET", f"/bookings/{stay.reference}")
            if answer is not None and answer["status"] == status:
                return True
        return False

    def _ask(
        self, method: str, path: str, body: Mapping[str, str] | None = None
    ) -> dict[str, object] | None:
        """Ask for what may be asked for again and again; None where there was no good answer."""
        try:
            answer = self._client.request(method, path, json=body)
        except httpx.TransportError:
            return None
        return dict(answer.json()) if answer.is_success else None


def paying_figures(faults: list[Fault], seed: int) -> Iterator[Figure]:
    """Let faults happen while guests pay, on a server of its own, and compare with Stripe."""
    with ExitStack() as stack:
        stripe = stack.enter_context(StripeServer())
        server = stack.enter_context(throwaway(SERVER_SETTINGS))
        playing = stack.enter_context(scene(server, seed, stripe.environment()))
        stripe.webhooks.url = f"{playing.api.url}/webhooks/stripe"
        stack.enter_context(stripe.webhooks.retrying())
        stack.enter_context(_worker(playing, stripe))
        _let_pay(playing, stripe, seed)
        slowest = 0.0
        for fault in faults:
            yield from happen(playing, replace(fault, name=f"paying_{fault.name}"), 1)
            slowest = max(slowest, _until_paid(playing))
        yield Figure("paying_goes_on_after_s", slowest, AtMost(PAID_WITHIN_SECONDS))
        playing.close_desk()
        yield from _money(playing, stripe)
        yield from ended(playing, "paying_")


@contextmanager
def _worker(scene: Scene, stripe: StripeServer) -> Iterator[None]:
    """Run the worker, which is never started again, until the block ends."""
    with tempfile.TemporaryDirectory(prefix="hotelmate-proof-") as folder:
        environment = {**scene.api.environment, **stripe.environment()}
        process = HotelmateProcess("payments worker", environment, Path(folder) / "worker.log")
        process.start()
        try:
            yield
            if not process.is_alive:
                raise RuntimeError(f"the payments worker ended by itself:\n{process.log_end()}")
        finally:
            process.stop()


def _let_pay(scene: Scene, stripe: StripeServer, seed: int) -> None:
    """Let guests begin, and see each of them through once while nothing is wrong.

    Raises:
        RuntimeError: they do not get on.
    """
    desk = replace(scene.desk, calm=True)
    # Not what the clerks drew: whoever has the same keys is answered as they were.
    chance = random.Random(seed + 1)
    scene.others = [Payer(desk, stripe, chance.getrandbits(32)) for _ in range(PAYERS)]
    for each in scene.others:
        each.start()
    if not wait_until(lambda: all(each.stays for each in scene.others), CALM_SECONDS):
        scene.raise_errors()
        raise RuntimeError("guests who pay do not get on")
    desk.calm = False


def _until_paid(scene: Scene) -> float:
    """Wait until the money of one more guest was taken and is on its way back."""
    started, before = time.monotonic(), [each.stays for each in scene.others]
    wait_until(lambda: [each.stays for each in scene.others] != before, PAID_WITHIN_SECONDS * 1.5)
    scene.raise_errors()
    return time.monotonic() - started


def _money(scene: Scene, stripe: StripeServer) -> Iterator[Figure]:
    """Wait until the worker has nothing left, and compare both books."""
    with scene.owner() as owner:

        def left() -> int:
            row = owner.execute(_LEFT).fetchone()
            assert row is not None
            return int(row[0])

        wait_until(lambda: left() == 0, PAID_WITHIN_SECONDS * 1.5)
        yield Figure("paying_instructions_left", left(), AtMost(0))
        rows = owner.execute(_MONEY).fetchall()
    both = [Both(stripe.truth(intent), *ours) for intent, *ours in rows]
    cancelled = sum(
        change.step == CANCEL and change.is_acknowledged
        for payer in scene.others
        for change in payer.changes
    )
    yield from compared(both, cancelled)


def compared(both: Sequence[Both], cancelled: int) -> Iterator[Figure]:
    """Compare both books.

    Args:
        both: every payment.
        cancelled: of how many guests were told that their booking is cancelled; all had paid.
    """
    differ = sum(
        (each.true.captured, each.true.refunded) != (each.captured, each.refunded) for each in both
    )
    twice = sum(each.true.api_captures > 1 or each.true.api_refunds > 1 for each in both)
    given_back = sum(each.true.refunded == each.true.captured > 0 for each in both)
    yield Figure("paying_captures", sum(each.true.api_captures for each in both), AtLeast(1))
    yield Figure("paying_done_twice_at_stripe", twice, AtMost(0))
    yield Figure("paying_differences_from_stripe", differ, AtMost(0))
    yield Figure("paying_refunds_missing", max(0, cancelled - given_back), AtMost(0))
