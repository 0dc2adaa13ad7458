"""Instructions to Stripe: when a hold may be captured, how often, and how much may be moved."""

import psycopg
import pytest

from tests.hotel_builder import HotelBuilder
from tests.past_triggers import checks_alone
from tests.refusal import refused_by
from tests.stripe_evidence import intent_for, says
from tests.stripe_payments import (
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
NO_SUCH = -1


def test_payment_capture_needs_approval__rejects_a_hold_that_nobody_approved(
    hotel: HotelBuilder,
) -> None:
    booking, intent = held_booking(hotel)
    with refused_by("payment_capture_needs_approval"):
        instruct(hotel, booking, "CAPTURE", payment_id=payment_of(hotel, intent), amount=PRICE)


@pytest.mark.parametrize("closing", ["decline", "cancel"])
def test_payment_capture_needs_approval__rejects_the_hold_of_a_closed_booking(
    hotel: HotelBuilder, closing: str
) -> None:
    booking, intent = held_booking(hotel)
    getattr(hotel, closing)(booking)
    with refused_by("payment_capture_needs_approval"):
        instruct(hotel, booking, "CAPTURE", payment_id=payment_of(hotel, intent), amount=PRICE)


def test_payment_capture_needs_approval__rejects_a_payment_that_does_not_count(
    hotel: HotelBuilder,
) -> None:
    booking, stray = stray_hold(hotel)
    approve(hotel, booking)
    elsewhere, other = held_booking(hotel)
    approve(hotel, elsewhere)
    for payment in (stray, payment_of(hotel, other), NO_SUCH):
        with refused_by("payment_capture_needs_approval"):
            instruct(hotel, booking, "CAPTURE", payment_id=payment, amount=PRICE)


def test_payment_capture_needs_approval__allows_it_from_the_approval_on(
    hotel: HotelBuilder,
) -> None:
    booking, _ = held_booking(hotel)
    approve(hotel, booking)
    assert instructions(hotel, booking) == [("CAPTURE", PRICE, "PENDING")]
    # One that failed is given again while the approval stands.
    settle(hotel, last_instruction(hotel, booking), "FAILED")
    assert instructions(hotel, booking)[1:] == [("CAPTURE", PRICE, "PENDING")]


@pytest.mark.parametrize("approved", [False, True])
def test_payment_void_needs_closed_booking__rejects_the_hold_that_a_booking_counts_on(
    hotel: HotelBuilder, approved: bool
) -> None:
    booking, intent = held_booking(hotel)
    if approved:
        approve(hotel, booking)
    with refused_by("payment_void_needs_closed_booking"):
        instruct(hotel, booking, "VOID", payment_id=payment_of(hotel, intent), amount=PRICE)
    assert "VOID" not in [kind for kind, _, _ in instructions(hotel, booking)]


@pytest.mark.parametrize("closing", ["decline", "cancel"])
def test_payment_void_needs_closed_booking__allows_the_hold_of_a_booking_that_is_closed(
    hotel: HotelBuilder, closing: str
) -> None:
    booking, _ = held_booking(hotel)
    getattr(hotel, closing)(booking)
    assert instructions(hotel, booking) == [("VOID", PRICE, "PENDING")]


def test_payment_void_needs_closed_booking__allows_a_hold_that_does_not_count(
    hotel: HotelBuilder,
) -> None:
    booking, _ = stray_hold(hotel)
    assert status_of(hotel, booking) == "PENDING_APPROVAL"
    assert instructions(hotel, booking) == [("VOID", PRICE, "PENDING")]


def test_payment_captured_once__rejects_a_second_while_one_waits(hotel: HotelBuilder) -> None:
    booking, intent = held_booking(hotel)
    approve(hotel, booking)
    with refused_by("payment_captured_once"):
        instruct(hotel, booking, "CAPTURE", payment_id=payment_of(hotel, intent), amount=PRICE)
    stray, payment = stray_hold(hotel)
    with refused_by("payment_captured_once"):
        instruct(hotel, stray, "VOID", payment_id=payment, amount=PRICE)


def test_payment_captured_once__rejects_a_second_after_the_first_without_triggers_too(
    hotel: HotelBuilder,
) -> None:
    booking, intent = captured_booking(hotel)
    again = {"payment_id": payment_of(hotel, intent), "amount": PRICE}
    # The booking is not waiting for it (payment_capture_needs_approval); the index holds alone.
    with refused_by("payment_captured_once"), checks_alone(hotel.connection):
        instruct(hotel, booking, "CAPTURE", **again)


def test_payment_captured_once__allows_another_after_one_that_was_not_carried_out(
    hotel: HotelBuilder,
) -> None:
    booking, _ = stray_hold(hotel)
    for state in ("FAILED", "WITHDRAWN"):
        settle(hotel, last_instruction(hotel, booking), state)
    assert [state for _, _, state in instructions(hotel, booking)] == [
        "FAILED",
        "WITHDRAWN",
        "PENDING",
    ]


def test_payment_captured_once__allows_many_refunds(hotel: HotelBuilder) -> None:
    booking, intent = captured_booking(hotel)
    for _ in range(2):
        instruct(hotel, booking, "REFUND", payment_id=payment_of(hotel, intent), amount=1)


@pytest.mark.parametrize("state", ["PENDING", "DONE"])
def test_payment_session_expired_once__rejects_a_second(hotel: HotelBuilder, state: str) -> None:
    booking = hotel.booking()
    session = open_session(hotel, booking)
    hotel.cancel(booking)
    if state == "DONE":
        page = hotel.read("payment_session", session, "stripe_session_id")
        closed = intent_for(hotel, booking, session=session).session("expired", id=page)
        says(hotel.connection, closed)
    assert instructions(hotel, booking) == [("EXPIRE_SESSION", None, state)]
    with refused_by("payment_session_expired_once"):
        instruct(hotel, booking, "EXPIRE_SESSION", session_id=session)


def test_payment_session_expired_once__allows_another_after_one_that_was_not_carried_out(
    hotel: HotelBuilder,
) -> None:
    booking = hotel.booking()
    session = open_session(hotel, booking)
    for state in ("FAILED", "WITHDRAWN"):
        settle(hotel, instruct(hotel, booking, "EXPIRE_SESSION", session_id=session), state)
    hotel.cancel(booking)
    assert instructions(hotel, booking)[-1] == ("EXPIRE_SESSION", None, "PENDING")


def test_payment_instruction_within_amounts__rejects_more_than_is_held(
    hotel: HotelBuilder,
) -> None:
    stray, payment = stray_hold(hotel)
    with refused_by("payment_instruction_within_amounts"):
        instruct(hotel, stray, "VOID", payment_id=payment, amount=PRICE + 1)
    booking, intent = held_booking(hotel)
    payment = payment_of(hotel, intent)
    approve(hotel, booking)
    with refused_by("payment_instruction_within_amounts"):
        instruct(hotel, booking, "CAPTURE", payment_id=payment, amount=PRICE + 1)


DECISIONS = {
    "approved": ("CAPTURE", "SET approved_at = now()"),
    "declined": ("VOID", "SET status = 'DECLINED'"),
}


def instruct_with_decision(hotel: HotelBuilder, booking: int, decided: str, amount: int) -> None:
    """Instruct in the statement that decides the booking, ahead of what follows from it."""
    kind, decision = DECISIONS[decided]
    hotel.run(
        f"WITH decided AS (UPDATE hotelmate.room_booking {decision}"
        " WHERE hotel_id = %s AND id = %s RETURNING *)"
        " INSERT INTO hotelmate.payment_instruction"
        " (hotel_id, booking_id, payment_id, kind, amount)"
        f" SELECT hotel_id, id, payment_id, '{kind}', %s FROM decided",
        hotel.hotel_id,
        booking,
        amount,
    )


@pytest.mark.parametrize("amount", [1, PRICE - 1])
@pytest.mark.parametrize("decided", DECISIONS)
def test_payment_instruction_within_amounts__rejects_less_than_is_asked_of_a_hold(
    hotel: HotelBuilder, decided: str, amount: int
) -> None:
    booking, _ = held_booking(hotel)
    with refused_by("payment_instruction_within_amounts"):
        instruct_with_decision(hotel, booking, decided, amount)


def test_payment_instruction_within_amounts__rejects_less_in_place_of_what_is_withdrawn(
    hotel: HotelBuilder,
) -> None:
    booking, _ = held_booking(hotel)
    approve(hotel, booking)
    with refused_by("payment_instruction_within_amounts"):
        hotel.run(
            "WITH withdrawn AS (UPDATE hotelmate.payment_instruction SET state = 'WITHDRAWN'"
            " WHERE hotel_id = %s AND booking_id = %s RETURNING *)"
            " INSERT INTO hotelmate.payment_instruction"
            " (hotel_id, booking_id, payment_id, kind, amount)"
            " SELECT hotel_id, booking_id, payment_id, 'CAPTURE', 1 FROM withdrawn",
            hotel.hotel_id,
            booking,
        )


@pytest.mark.parametrize("decided", DECISIONS)
def test_payment_instruction_within_amounts__allows_all_that_is_asked_of_a_hold(
    hotel: HotelBuilder, decided: str
) -> None:
    booking, _ = held_booking(hotel)
    instruct_with_decision(hotel, booking, decided, PRICE)
    assert instructions(hotel, booking) == [(DECISIONS[decided][0], PRICE, "PENDING")]


def test_payment_instruction_within_amounts__allows_what_waits_to_follow_a_hold_that_grows(
    hotel: HotelBuilder,
) -> None:
    stray, payment = stray_hold(hotel)
    intent_id = hotel.read("payment", payment, "payment_intent_id")
    hotel.pay_by_stripe(stray, "VOIDED", 5000, payment_id=payment)
    says(hotel.connection, intent_for(hotel, stray, id=intent_id).held())
    assert instructions(hotel, stray)[-1] == ("VOID", PRICE, "PENDING")


def test_payment_instruction_within_amounts__rejects_a_refund_of_what_is_only_held(
    hotel: HotelBuilder,
) -> None:
    booking, intent = held_booking(hotel)
    with refused_by("payment_instruction_within_amounts"):
        instruct(hotel, booking, "REFUND", payment_id=payment_of(hotel, intent), amount=1)


def test_payment_instruction_within_amounts__rejects_a_void_of_what_is_captured(
    hotel: HotelBuilder,
) -> None:
    booking, intent = captured_booking(hotel)
    hotel.cancel(booking)
    with refused_by("payment_instruction_within_amounts"):
        instruct(hotel, booking, "VOID", payment_id=payment_of(hotel, intent), amount=1)


def test_payment_instruction_within_amounts__rejects_refunds_that_are_together_too_much(
    hotel: HotelBuilder,
) -> None:
    booking, intent = captured_booking(hotel)
    payment = payment_of(hotel, intent)
    instruct(hotel, booking, "REFUND", payment_id=payment, amount=8000)
    says(hotel.connection, intent.refund(2000))
    says(hotel.connection, intent.dispute(9000))
    with refused_by("payment_instruction_within_amounts"):
        instruct(hotel, booking, "REFUND", payment_id=payment, amount=1001)


def test_payment_instruction_within_amounts__rejects_the_money_of_another_payment(
    hotel: HotelBuilder,
) -> None:
    booking, _ = captured_booking(hotel)
    _, other = captured_booking(hotel)
    for payment in (payment_of(hotel, other), NO_SUCH):
        with refused_by("payment_instruction_within_amounts"):
            instruct(hotel, booking, "REFUND", payment_id=payment, amount=1)


def test_payment_instruction_within_amounts__allows_all_that_is_left(hotel: HotelBuilder) -> None:
    booking, intent = captured_booking(hotel)
    payment = payment_of(hotel, intent)
    withdrawn = instruct(hotel, booking, "REFUND", payment_id=payment, amount=PRICE)
    settle(hotel, withdrawn, "WITHDRAWN")
    says(hotel.connection, intent.dispute(9000))
    instruct(hotel, booking, "REFUND", payment_id=payment, amount=8000)
    assert instruct(hotel, booking, "REFUND", payment_id=payment, amount=3000)


@pytest.mark.parametrize("kind", ["VOIDED", "CAPTURED"])
def test_payment_instruction_within_amounts__allows_what_waits_to_follow_a_hold_that_shrinks(
    hotel: HotelBuilder, kind: str
) -> None:
    stray, payment = stray_hold(hotel)
    for left in (15000, 10000):
        hotel.pay_by_stripe(stray, kind, 5000, payment_id=payment)
        waiting = [told for told in instructions(hotel, stray) if told[2] == "PENDING"]
        assert [amount for told, amount, _ in waiting if told == "VOID"] == [left]


@pytest.mark.parametrize("kind", ["VOIDED", "CAPTURED"])
def test_payment_instruction_within_amounts__rejects_the_first_amount_of_a_hold_that_shrank(
    hotel: HotelBuilder, kind: str
) -> None:
    stray, payment = stray_hold(hotel)
    hotel.pay_by_stripe(stray, kind, 5000, payment_id=payment)
    with refused_by("payment_instruction_within_amounts"):
        instruct(hotel, stray, "VOID", payment_id=payment, amount=15001)


def test_payment_instruction_within_amounts__allows_the_api_to_refund_for_staff(
    hotel: HotelBuilder, api_role: psycopg.Connection
) -> None:
    booking, intent = captured_booking(hotel)
    payment, ann = payment_of(hotel, intent), hotel.staff("ann", "FRONT_DESK")
    by_api = hotel.through(api_role)
    with by_api.acting(actor="staff:ann", staff_id=ann, source="FRONT_DESK", reason="noise"):
        refund = instruct(by_api, booking, "REFUND", payment_id=payment, amount=500)
    told = [hotel.read("payment_instruction", refund, each) for each in ("actor", "reason")]
    assert told == ["staff:ann", "noise"]
