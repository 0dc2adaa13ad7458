"""Payments by Stripe: what a hold, a decision and a capture make of booking and instructions."""

from datetime import timedelta

import psycopg
import pytest

from tests.hotel_builder import HotelBuilder
from tests.refusal import refused_by
from tests.stripe_evidence import Object, answers, intent_for, says
from tests.stripe_payments import (
    amounts,
    approve,
    captured_booking,
    held_booking,
    instructions,
    last_instruction,
    ledger,
    payment_of,
    status_of,
)
from tests.transitions.booking_trail import columns_of, rows_of

PRICE = 20000


def test_a_hold_of_the_price_asks_for_a_decision(hotel: HotelBuilder) -> None:
    booking, intent = held_booking(hotel)
    assert columns_of(hotel, booking, "status", "payment_provider", "payment_reference") == (
        "PENDING_APPROVAL",
        "stripe",
        intent.id,
    )
    assert amounts(hotel, booking) == (PRICE, 0, 0, 0, 0)
    authorised, deadline = columns_of(
        hotel, booking, "payment_authorized_at", "approval_deadline_at"
    )
    assert timedelta(minutes=240) <= deadline - authorised < timedelta(minutes=241)
    assert instructions(hotel, booking) == []


def test_attempts_that_hold_nothing_leave_the_booking_waiting(hotel: HotelBuilder) -> None:
    booking = hotel.booking()
    intent = intent_for(hotel, booking)
    for shown in (
        intent.shown("requires_confirmation"),
        intent.declined("insufficient_funds"),
        intent.shown("requires_action"),
        intent.shown("processing"),
        intent.declined("expired_card"),
    ):
        says(hotel.connection, shown)
    payment = payment_of(hotel, intent)
    assert hotel.read("payment", payment, "provider_status") == "requires_payment_method"
    assert hotel.read("payment", payment, "provider_failure") == "expired_card"
    assert status_of(hotel, booking) == "PENDING_PAYMENT"
    # The next card is taken, and what failed before is not held against it.
    says(hotel.connection, intent.held())
    assert status_of(hotel, booking) == "PENDING_APPROVAL"
    assert hotel.read("payment", payment, "provider_failure") is None


def test_the_charge_says_until_when_the_hold_lasts(hotel: HotelBuilder) -> None:
    booking, intent = held_booking(hotel)
    moment = hotel.value("SELECT date_trunc('second', now()) + interval '6 days'")
    says(hotel.connection, intent.charge(capture_before=int(moment.timestamp())))
    assert hotel.read("payment", payment_of(hotel, intent), "capture_before") == moment
    # A charge that does not say it takes nothing back.
    says(hotel.connection, intent.charge())
    assert hotel.read("payment", payment_of(hotel, intent), "capture_before") == moment
    assert amounts(hotel, booking) == (PRICE, 0, 0, 0, 0)


def test_approving_a_hold_has_it_captured_and_the_capture_confirms(hotel: HotelBuilder) -> None:
    booking, intent = held_booking(hotel)
    with hotel.acting(actor="staff:ann"):
        approve(hotel, booking)
    assert columns_of(hotel, booking, "status", "decision_by", "paid_at") == (
        "PENDING_APPROVAL",
        "staff:ann",
        None,
    )
    decided, approved = columns_of(hotel, booking, "decision_at", "approved_at")
    assert decided == approved is not None
    assert instructions(hotel, booking) == [("CAPTURE", PRICE, "PENDING")]
    with hotel.acting(actor="system:stripe"):
        says(hotel.connection, intent.captured())
    assert columns_of(hotel, booking, "status", "decision_by", "decision_at", "approved_at") == (
        "CONFIRMED",
        "staff:ann",
        decided,
        approved,
    )
    assert hotel.read("room_booking", booking, "paid_at") is not None
    assert amounts(hotel, booking) == (PRICE, PRICE, 0, 0, 0)
    assert instructions(hotel, booking) == [("CAPTURE", PRICE, "DONE")]


def test_an_instruction_says_who_decided_and_when_it_was_settled(hotel: HotelBuilder) -> None:
    booking, intent = held_booking(hotel)
    ann = hotel.staff("ann", "FRONT_DESK")
    who = {"actor": "staff:ann", "staff_id": ann, "source": "FRONT_DESK", "request_id": "r-1"}
    with hotel.acting(**who):
        approve(hotel, booking)
    columns = ("actor", "changed_by", "source", "request_id")
    assert rows_of(hotel, booking, "payment_instruction", *columns) == [
        ("staff:ann", ann, "FRONT_DESK", "r-1")
    ]
    says(hotel.connection, intent.captured())
    capture = last_instruction(hotel, booking)
    assert hotel.read("payment_instruction", capture, "settled_at") is not None
    assert hotel.read("payment_instruction", capture, "actor") == "staff:ann"


