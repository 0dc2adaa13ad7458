"""Nobody withdraws what is owed: what the booking asks for is instructed anew."""

import psycopg
import pytest

from tests.hotel_builder import HotelBuilder
from tests.refusal import refused_by
from tests.stripe_evidence import Intent, intent_for, says
from tests.stripe_payments import (
    amounts,
    approve,
    captured_booking,
    held_booking,
    instruct,
    instructions,
    last_instruction,
    open_session,
    payment_of,
    settle,
    status_of,
    stray_hold,
)

PRICE = 20000
GIVEN_UP = pytest.mark.parametrize("state", ["WITHDRAWN", "FAILED"])


def owed_capture(hotel: HotelBuilder) -> int:
    """Make a booking that is approved and whose hold waits for its capture."""
    booking, _ = held_booking(hotel)
    approve(hotel, booking)
    return booking


def owed_void(hotel: HotelBuilder) -> int:
    """Make a booking that was declined and whose hold waits to be released."""
    booking, _ = held_booking(hotel)
    hotel.decline(booking)
    return booking


def owed_void_of_a_stray(hotel: HotelBuilder) -> int:
    """Make a booking with a second hold that waits to be released."""
    return stray_hold(hotel)[0]


def capture_in_part(hotel: HotelBuilder, intent: Intent, captured: int) -> None:
    """Let Stripe capture so much in all, and hold the rest still (multicapture)."""
    left = {"amount_capturable": intent.amount - captured, "amount_received": captured}
    says(hotel.connection, intent.shown("requires_capture", **left))


OWED = {"CAPTURE": owed_capture, "VOID": owed_void, "VOID of a stray": owed_void_of_a_stray}


@GIVEN_UP
@pytest.mark.parametrize("owed", OWED)
def test_a_capture_or_void_that_is_given_up_is_instructed_anew(
    hotel: HotelBuilder, owed: str, state: str
) -> None:
    booking, kind = OWED[owed](hotel), owed.split()[0]
    for _ in range(2):
        settle(hotel, last_instruction(hotel, booking), state)
    assert instructions(hotel, booking) == [
        (kind, PRICE, state),
        (kind, PRICE, state),
        (kind, PRICE, "PENDING"),
    ]


def test_the_closing_of_a_page_that_is_withdrawn_is_instructed_anew(hotel: HotelBuilder) -> None:
    booking = hotel.booking()
    session = open_session(hotel, booking)
    hotel.cancel(booking)
    page = hotel.read("payment_session", session, "stripe_session_id")
    for withdrawn in (1, 2):
        settle(hotel, last_instruction(hotel, booking), "WITHDRAWN")
        assert instructions(hotel, booking) == [
            *[("EXPIRE_SESSION", None, "WITHDRAWN")] * withdrawn,
            ("EXPIRE_SESSION", None, "PENDING"),
        ]
    closed = intent_for(hotel, booking, session=session).session("expired", id=page)
    says(hotel.connection, closed)
    assert instructions(hotel, booking)[-1] == ("EXPIRE_SESSION", None, "DONE")


def test_the_closing_of_a_page_that_failed_is_left_to_people(hotel: HotelBuilder) -> None:
    booking = hotel.booking()
    open_session(hotel, booking)
    hotel.cancel(booking)
    settle(hotel, last_instruction(hotel, booking), "FAILED")
    assert instructions(hotel, booking) == [("EXPIRE_SESSION", None, "FAILED")]


def test_the_closing_of_a_page_that_stripe_has_closed_is_given_up_for_good(
    hotel: HotelBuilder,
) -> None:
    booking = hotel.booking()
    session = open_session(hotel, booking)
    page = hotel.read("payment_session", session, "stripe_session_id")
    closed = intent_for(hotel, booking, session=session).session("expired", id=page)
    says(hotel.connection, closed)
    settle(hotel, instruct(hotel, booking, "EXPIRE_SESSION", session_id=session), "WITHDRAWN")
    assert instructions(hotel, booking) == [("EXPIRE_SESSION", None, "WITHDRAWN")]


def test_a_refund_by_the_terms_that_is_withdrawn_is_instructed_anew(hotel: HotelBuilder) -> None:
    booking, intent = captured_booking(hotel)
    hotel.cancel(booking)
    settle(hotel, last_instruction(hotel, booking), "WITHDRAWN")
    assert instructions(hotel, booking)[1:] == [
        ("REFUND", PRICE, "WITHDRAWN"),
        ("REFUND", PRICE, "PENDING"),
    ]
    anew = last_instruction(hotel, booking)
    assert hotel.read("payment_instruction", anew, "is_derived") is True
    says(hotel.connection, intent.refund(PRICE, instruction=anew))
    assert instructions(hotel, booking)[-1] == ("REFUND", PRICE, "DONE")


