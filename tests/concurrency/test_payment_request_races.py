"""Races for what is asked of Stripe: refunds, the last room, the guest's page, a capture."""

from collections.abc import Callable

import psycopg
import pytest

from tests.concurrency.interleaving import (
    BOTH_LEVELS,
    goes_on,
    loses,
    second_waits,
    two_sides,
)
from tests.conftest import Connect
from tests.hotel_builder import HotelBuilder
from tests.stripe_evidence import Object, new_id, says
from tests.stripe_payments import (
    approve,
    captured_booking,
    held_booking,
    instruct,
    instructions,
    last_instruction,
    payment_of,
    request_session,
    settle,
)

PRICE = 20000


def saying(shown: Object) -> Callable[[HotelBuilder], object]:
    """Return an action: Stripe says this, in an event of its own."""
    return lambda hotel: says(hotel.connection, shown)


def approving(booking: int) -> Callable[[HotelBuilder], object]:
    return lambda hotel: approve(hotel, booking)


def failed_capture(hotel: HotelBuilder) -> tuple[int, int]:
    """Make an approved booking whose capture has failed; return it and its payment."""
    booking, intent = held_booking(hotel)
    approve(hotel, booking)
    settle(hotel, last_instruction(hotel, booking), "FAILED")
    return booking, payment_of(hotel, intent)


