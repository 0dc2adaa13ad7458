"""Card payments at the front desk over HTTP: decide, refund, and see what was paid."""

from typing import Any

import msgspec
import pytest

from app.models.bookings import BookingDetail
from app.models.payments import BookingPayments
from tests.api.bodies import PAGES
from tests.api.conftest import Desk, refusal
from tests.hotel_builder import HotelBuilder
from tests.stripe_server.server import StripeServer


def payments(desk: Desk, booking: str) -> dict[str, Any]:
    found: dict[str, Any] = desk.get(f"/bookings/{booking}/payments").json()
    return found


def test_approval_instructs_and_only_stripes_word_confirms(
    desk: Desk, stripe: StripeServer
) -> None:
    booking, intent = desk.held(stripe)

    approved = desk.do(booking, "approve")
    stripe.people.dashboard_capture(intent)
    stripe.webhooks.deliver_all()

    assert approved["status"] == "PENDING_APPROVAL"
    assert approved["approved_at"] == approved["decision"]["at"]
    assert approved["payment"]["pending_instructions"] == ["CAPTURE"]
    confirmed = desk.booking(booking)
    assert (confirmed["status"], confirmed["approved_at"]) == ("CONFIRMED", approved["approved_at"])
    assert confirmed["payment"]["captured_amount"] == 20_000
    assert confirmed["payment"]["pending_instructions"] == []


@pytest.mark.parametrize(("step", "body"), [("approve", {}), ("decline", {"reason": "Full"})])
def test_an_approved_booking_is_not_decided_again(
    desk: Desk, stripe: StripeServer, step: str, body: dict[str, str]
) -> None:
    booking, _ = desk.held(stripe)
    desk.do(booking, "approve")

    response = desk.post(f"/bookings/{booking}/{step}", json=body or None)

    refusal(response, "booking-stamps-are-final", 409)
    assert desk.booking(booking)["payment"]["pending_instructions"] == ["CAPTURE"]


@pytest.mark.parametrize(("step", "status"), [("decline", "DECLINED"), ("cancel", "CANCELLED")])
def test_declining_and_cancelling_let_go_of_the_hold(
    desk: Desk, stripe: StripeServer, step: str, status: str
) -> None:
    booking, _ = desk.held(stripe)

    decided = desk.do(booking, step, reason="Full")

    assert decided["status"] == status
    assert decided["payment"]["pending_instructions"] == ["VOID"]


def test_cancelling_while_the_capture_waits_withdraws_it(desk: Desk, stripe: StripeServer) -> None:
    booking, _ = desk.held(stripe)
    desk.do(booking, "approve")

    cancelled = desk.do(booking, "cancel", reason="Ill")

    assert (cancelled["cancellation_fee_amount"], cancelled["approved_at"] is None) == (0, False)
    (payment,) = payments(desk, booking)["items"]
    told = [(each["kind"], each["state"]) for each in payment["instructions"]]
    assert told == [("CAPTURE", "WITHDRAWN"), ("VOID", "PENDING")]


def test_a_refund_at_the_desk_is_made_at_once(desk: Desk) -> None:
    booking = desk.make()
    desk.do(booking, "desk-payment", method="BANK_TRANSFER", reference="slip 17")
    desk.do(booking, "approve")

    refunded = desk.do(booking, "refund", amount=500, reason="Broken shower")

    assert refunded["payment"]["refunded_amount"] == 500
    assert refunded["status"] == "CONFIRMED"
    (payment,) = payments(desk, booking)["items"]
    assert (payment["provider"], payment["refunded_amount"]) == ("desk", 500)
    entry = payment["entries"][-1]
    assert (entry["kind"], entry["amount"]) == ("REFUNDED", 500)
    assert (entry["method"], entry["reference"]) == ("BANK_TRANSFER", "slip 17")
    assert (entry["actor"], entry["reason"]) == ("staff:manager", "Broken shower")


def test_a_refund_by_stripe_is_an_instruction(desk: Desk, stripe: StripeServer) -> None:
    booking, intent = desk.captured(stripe)

    told = desk.do(booking, "refund", amount=500, reason="Broken shower")

    assert told["payment"]["refunded_amount"] == 0
    assert told["payment"]["pending_instructions"] == ["REFUND"]
    (payment,) = payments(desk, booking)["items"]
    assert payment["payment_intent_id"] == intent
    instruction = payment["instructions"][-1]
    assert (instruction["kind"], instruction["amount"]) == ("REFUND", 500)
    assert (instruction["actor"], instruction["reason"]) == ("staff:manager", "Broken shower")


def test_refunds_that_wait_count_against_the_next(desk: Desk, stripe: StripeServer) -> None:
    booking, _ = desk.captured(stripe)
    desk.do(booking, "refund", amount=15_000, reason="Broken shower")

    body = {"amount": 5_001, "reason": "And no breakfast"}
    response = desk.post(f"/bookings/{booking}/refund", json=body)

    problem = refusal(response, "payment-instruction-within-amounts", 409)
    assert problem["errors"][0]["field"] == "amount"
    desk.do(booking, "refund", amount=5_000, reason="And no breakfast")