def test_a_refund_that_failed_is_left_to_people(hotel: HotelBuilder) -> None:
    booking, _ = captured_booking(hotel)
    hotel.cancel(booking)
    settle(hotel, last_instruction(hotel, booking), "FAILED")
    assert instructions(hotel, booking)[1:] == [("REFUND", PRICE, "FAILED")]


@GIVEN_UP
def test_what_staff_wanted_is_given_up_for_good(hotel: HotelBuilder, state: str) -> None:
    booking, intent = captured_booking(hotel)
    refund = instruct(hotel, booking, "REFUND", payment_id=payment_of(hotel, intent), amount=500)
    settle(hotel, refund, state)
    assert instructions(hotel, booking)[1:] == [("REFUND", 500, state)]


def test_goodwill_that_is_withdrawn_is_not_owed(hotel: HotelBuilder) -> None:
    hotel.insert("cancellation_term", days_before_arrival=0, refund_percent=50)
    booking, intent = captured_booking(hotel)
    hotel.cancel(booking)
    payment = payment_of(hotel, intent)
    goodwill = instruct(hotel, booking, "REFUND", payment_id=payment, amount=2000)
    settle(hotel, goodwill, "WITHDRAWN")
    assert instructions(hotel, booking)[1:] == [
        ("REFUND", 10000, "PENDING"),
        ("REFUND", 2000, "WITHDRAWN"),
    ]


def test_what_staff_gave_before_the_end_and_take_back_is_owed_by_the_terms(
    hotel: HotelBuilder,
) -> None:
    booking, intent = captured_booking(hotel)
    payment = payment_of(hotel, intent)
    by_staff = instruct(hotel, booking, "REFUND", payment_id=payment, amount=300)
    hotel.cancel(booking)
    settle(hotel, by_staff, "WITHDRAWN")
    assert instructions(hotel, booking)[1:] == [
        ("REFUND", 300, "WITHDRAWN"),
        ("REFUND", 19700, "PENDING"),
        ("REFUND", 300, "PENDING"),
    ]


def test_all_refunds_of_a_booking_withdrawn_at_once_are_owed_still(hotel: HotelBuilder) -> None:
    booking, intent = captured_booking(hotel)
    payment = payment_of(hotel, intent)
    instruct(hotel, booking, "REFUND", payment_id=payment, amount=300)
    hotel.cancel(booking)
    hotel.run(
        "UPDATE hotelmate.payment_instruction SET state = 'WITHDRAWN'"
        " WHERE hotel_id = %s AND booking_id = %s AND state = 'PENDING'",
        hotel.hotel_id,
        booking,
    )
    told = [amount for _, amount, state in instructions(hotel, booking) if state == "PENDING"]
    assert sum(amount or 0 for amount in told) == PRICE


def test_the_api_gives_up_nothing_that_is_owed(
    hotel: HotelBuilder, api_role: psycopg.Connection
) -> None:
    booking = owed_capture(hotel)
    by_api = hotel.through(api_role)
    with by_api.acting(actor="system:payments", source="SYSTEM"):
        settle(by_api, last_instruction(hotel, booking), "WITHDRAWN")
    assert instructions(hotel, booking)[1:] == [("CAPTURE", PRICE, "PENDING")]


def test_an_instruction_by_hand_is_nobodys_derivation(hotel: HotelBuilder) -> None:
    booking, intent = captured_booking(hotel)
    told = {"payment_id": payment_of(hotel, intent), "amount": 500, "is_derived": True}
    refund = instruct(hotel, booking, "REFUND", **told)
    assert hotel.read("payment_instruction", refund, "is_derived") is False
    hotel.cancel(booking)
    assert hotel.read("payment_instruction", last_instruction(hotel, booking), "is_derived") is True


def test_a_capture_given_up_for_a_booking_that_was_cancelled_stays_so(hotel: HotelBuilder) -> None:
    booking = owed_capture(hotel)
    hotel.cancel(booking)
    settle(hotel, last_instruction(hotel, booking), "WITHDRAWN")
    assert status_of(hotel, booking) == "CANCELLED"
    assert instructions(hotel, booking) == [
        ("CAPTURE", PRICE, "WITHDRAWN"),
        ("VOID", PRICE, "WITHDRAWN"),
        ("VOID", PRICE, "PENDING"),
    ]


@pytest.mark.parametrize("held_first", [True, False])
def test_more_is_captured_than_was_held_in_no_order(hotel: HotelBuilder, held_first: bool) -> None:
    booking = hotel.booking()
    intent = intent_for(hotel, booking)
    if held_first:
        says(hotel.connection, intent.held())
    with refused_by("payment_captured_within_authorised"):
        says(hotel.connection, intent.captured(PRICE + 1))
    assert hotel.read("room_booking", booking, "captured_amount") == 0
    assert status_of(hotel, booking) == ("PENDING_APPROVAL" if held_first else "PENDING_PAYMENT")