def test_a_hold_is_not_confirmed_by_writing_the_status(hotel: HotelBuilder) -> None:
    booking, _ = held_booking(hotel)
    with refused_by("booking_confirmed_is_paid"):
        hotel.update("room_booking", booking, status="CONFIRMED")
    assert instructions(hotel, booking) == []


def test_the_answer_to_a_capture_confirms_and_its_webhook_adds_nothing(
    hotel: HotelBuilder,
) -> None:
    booking, intent = held_booking(hotel)
    approve(hotel, booking)
    answers(hotel.connection, intent.captured())
    version = hotel.read("room_booking", booking, "version")
    says(hotel.connection, intent.captured())
    says(hotel.connection, intent.charge(captured=PRICE))
    assert ledger(hotel, intent) == [("AUTHORISED", PRICE), ("CAPTURED", PRICE)]
    assert columns_of(hotel, booking, "status", "version") == ("CONFIRMED", version)


def test_a_capture_in_the_dashboard_confirms_and_counts_as_approval(hotel: HotelBuilder) -> None:
    booking, intent = held_booking(hotel)
    says(hotel.connection, intent.captured())
    assert status_of(hotel, booking) == "CONFIRMED"
    approved, decided = columns_of(hotel, booking, "approved_at", "decision_at")
    assert approved == decided is not None
    assert instructions(hotel, booking) == []


def test_news_of_the_capture_alone_tells_of_the_hold_too(hotel: HotelBuilder) -> None:
    booking = hotel.booking()
    intent = intent_for(hotel, booking)
    says(hotel.connection, intent.captured())
    assert status_of(hotel, booking) == "CONFIRMED"
    assert ledger(hotel, intent) == [("AUTHORISED", PRICE), ("CAPTURED", PRICE)]
    says(hotel.connection, intent.held())
    assert amounts(hotel, booking) == (PRICE, PRICE, 0, 0, 0)


@pytest.mark.parametrize(("step", "status"), [("decline", "DECLINED"), ("cancel", "CANCELLED")])
def test_refusing_a_hold_releases_it(hotel: HotelBuilder, step: str, status: str) -> None:
    booking, intent = held_booking(hotel)
    getattr(hotel, step)(booking)
    assert status_of(hotel, booking) == status
    # It is held until Stripe says otherwise.
    assert amounts(hotel, booking) == (PRICE, 0, 0, 0, 0)
    assert instructions(hotel, booking) == [("VOID", PRICE, "PENDING")]
    says(hotel.connection, intent.canceled())
    assert status_of(hotel, booking) == status
    assert amounts(hotel, booking) == (PRICE, 0, PRICE, 0, 0)
    assert instructions(hotel, booking) == [("VOID", PRICE, "DONE")]


def test_a_hold_that_lapses_cancels_the_booking(hotel: HotelBuilder) -> None:
    booking, intent = held_booking(hotel)
    says(hotel.connection, intent.canceled("expired"))
    status, reason, fee = columns_of(
        hotel, booking, "status", "cancellation_reason", "cancellation_fee_amount"
    )
    assert (status, fee) == ("CANCELLED", 0)
    assert "hold" in reason
    assert amounts(hotel, booking) == (PRICE, 0, PRICE, 0, 0)
    assert instructions(hotel, booking) == []


def test_a_hold_that_lapses_before_its_capture_fails_the_capture(hotel: HotelBuilder) -> None:
    booking, intent = held_booking(hotel)
    approve(hotel, booking)
    says(hotel.connection, intent.canceled("expired"))
    assert status_of(hotel, booking) == "CANCELLED"
    assert instructions(hotel, booking) == [("CAPTURE", PRICE, "FAILED")]


def test_cancelling_what_was_approved_withdraws_the_capture(hotel: HotelBuilder) -> None:
    booking, intent = held_booking(hotel)
    approve(hotel, booking)
    hotel.cancel(booking)
    assert instructions(hotel, booking) == [
        ("CAPTURE", PRICE, "WITHDRAWN"),
        ("VOID", PRICE, "PENDING"),
    ]
    says(hotel.connection, intent.canceled())
    assert instructions(hotel, booking)[1:] == [("VOID", PRICE, "DONE")]
    assert status_of(hotel, booking) == "CANCELLED"


def test_a_capture_that_was_under_way_when_the_booking_was_cancelled_is_refunded_in_full(
    hotel: HotelBuilder,
) -> None:
    hotel.insert("cancellation_term", days_before_arrival=0, refund_percent=0)
    booking, intent = held_booking(hotel)
    approve(hotel, booking)
    hotel.cancel(booking)
    answers(hotel.connection, intent.captured())
    assert status_of(hotel, booking) == "CANCELLED"
    assert amounts(hotel, booking) == (PRICE, PRICE, 0, 0, 0)
    assert instructions(hotel, booking) == [
        ("CAPTURE", PRICE, "WITHDRAWN"),
        ("VOID", PRICE, "WITHDRAWN"),
        ("REFUND", PRICE, "PENDING"),
    ]
    refund = last_instruction(hotel, booking)
    says(hotel.connection, intent.refund(PRICE, instruction=refund))
    assert amounts(hotel, booking) == (PRICE, PRICE, 0, PRICE, 0)
    assert instructions(hotel, booking)[-1] == ("REFUND", PRICE, "DONE")


