"""Payments that do not count: a second one, one that does not fit, one that is too late."""

from collections.abc import Callable

import psycopg
import pytest

from tests.hotel_builder import HotelBuilder
from tests.stripe_evidence import Intent, intent_for, says
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
    stray_hold,
)

PRICE = 20000
NOTHING = (0, 0, 0, 0, 0)


def test_a_second_hold_is_released(hotel: HotelBuilder) -> None:
    booking, first = held_booking(hotel)
    second = intent_for(hotel, booking)
    says(hotel.connection, second.held())
    assert hotel.read("room_booking", booking, "payment_id") == payment_of(hotel, first)
    assert amounts(hotel, booking) == (PRICE, 0, 0, 0, 0)
    assert instructions(hotel, booking) == [("VOID", PRICE, "PENDING")]
    says(hotel.connection, second.canceled())
    assert instructions(hotel, booking) == [("VOID", PRICE, "DONE")]
    assert ledger(hotel, second) == [("AUTHORISED", PRICE), ("VOIDED", PRICE)]
    assert status_of(hotel, booking) == "PENDING_APPROVAL"


def test_a_second_hold_does_not_come_between_approval_and_capture(hotel: HotelBuilder) -> None:
    booking, first = held_booking(hotel)
    approve(hotel, booking)
    says(hotel.connection, intent_for(hotel, booking).held())
    says(hotel.connection, first.captured())
    assert status_of(hotel, booking) == "CONFIRMED"
    assert instructions(hotel, booking) == [
        ("CAPTURE", PRICE, "DONE"),
        ("VOID", PRICE, "PENDING"),
    ]


@pytest.mark.parametrize("amount", [50, PRICE - 1, PRICE + 1])
def test_a_hold_of_another_amount_is_released(hotel: HotelBuilder, amount: int) -> None:
    booking = hotel.booking()
    intent = intent_for(hotel, booking, amount=amount)
    says(hotel.connection, intent.held())
    assert status_of(hotel, booking) == "PENDING_PAYMENT"
    assert amounts(hotel, booking) == NOTHING
    assert hotel.read("room_booking", booking, "payment_id") is None
    assert ledger(hotel, intent) == [("AUTHORISED", amount)]
    assert instructions(hotel, booking) == [("VOID", amount, "PENDING")]
    # The guest pays again, and right.
    says(hotel.connection, intent_for(hotel, booking).held())
    assert status_of(hotel, booking) == "PENDING_APPROVAL"


def test_a_hold_in_another_currency_is_released(hotel: HotelBuilder) -> None:
    booking = hotel.booking()
    intent = intent_for(hotel, booking, currency="usd")
    says(hotel.connection, intent.held())
    assert status_of(hotel, booking) == "PENDING_PAYMENT"
    assert hotel.read("payment", payment_of(hotel, intent), "currency") == "USD"
    assert instructions(hotel, booking) == [("VOID", PRICE, "PENDING")]


def test_a_hold_in_another_currency_than_its_session_says_does_not_count(
    hotel: HotelBuilder,
) -> None:
    booking = hotel.booking()
    euros = intent_for(hotel, booking)
    # News of the page, in euros, comes before that of the hold, in dollars.
    says(hotel.connection, euros.session("complete"))
    dollars = Intent(euros.metadata, PRICE, "usd", euros.id)
    says(hotel.connection, dollars.held())
    assert status_of(hotel, booking) == "PENDING_PAYMENT"
    assert amounts(hotel, booking) == NOTHING


def test_a_hold_of_a_price_that_has_changed_is_released(hotel: HotelBuilder) -> None:
    booking = hotel.booking()
    intent = intent_for(hotel, booking)
    hotel.update("room_booking", booking, total_amount=PRICE + 500)
    says(hotel.connection, intent.held())
    assert status_of(hotel, booking) == "PENDING_PAYMENT"
    assert instructions(hotel, booking) == [("VOID", PRICE, "PENDING")]


@pytest.mark.parametrize(
    "status",
    ["CANCELLED_DRAFT", "CANCELLED", "DECLINED", "PENDING_APPROVAL", "CONFIRMED", "NO_SHOW"],
)
def test_a_hold_that_comes_too_late_is_released(hotel: HotelBuilder, status: str) -> None:
    booking = hotel.booking(status, arrival=-1)
    before = amounts(hotel, booking)
    intent = intent_for(hotel, booking)
    says(hotel.connection, intent.held())
    assert status_of(hotel, booking) == status
    assert amounts(hotel, booking) == before
    assert instructions(hotel, booking) == [("VOID", PRICE, "PENDING")]
    says(hotel.connection, intent.canceled())
    assert instructions(hotel, booking) == [("VOID", PRICE, "DONE")]