@pytest.mark.parametrize("kind", ["VOIDED", "CAPTURED", "by Stripe"])
def test_a_release_follows_a_hold_of_which_a_part_is_over(hotel: HotelBuilder, kind: str) -> None:
    booking, intent = held_booking(hotel)
    hotel.cancel(booking)
    if kind == "by Stripe":
        capture_in_part(hotel, intent, 5000)
    else:
        hotel.pay_by_stripe(booking, kind, 5000)
    refund = [] if kind == "VOIDED" else [("REFUND", 5000, "PENDING")]
    assert instructions(hotel, booking) == [
        ("VOID", PRICE, "WITHDRAWN"),
        ("VOID", 15000, "PENDING"),
        *refund,
    ]
    says(hotel.connection, intent.canceled() if kind == "VOIDED" else intent.captured(5000))
    left = [each for each in instructions(hotel, booking) if each[2] == "PENDING"]
    assert left == refund


@pytest.mark.parametrize("kind", ["CAPTURED", "by Stripe"])
def test_a_capture_follows_a_hold_of_which_a_part_was_captured(
    hotel: HotelBuilder, kind: str
) -> None:
    booking, intent = held_booking(hotel)
    approve(hotel, booking)
    for captured in (5000, 11000):
        if kind == "by Stripe":
            capture_in_part(hotel, intent, captured)
        else:
            hotel.pay_by_stripe(booking, kind, captured - amounts(hotel, booking)[1])
        assert status_of(hotel, booking) == "PENDING_APPROVAL"
        assert instructions(hotel, booking)[-1] == ("CAPTURE", PRICE - captured, "PENDING")
    says(hotel.connection, intent.captured())
    assert status_of(hotel, booking) == "CONFIRMED"
    assert instructions(hotel, booking) == [
        ("CAPTURE", PRICE, "WITHDRAWN"),
        ("CAPTURE", 15000, "WITHDRAWN"),
        ("CAPTURE", 9000, "DONE"),
    ]


@pytest.mark.parametrize("approved_before", [True, False])
def test_no_more_than_the_price_is_captured_after_a_part(
    hotel: HotelBuilder, approved_before: bool
) -> None:
    booking, intent = held_booking(hotel)
    hotel.update("room_booking", booking, total_amount=15000)
    if approved_before:
        approve(hotel, booking)
    # As much as the first capture was of is held still, and would be too much.
    capture_in_part(hotel, intent, 2000)
    if not approved_before:
        approve(hotel, booking)
    assert instructions(hotel, booking)[-1] == ("CAPTURE", 13000, "PENDING")
    says(hotel.connection, intent.captured(15000))
    assert status_of(hotel, booking) == "CONFIRMED"
    assert amounts(hotel, booking) == (PRICE, 15000, 5000, 0, 0)
    assert instructions(hotel, booking)[-1] == ("CAPTURE", 13000, "DONE")


def test_a_capture_of_the_rest_is_withdrawn_when_the_booking_is_cancelled(
    hotel: HotelBuilder,
) -> None:
    booking, intent = held_booking(hotel)
    approve(hotel, booking)
    capture_in_part(hotel, intent, 5000)
    hotel.cancel(booking)
    assert instructions(hotel, booking) == [
        ("CAPTURE", PRICE, "WITHDRAWN"),
        ("CAPTURE", 15000, "WITHDRAWN"),
        ("VOID", 15000, "PENDING"),
        ("REFUND", 5000, "PENDING"),
    ]


@GIVEN_UP
def test_a_capture_of_the_rest_that_is_given_up_is_instructed_anew(
    hotel: HotelBuilder, state: str
) -> None:
    booking, intent = held_booking(hotel)
    approve(hotel, booking)
    capture_in_part(hotel, intent, 5000)
    settle(hotel, last_instruction(hotel, booking), state)
    assert instructions(hotel, booking)[1:] == [
        ("CAPTURE", 15000, state),
        ("CAPTURE", 15000, "PENDING"),
    ]


def test_a_rest_that_is_released_ends_the_booking_and_the_part_is_refunded(
    hotel: HotelBuilder,
) -> None:
    booking, intent = held_booking(hotel)
    approve(hotel, booking)
    capture_in_part(hotel, intent, 5000)
    says(hotel.connection, intent.captured(5000))
    assert status_of(hotel, booking) == "CANCELLED"
    assert amounts(hotel, booking) == (PRICE, 5000, 15000, 0, 0)
    left = [each for each in instructions(hotel, booking) if each[2] == "PENDING"]
    assert left == [("REFUND", 5000, "PENDING")]