@BOTH_LEVELS
def test_payment_instruction_within_amounts__race_two_refunds_that_are_together_too_much(
    hotel: HotelBuilder, connect: Connect, level: psycopg.IsolationLevel
) -> None:
    booking, intent = captured_booking(hotel)
    payment = payment_of(hotel, intent)

    def refund(h: HotelBuilder) -> None:
        instruct(h, booking, "REFUND", payment_id=payment, amount=PRICE // 2 + 1)

    with two_sides(hotel, connect, level) as (first, second):
        second_waits(first, second, refund, refund)
        with loses(level, "payment_instruction_within_amounts"):
            second.commits()
    assert instructions(hotel, booking)[1:] == [("REFUND", PRICE // 2 + 1, "PENDING")]


@BOTH_LEVELS
def test_payment_instruction_within_amounts__race_a_refund_after_a_dispute(
    hotel: HotelBuilder, connect: Connect, level: psycopg.IsolationLevel
) -> None:
    booking, intent = captured_booking(hotel)
    payment = payment_of(hotel, intent)
    with two_sides(hotel, connect, level) as (first, second):
        second_waits(
            first,
            second,
            saying(intent.dispute()),
            lambda h: instruct(h, booking, "REFUND", payment_id=payment, amount=1),
        )
        with loses(level, "payment_instruction_within_amounts"):
            second.commits()
    assert instructions(hotel, booking)[1:] == []


@BOTH_LEVELS
def test_a_dispute_withdraws_a_refund_that_staff_ask_for_meanwhile(
    hotel: HotelBuilder, connect: Connect, level: psycopg.IsolationLevel
) -> None:
    booking, intent = captured_booking(hotel)
    payment, dispute = payment_of(hotel, intent), intent.dispute()
    with two_sides(hotel, connect, level) as (first, second):
        second_waits(
            first,
            second,
            lambda h: instruct(h, booking, "REFUND", payment_id=payment, amount=1),
            saying(dispute),
        )
        if not goes_on(second, level):
            says(hotel.connection, dispute)
    assert instructions(hotel, booking)[1:] == [("REFUND", 1, "WITHDRAWN")]


@BOTH_LEVELS
def test_booking_approval_within_rooms__race_two_approvals_for_the_last_room(
    hotel: HotelBuilder, connect: Connect, level: psycopg.IsolationLevel
) -> None:
    hotel.room()
    hotel.update("room_type", hotel.double, overbooking_allowance=0)
    (winner, _), (loser, _) = held_booking(hotel), held_booking(hotel)
    with two_sides(hotel, connect, level) as (first, second):
        second_waits(first, second, approving(winner), approving(loser))
        with loses(level, "booking_approval_within_rooms"):
            second.commits()
    assert instructions(hotel, winner) == [("CAPTURE", PRICE, "PENDING")]
    assert instructions(hotel, loser) == []


@BOTH_LEVELS
def test_booking_approval_within_rooms__race_the_second_gets_the_room_the_first_gives_up(
    hotel: HotelBuilder, connect: Connect, level: psycopg.IsolationLevel
) -> None:
    hotel.room()
    hotel.update("room_type", hotel.double, overbooking_allowance=0)
    (one, _), (other, _) = held_booking(hotel), held_booking(hotel)
    with two_sides(hotel, connect, level) as (first, second):
        first.does(approving(one))
        second.starts(approving(other))
        first.rolls_back()
        second.commits()
    assert instructions(hotel, other) == [("CAPTURE", PRICE, "PENDING")]


@BOTH_LEVELS
def test_booking_approval_within_rooms__race_the_desk_and_a_card_for_the_last_room(
    hotel: HotelBuilder, connect: Connect, level: psycopg.IsolationLevel
) -> None:
    hotel.room()
    hotel.update("room_type", hotel.double, overbooking_allowance=0)
    desk, (card, _) = hotel.booking("PENDING_APPROVAL"), held_booking(hotel)
    with two_sides(hotel, connect, level) as (first, second):
        second_waits(
            first,
            second,
            lambda h: h.update("room_booking", desk, status="CONFIRMED"),
            approving(card),
        )
        with loses(level, "booking_approval_within_rooms"):
            second.commits()


@BOTH_LEVELS
def test_payment_session_single_live__race_two_sessions_for_one_booking(
    hotel: HotelBuilder, connect: Connect, level: psycopg.IsolationLevel
) -> None:
    booking = hotel.booking()
    with two_sides(hotel, connect, level) as (first, second):
        second_waits(
            first,
            second,
            lambda h: request_session(h, booking),
            lambda h: request_session(h, booking),
        )
        with loses(level, "payment_session_single_live"):
            second.commits()


@BOTH_LEVELS
def test_payment_session_needs_pending_payment__race_a_session_after_expiry(
    hotel: HotelBuilder, connect: Connect, level: psycopg.IsolationLevel
) -> None:
    booking = hotel.booking()
    with two_sides(hotel, connect, level) as (first, second):
        second_waits(
            first, second, lambda h: h.expire(booking), lambda h: request_session(h, booking)
        )
        with loses(level, "payment_session_needs_pending_payment"):
            second.commits()


@BOTH_LEVELS
def test_payment_session_needs_pending_payment__race_expiry_closes_a_session_just_asked_for(
    hotel: HotelBuilder, connect: Connect, level: psycopg.IsolationLevel
) -> None:
    booking = hotel.booking()
    with two_sides(hotel, connect, level) as (first, second):
        second_waits(
            first, second, lambda h: request_session(h, booking), lambda h: h.expire(booking)
        )
        if not goes_on(second, level):
            hotel.expire(booking)
    states = hotel.connection.execute(
        "SELECT state FROM hotelmate.payment_session WHERE hotel_id = %s", (hotel.hotel_id,)
    ).fetchall()
    assert states == [("EXPIRED",)]


@BOTH_LEVELS
def test_payment_session_needs_pending_payment__race_a_page_opened_as_the_booking_is_cancelled(
    hotel: HotelBuilder, connect: Connect, level: psycopg.IsolationLevel
) -> None:
    booking = hotel.booking()
    session = request_session(hotel, booking)
    page = {"state": "OPEN", "stripe_session_id": new_id("cs"), "url": "https://pay.example"}
    with two_sides(hotel, connect, level) as (first, second):
        second_waits(
            first,
            second,
            lambda h: h.update("payment_session", session, **page),
            lambda h: h.cancel(booking),
        )
        if not goes_on(second, level):
            hotel.cancel(booking)
    assert hotel.read("payment_session", session, "state") == "EXPIRED"
    assert instructions(hotel, booking) == [("EXPIRE_SESSION", None, "PENDING")]


@BOTH_LEVELS
def test_payment_capture_needs_approval__race_a_capture_by_hand_after_a_cancellation(
    hotel: HotelBuilder, connect: Connect, level: psycopg.IsolationLevel
) -> None:
    booking, payment = failed_capture(hotel)
    with two_sides(hotel, connect, level) as (first, second):
        second_waits(
            first,
            second,
            lambda h: h.cancel(booking),
            lambda h: instruct(h, booking, "CAPTURE", payment_id=payment, amount=PRICE),
        )
        with loses(level, "payment_capture_needs_approval"):
            second.commits()


@BOTH_LEVELS
def test_payment_capture_needs_approval__race_a_cancellation_withdraws_one_given_anew(
    hotel: HotelBuilder, connect: Connect, level: psycopg.IsolationLevel
) -> None:
    booking, _ = held_booking(hotel)
    approve(hotel, booking)
    capture = last_instruction(hotel, booking)
    with two_sides(hotel, connect, level) as (first, second):
        second_waits(
            first,
            second,
            lambda h: settle(h, capture, "FAILED"),
            lambda h: h.cancel(booking),
        )
        if not goes_on(second, level):
            hotel.cancel(booking)
    assert instructions(hotel, booking) == [
        ("CAPTURE", PRICE, "FAILED"),
        ("CAPTURE", PRICE, "WITHDRAWN"),
        ("VOID", PRICE, "PENDING"),
    ]


def owed(hotel: HotelBuilder, booking: int) -> int:
    """Return how much of a booking Stripe is still to refund."""
    told = instructions(hotel, booking)
    return sum(
        amount or 0 for kind, amount, state in told if (kind, state) == ("REFUND", "PENDING")
    )


@BOTH_LEVELS
@pytest.mark.parametrize("cancelled_first", [True, False])
def test_a_refund_that_is_taken_back_while_its_booking_is_cancelled_is_owed(
    hotel: HotelBuilder, connect: Connect, level: psycopg.IsolationLevel, cancelled_first: bool
) -> None:
    booking, intent = captured_booking(hotel)
    payment = payment_of(hotel, intent)
    refund = instruct(hotel, booking, "REFUND", payment_id=payment, amount=500)

    def take_back(h: HotelBuilder) -> None:
        settle(h, refund, "WITHDRAWN")

    def cancel(h: HotelBuilder) -> None:
        h.cancel(booking)

    acts = (cancel, take_back) if cancelled_first else (take_back, cancel)
    with two_sides(hotel, connect, level) as (first, second):
        second_waits(first, second, *acts)
        if not goes_on(second, level):
            acts[1](hotel)
    assert owed(hotel, booking) == PRICE
