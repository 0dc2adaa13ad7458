"""Payment and decision: what authorising, approving and declining do to booking and ledger."""

from datetime import timedelta

import pytest

from tests.hotel_builder import HotelBuilder
from tests.refusal import refused_by
from tests.transitions.booking_trail import columns_of, rows_of

PRICE = 20000
AMOUNTS = ("authorised_amount", "captured_amount", "voided_amount", "refunded_amount")


def instructions(hotel: HotelBuilder, booking: int) -> list[tuple[object, ...]]:
    return rows_of(hotel, booking, "payment_instruction", "kind", "amount", "state")


def ledger(hotel: HotelBuilder, booking: int) -> list[tuple[object, ...]]:
    return rows_of(hotel, booking, "payment_entry", "kind", "amount", "provider", "method")


def test_a_desk_payment_authorises_and_asks_for_a_decision(hotel: HotelBuilder) -> None:
    booking = hotel.booking()
    hotel.pay(booking, "AUTHORISED", PRICE, method="CARD_TERMINAL", reference="slip 7")
    assert columns_of(hotel, booking, "status", "payment_provider", "payment_reference") == (
        "PENDING_APPROVAL",
        "desk",
        "slip 7",
    )
    assert columns_of(hotel, booking, *AMOUNTS) == (PRICE, 0, 0, 0)
    authorised, deadline, paid, decided = columns_of(
        hotel, booking, "payment_authorized_at", "approval_deadline_at", "paid_at", "decision_at"
    )
    assert deadline - authorised == timedelta(minutes=240)
    assert (paid, decided) == (None, None)
    assert ledger(hotel, booking) == [("AUTHORISED", PRICE, "desk", "CARD_TERMINAL")]


def test_a_payment_says_who_took_it(hotel: HotelBuilder) -> None:
    booking, ann = hotel.booking(), hotel.staff("ann", "FRONT_DESK")
    with hotel.acting(actor="staff:ann", source="FRONT_DESK", staff_id=ann, request_id="r-1"):
        hotel.authorise(booking)
    columns = ("actor", "changed_by", "source", "request_id")
    assert rows_of(hotel, booking, "payment_entry", *columns) == [
        ("staff:ann", ann, "FRONT_DESK", "r-1")
    ]


def test_approving_a_desk_payment_captures_it(hotel: HotelBuilder) -> None:
    booking = hotel.booking("PENDING_APPROVAL")
    with hotel.acting(actor="staff:ann"):
        hotel.approve(booking)
    assert columns_of(hotel, booking, "status", "decision_by") == ("CONFIRMED", "staff:ann")
    assert columns_of(hotel, booking, *AMOUNTS) == (PRICE, PRICE, 0, 0)
    paid, decided = columns_of(hotel, booking, "paid_at", "decision_at")
    assert paid == decided
    assert ledger(hotel, booking) == [
        ("AUTHORISED", PRICE, "desk", "CASH"),
        ("CAPTURED", PRICE, "desk", "CASH"),
    ]


def test_a_capture_of_the_provider_confirms(hotel: HotelBuilder) -> None:
    booking = hotel.booking()
    hotel.pay_by_stripe(booking, "AUTHORISED", PRICE, reference="pi_1")
    with refused_by("booking_confirmed_is_paid"):
        hotel.approve(booking)
    with hotel.acting(actor="staff:ann"):
        hotel.update("room_booking", booking, approved_at=hotel.value("SELECT now()"))
    decision = columns_of(hotel, booking, "approved_at", "decision_at", "decision_by")
    assert decision == (decision[0], decision[0], "staff:ann")
    assert hotel.read("room_booking", booking, "status") == "PENDING_APPROVAL"
    assert instructions(hotel, booking) == [("CAPTURE", PRICE, "PENDING")]
    hotel.pay_by_stripe(booking, "CAPTURED", PRICE)
    assert columns_of(hotel, booking, "status", "payment_reference") == ("CONFIRMED", "pi_1")
    assert columns_of(hotel, booking, *AMOUNTS) == (PRICE, PRICE, 0, 0)
    assert columns_of(hotel, booking, "approved_at", "decision_at", "decision_by") == decision
    assert instructions(hotel, booking) == [("CAPTURE", PRICE, "DONE")]


def test_a_capture_that_nobody_here_approved_confirms_too(hotel: HotelBuilder) -> None:
    booking = hotel.booking()
    hotel.pay_by_stripe(booking, "AUTHORISED", PRICE)
    hotel.pay_by_stripe(booking, "CAPTURED", PRICE)
    assert hotel.read("room_booking", booking, "status") == "CONFIRMED"
    approved, decided = columns_of(hotel, booking, "approved_at", "decision_at")
    assert approved == decided is not None
    assert instructions(hotel, booking) == []


@pytest.mark.parametrize(("step", "status"), [("decline", "DECLINED"), ("cancel", "CANCELLED")])
def test_refusing_a_desk_payment_voids_it(hotel: HotelBuilder, step: str, status: str) -> None:
    booking = hotel.booking("PENDING_APPROVAL")
    getattr(hotel, step)(booking)
    assert hotel.read("room_booking", booking, "status") == status
    assert columns_of(hotel, booking, *AMOUNTS) == (PRICE, 0, PRICE, 0)
    assert hotel.read("room_booking", booking, "paid_at") is None
    assert ledger(hotel, booking)[-1] == ("VOIDED", PRICE, "desk", "CASH")


@pytest.mark.parametrize("step", ["decline", "cancel"])
def test_refusing_what_the_desk_captured_in_part_pays_that_back(
    hotel: HotelBuilder, step: str
) -> None:
    booking = hotel.booking("PENDING_APPROVAL")
    hotel.pay(booking, "CAPTURED", 500)
    getattr(hotel, step)(booking)
    assert columns_of(hotel, booking, *AMOUNTS) == (PRICE, 500, PRICE - 500, 500)


def test_declining_says_when_who_and_why(hotel: HotelBuilder) -> None:
    booking = hotel.booking("PENDING_APPROVAL")
    with hotel.acting(actor="staff:ann"):
        hotel.update("room_booking", booking, status="DECLINED", decline_reason="full house")
    assert columns_of(hotel, booking, "decision_by", "decline_reason") == (
        "staff:ann",
        "full house",
    )
    assert hotel.read("room_booking", booking, "decision_at") is not None


def test_refusing_a_payment_of_the_provider_leaves_its_release_to_the_provider(
    hotel: HotelBuilder,
) -> None:
    booking = hotel.booking()
    hotel.pay_by_stripe(booking, "AUTHORISED", PRICE)
    hotel.decline(booking)
    assert columns_of(hotel, booking, *AMOUNTS) == (PRICE, 0, 0, 0)
    assert instructions(hotel, booking) == [("VOID", PRICE, "PENDING")]
    hotel.pay_by_stripe(booking, "VOIDED", PRICE)
    assert columns_of(hotel, booking, *AMOUNTS) == (PRICE, 0, PRICE, 0)
    assert instructions(hotel, booking) == [("VOID", PRICE, "DONE")]


def test_a_refund_changes_amounts_and_nothing_else(hotel: HotelBuilder) -> None:
    booking = hotel.booking("CONFIRMED")
    before = columns_of(hotel, booking, "status", "paid_at", "payment_authorized_at")
    hotel.pay(booking, "REFUNDED", 500)
    assert columns_of(hotel, booking, *AMOUNTS) == (PRICE, PRICE, 0, 500)
    assert columns_of(hotel, booking, "status", "paid_at", "payment_authorized_at") == before
