"""What the ledger does not show, Stripe may: paid_at comes by its evidence or not at all."""

from collections.abc import Iterator

import pytest

from app.consistency.mending.mending import Ending
from tests.checks.reconciling import everything, mend_of, planting_in, reconciled
from tests.payments.both_sides import BothSides, both_sides
from tests.stripe_payments import approve
from tests.stripe_server.server import StripeServer

RULE = "booking_confirmed_is_paid"
# What is kept of a run, and when Stripe was asked.
KEPT = (
    "consistency_run",
    "consistency_result",
    "consistency_count",
    "consistency_finding",
    "payment_reconciliation",
    "payment",
)


@pytest.fixture
def sides(clone: str, stripe: StripeServer) -> Iterator[BothSides]:
    """A hotel in a private database, and Stripe."""
    with both_sides(clone, stripe) as sides:
        yield sides


def confirmed_by_hand(sides: BothSides) -> tuple[int, str]:
    """Let somebody confirm a booking whose capture nobody heard of: booking and intent."""
    booking, intent = sides.held()
    approve(sides.hotel, booking)
    with planting_in(sides.hotel) as planting:
        planting.drop(RULE)
        sides.hotel.update("room_booking", booking, status="CONFIRMED")
    assert sides.hotel.read("room_booking", booking, "paid_at") is None
    return booking, intent


def test_what_stripe_captured_is_recorded_and_then_paid(sides: BothSides) -> None:
    booking, intent = confirmed_by_hand(sides)
    sides.stripe.people.dashboard_capture(intent)
    report = reconciled(sides.url, environ=sides.stripe.environment())
    assert mend_of(report, RULE).ending is Ending.MENDED
    captured_at = sides.hotel.value(
        "SELECT occurred_at FROM hotelmate.payment_entry"
        " WHERE booking_id = %s AND kind = 'CAPTURED' AND provider_event_id IS NOT NULL",
        booking,
    )
    authorised_at = sides.hotel.read("room_booking", booking, "payment_authorized_at")
    paid_at = sides.hotel.read("room_booking", booking, "paid_at")
    assert paid_at == max(captured_at, authorised_at)
    source = sides.hotel.value(
        "SELECT source FROM hotelmate.booking_event WHERE booking_id = %s"
        " ORDER BY version DESC LIMIT 1",
        booking,
    )
    assert source == "SYSTEM"
    sides.agree(intent)


def test_a_dry_run_asks_stripe_and_records_nothing(sides: BothSides) -> None:
    _, intent = confirmed_by_hand(sides)
    sides.stripe.people.dashboard_capture(intent)
    before = everything(sides.hotel)
    mend = mend_of(reconciled(sides.url, dry_run=True, environ=sides.stripe.environment()), RULE)
    assert everything(sides.hotel) == before
    assert (mend.ending, "captured" in mend.told) == (Ending.STILL_SO, True), mend.told


def test_what_stripe_did_not_capture_is_not_paid(sides: BothSides) -> None:
    confirmed_by_hand(sides)
    before = everything(sides.hotel, but=KEPT)
    mend = mend_of(reconciled(sides.url, environ=sides.stripe.environment()), RULE)
    assert mend.ending is Ending.STILL_SO
    assert everything(sides.hotel, but=KEPT) == before


def test_without_an_account_or_an_answer_nothing_is_invented(sides: BothSides) -> None:
    _, intent = confirmed_by_hand(sides)
    sides.stripe.people.dashboard_capture(intent)
    before = everything(sides.hotel, but=KEPT)
    silent = {**sides.stripe.environment(), "STRIPE_API_BASE": "http://127.0.0.1:1"}
    stranger = {**sides.stripe.environment(), "STRIPE_SECRET_KEY": "sk_test_of_somebody_else"}
    told = set()
    for environ in ({}, silent, stranger):
        mend = mend_of(reconciled(sides.url, environ=environ), RULE)
        assert mend.ending is Ending.STILL_SO
        told.add(mend.told)
    assert len(told) == 3
    assert everything(sides.hotel, but=KEPT) == before