def test_a_capture_in_the_dashboard_of_what_was_declined_is_refunded(hotel: HotelBuilder) -> None:
    booking, intent = held_booking(hotel)
    hotel.decline(booking)
    says(hotel.connection, intent.captured())
    assert status_of(hotel, booking) == "DECLINED"
    assert instructions(hotel, booking) == [
        ("VOID", PRICE, "WITHDRAWN"),
        ("REFUND", PRICE, "PENDING"),
    ]


def test_a_price_that_was_lowered_meanwhile_is_what_is_captured(hotel: HotelBuilder) -> None:
    booking, intent = held_booking(hotel)
    hotel.update("room_booking", booking, total_amount=15000)
    approve(hotel, booking)
    assert instructions(hotel, booking) == [("CAPTURE", 15000, "PENDING")]
    says(hotel.connection, intent.captured(15000))
    assert status_of(hotel, booking) == "CONFIRMED"
    assert amounts(hotel, booking) == (PRICE, 15000, 5000, 0, 0)
    assert instructions(hotel, booking) == [("CAPTURE", 15000, "DONE")]


@pytest.mark.parametrize("approved_before", [True, False])
def test_a_capture_in_part_ends_the_booking_and_is_refunded(
    hotel: HotelBuilder, approved_before: bool
) -> None:
    booking, intent = held_booking(hotel)
    if approved_before:
        approve(hotel, booking)
    says(hotel.connection, intent.captured(15000))
    status, reason = columns_of(hotel, booking, "status", "cancellation_reason")
    assert status == "CANCELLED"
    assert "captured" in reason
    assert amounts(hotel, booking) == (PRICE, 15000, 5000, 0, 0)
    capture = [("CAPTURE", PRICE, "DONE")] if approved_before else []
    assert instructions(hotel, booking) == [*capture, ("REFUND", 15000, "PENDING")]


def test_a_capture_in_part_that_comes_first_ends_the_booking_too(hotel: HotelBuilder) -> None:
    booking = hotel.booking()
    intent = intent_for(hotel, booking)
    says(hotel.connection, intent.captured(15000))
    assert status_of(hotel, booking) == "CANCELLED"
    assert ledger(hotel, intent) == [
        ("AUTHORISED", PRICE),
        ("CAPTURED", 15000),
        ("VOIDED", 5000),
    ]
    assert instructions(hotel, booking) == [("REFUND", 15000, "PENDING")]


def test_a_confirmed_booking_keeps_its_money_through_the_stay(hotel: HotelBuilder) -> None:
    booking, _ = captured_booking(hotel)
    hotel.assign(booking, hotel.room())
    hotel.check_in(booking)
    hotel.check_out(booking)
    gone, _ = captured_booking(hotel, arrival=-1)
    hotel.no_show(gone)
    for settled in (booking, gone):
        assert instructions(hotel, settled) == [("CAPTURE", PRICE, "DONE")]


@pytest.mark.parametrize("kind", ["price", "nothing"])
def test_what_is_no_change_of_money_instructs_nothing(hotel: HotelBuilder, kind: str) -> None:
    booking, intent = held_booking(hotel)
    told: list[Object] = {
        "price": [intent.held(), intent.held()],
        "nothing": [intent.shown("requires_action"), intent.declined(), intent.charge()],
    }[kind]
    for shown in told:
        says(hotel.connection, shown)
    assert ledger(hotel, intent) == [("AUTHORISED", PRICE)]
    assert status_of(hotel, booking) == "PENDING_APPROVAL"
    assert instructions(hotel, booking) == []


def test_the_api_stores_what_stripe_says_with_all_its_effects(
    hotel: HotelBuilder, api_role: psycopg.Connection
) -> None:
    booking, by_api = hotel.booking(), hotel.through(api_role)
    intent = intent_for(hotel, booking)
    stripe = {"actor": "system:stripe", "source": "SYSTEM"}
    with by_api.acting(**stripe):
        says(api_role, intent.held())
    with by_api.acting(actor="staff:ann", source="FRONT_DESK"):
        approve(by_api, booking)
    with by_api.acting(**stripe):
        says(api_role, intent.captured())
    with by_api.acting(actor="staff:ann", source="FRONT_DESK"):
        by_api.cancel(booking)
    refund = last_instruction(hotel, booking)
    with by_api.acting(**stripe):
        says(api_role, intent.refund(PRICE, instruction=refund))
    assert amounts(hotel, booking) == (PRICE, PRICE, 0, PRICE, 0)
    assert rows_of(hotel, booking, "payment_instruction", "kind", "state", "actor") == [
        ("CAPTURE", "DONE", "staff:ann"),
        ("REFUND", "DONE", "staff:ann"),
    ]