@pytest.mark.parametrize("paid", ["not at all", "a hold at the desk"])
def test_what_was_not_captured_is_not_refunded(desk: Desk, paid: str) -> None:
    booking = desk.make()
    if paid == "a hold at the desk":
        desk.do(booking, "desk-payment", method="CASH")

    response = desk.post(f"/bookings/{booking}/refund", json={"amount": 1, "reason": "x"})

    refusal(response, "payment-refunded-within-captured", 409)
    assert desk.booking(booking)["payment"]["refunded_amount"] == 0


def test_a_hold_on_a_card_is_not_refunded(desk: Desk, stripe: StripeServer) -> None:
    booking, _ = desk.held(stripe)

    response = desk.post(f"/bookings/{booking}/refund", json={"amount": 1, "reason": "x"})

    refusal(response, "payment-instruction-within-amounts", 409)


@pytest.mark.parametrize("amount", [0, -1, 1.5, "1", 2**53])
def test_a_refund_is_of_a_whole_amount_of_more_than_nothing(desk: Desk, amount: object) -> None:
    body = {"amount": amount, "reason": "x"}

    response = desk.post(f"/bookings/{desk.confirmed()}/refund", json=body)

    assert refusal(response, "request-invalid", 400)["errors"][0]["field"] == "amount"


def test_a_cancelled_booking_may_be_given_back_more(desk: Desk) -> None:
    desk.put(
        "/cancellation-policy", json={"terms": [{"days_before_arrival": 0, "refund_percent": 0}]}
    )
    booking = desk.confirmed()
    desk.do(booking, "cancel", reason="Ill")

    refunded = desk.do(booking, "refund", amount=20_000, reason="Goodwill")

    assert refunded["payment"]["refunded_amount"] == 20_000


def test_a_booking_that_nobody_paid_has_no_payments(desk: Desk) -> None:
    assert payments(desk, desk.make()) == {"items": [], "sessions": []}
    refusal(desk.get("/bookings/BK-2026-999999/payments"), "booking-not-found", 404)


def test_every_attempt_to_pay_is_listed_and_one_counts(
    desk: Desk, hotel: HotelBuilder, stripe: StripeServer
) -> None:
    booking = desk.make()
    desk.post(f"/bookings/{booking}/payment-session", json=PAGES)
    (session,) = stripe.sessions(hotel=hotel.slug, booking=booking)
    declined = stripe.people.decline_card(session["id"])
    stripe.webhooks.deliver_all()
    desk.do(booking, "desk-payment", method="CASH")
    assert stripe.people.pay(session["id"]) == declined  # the page is open at Stripe still
    stripe.webhooks.deliver_all()

    found = payments(desk, booking)

    card, cash = found["items"]
    assert (card["counts"], card["provider"], card["status"]) == (
        False,
        "stripe",
        "requires_capture",
    )
    assert card["authorised_amount"] == 20_000
    assert card["capture_before"] is not None
    assert [told["kind"] for told in card["instructions"]] == ["VOID"]
    assert (cash["counts"], cash["provider"], cash["status"]) == (True, "desk", None)
    (page,) = found["sessions"]
    assert page["state"] == "COMPLETE"
    assert [(told["kind"], told["state"]) for told in page["instructions"]] == [
        ("EXPIRE_SESSION", "WITHDRAWN")
    ]
    assert desk.booking(booking)["payment"]["pending_instructions"] == ["VOID"]


def test_a_card_that_was_declined_says_so(
    desk: Desk, hotel: HotelBuilder, stripe: StripeServer
) -> None:
    booking = desk.make()
    desk.post(f"/bookings/{booking}/payment-session", json=PAGES)
    (session,) = stripe.sessions(hotel=hotel.slug, booking=booking)
    stripe.people.decline_card(session["id"])
    stripe.webhooks.deliver_all()

    (payment,) = payments(desk, booking)["items"]

    assert (payment["counts"], payment["status"]) == (False, "requires_payment_method")
    assert payment["failure_code"] == "card_declined"
    assert (payment["entries"], payment["authorised_amount"]) == ([], 0)


def test_what_is_shown_has_the_declared_shape(desk: Desk, stripe: StripeServer) -> None:
    """Field for field, in both directions: nothing is missing and nothing is more."""
    booking, _ = desk.captured(stripe)
    desk.do(booking, "refund", amount=500, reason="Broken shower")
    for path, shape in (
        (f"/bookings/{booking}", BookingDetail),
        (f"/bookings/{booking}/payments", BookingPayments),
    ):
        text = desk.get(path).content
        decoded: Any = msgspec.json.decode(text, type=shape)
        assert names(msgspec.to_builtins(decoded)) == names(msgspec.json.decode(text))


def names(value: Any) -> Any:
    """Return a JSON value with its fields' names alone."""
    if isinstance(value, dict):
        return {name: names(item) for name, item in value.items()}
    return [names(item) for item in value] if isinstance(value, list) else None