def test_a_hold_after_the_stay_is_released(hotel: HotelBuilder) -> None:
    booking = hotel.checked_out(hotel.room())
    says(hotel.connection, intent_for(hotel, booking).held())
    assert instructions(hotel, booking) == [("VOID", PRICE, "PENDING")]
    assert status_of(hotel, booking) == "COMPLETED"


def test_a_stray_that_lapses_changes_nothing_else(hotel: HotelBuilder) -> None:
    booking, _ = held_booking(hotel)
    second = intent_for(hotel, booking)
    says(hotel.connection, second.held())
    says(hotel.connection, second.canceled("expired"))
    assert status_of(hotel, booking) == "PENDING_APPROVAL"
    assert instructions(hotel, booking) == [("VOID", PRICE, "DONE")]


def of_a_closed_draft(hotel: HotelBuilder) -> tuple[int, Intent]:
    booking = hotel.booking("CANCELLED_DRAFT")
    return booking, intent_for(hotel, booking)


def of_a_confirmed_stay(hotel: HotelBuilder) -> tuple[int, Intent]:
    booking, _ = captured_booking(hotel)
    return booking, intent_for(hotel, booking)


def of_another_amount(hotel: HotelBuilder) -> tuple[int, Intent]:
    booking = hotel.booking()
    return booking, intent_for(hotel, booking, amount=PRICE + 1)


@pytest.mark.parametrize("begin", [of_a_closed_draft, of_a_confirmed_stay, of_another_amount])
@pytest.mark.parametrize("held_before", [True, False], ids=["held", "unheard"])
def test_a_stray_that_was_captured_is_refunded_in_full(
    hotel: HotelBuilder, begin: Callable[[HotelBuilder], tuple[int, Intent]], held_before: bool
) -> None:
    hotel.insert("cancellation_term", days_before_arrival=0, refund_percent=0)
    booking, intent = begin(hotel)
    before, status = amounts(hotel, booking), status_of(hotel, booking)
    if held_before:
        says(hotel.connection, intent.held())
    says(hotel.connection, intent.captured())
    assert instructions(hotel, booking)[-2:] == [
        ("VOID", intent.amount, "WITHDRAWN"),
        ("REFUND", intent.amount, "PENDING"),
    ]
    refund = intent.refund(intent.amount, instruction=last_instruction(hotel, booking))
    says(hotel.connection, refund)
    assert instructions(hotel, booking)[-1] == ("REFUND", intent.amount, "DONE")
    assert (amounts(hotel, booking), status_of(hotel, booking)) == (before, status)


def test_a_stray_that_was_captured_in_part_is_refunded_so_far(hotel: HotelBuilder) -> None:
    booking = hotel.booking("CANCELLED")
    intent = intent_for(hotel, booking)
    says(hotel.connection, intent.held())
    says(hotel.connection, intent.captured(300))
    assert ledger(hotel, intent) == [("AUTHORISED", PRICE), ("CAPTURED", 300), ("VOIDED", 19700)]
    assert instructions(hotel, booking) == [
        ("VOID", PRICE, "WITHDRAWN"),
        ("REFUND", 300, "PENDING"),
    ]


def test_a_stray_that_is_disputed_is_not_refunded_beside(hotel: HotelBuilder) -> None:
    booking = hotel.booking("CANCELLED_DRAFT")
    intent = intent_for(hotel, booking)
    says(hotel.connection, intent.captured())
    dispute = intent.dispute()
    says(hotel.connection, dispute)
    assert instructions(hotel, booking)[-1] == ("REFUND", PRICE, "WITHDRAWN")
    says(hotel.connection, dispute | {"status": "lost"})
    assert instructions(hotel, booking)[-1] == ("REFUND", PRICE, "WITHDRAWN")


def test_a_stray_is_released_even_when_the_booking_is_closed_meanwhile(
    hotel: HotelBuilder,
) -> None:
    booking, _ = stray_hold(hotel)
    hotel.decline(booking)
    assert instructions(hotel, booking) == [("VOID", PRICE, "PENDING")] * 2


def test_a_payment_beside_the_desks_is_released(
    hotel: HotelBuilder, owner: psycopg.Connection
) -> None:
    booking = hotel.booking()
    intent = intent_for(hotel, booking)
    hotel.authorise(booking)
    says(owner, intent.held())
    approve(hotel, booking)
    assert status_of(hotel, booking) == "CONFIRMED"
    assert instructions(hotel, booking) == [("VOID", PRICE, "PENDING")]
    hotel.cancel(booking)
    # The desk gave its own back at once; the card is still to be released.
    assert amounts(hotel, booking) == (PRICE, PRICE, 0, PRICE, 0)
    assert instructions(hotel, booking) == [("VOID", PRICE, "PENDING")]
