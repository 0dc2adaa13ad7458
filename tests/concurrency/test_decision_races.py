"""Races for one decision and one payment: two clerks, a clerk and a clock, two deliveries."""

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

PRICE = 20000


def ledger(hotel: HotelBuilder, booking: int) -> list[tuple[int, str, int]]:
    return hotel.connection.execute(
        "SELECT seq, kind, amount FROM hotelmate.payment_entry"
        " WHERE hotel_id = %s AND booking_id = %s ORDER BY seq",
        (hotel.hotel_id, booking),
    ).fetchall()


def approve_now(hotel: HotelBuilder, booking: int) -> None:
    """Approve and say when, so that a second approval is a second decision."""
    hotel.run(
        "UPDATE hotelmate.room_booking SET approved_at = now() WHERE hotel_id = %s AND id = %s",
        hotel.hotel_id,
        booking,
    )


@BOTH_LEVELS
def test_booking_stamps_are_final__race_two_approvals(
    hotel: HotelBuilder, connect: Connect, level: psycopg.IsolationLevel
) -> None:
    booking = hotel.booking("PENDING_APPROVAL")
    with two_sides(hotel, connect, level) as (first, second):
        second_waits(
            first, second, lambda h: approve_now(h, booking), lambda h: approve_now(h, booking)
        )
        with loses(level, "booking_stamps_are_final"):
            second.commits()
    assert ledger(hotel, booking) == [(1, "AUTHORISED", PRICE), (2, "CAPTURED", PRICE)]


def test_booking_amounts_are_ledgers__race_two_plain_approvals_capture_once(
    hotel: HotelBuilder, connect: Connect
) -> None:
    booking = hotel.booking("PENDING_APPROVAL")
    with two_sides(hotel, connect) as (first, second):
        # The second writes the status that it finds: a change of nothing.
        second_waits(first, second, lambda h: h.approve(booking), lambda h: h.approve(booking))
        second.commits()
    assert ledger(hotel, booking) == [(1, "AUTHORISED", PRICE), (2, "CAPTURED", PRICE)]


@BOTH_LEVELS
@pytest.mark.parametrize(
    ("winning", "losing", "kept"),
    [
        ("approve", "decline", "CAPTURED"),
        ("decline", "approve", "VOIDED"),
        ("cancel", "approve", "VOIDED"),
    ],
)
def test_booking_legal_transition__race_two_decisions(
    hotel: HotelBuilder,
    connect: Connect,
    level: psycopg.IsolationLevel,
    winning: str,
    losing: str,
    kept: str,
) -> None:
    booking = hotel.booking("PENDING_APPROVAL")
    with two_sides(hotel, connect, level) as (first, second):
        second_waits(
            first,
            second,
            lambda h: getattr(h, winning)(booking),
            lambda h: getattr(h, losing)(booking),
        )
        with loses(level, "booking_legal_transition"):
            second.commits()
    assert ledger(hotel, booking) == [(1, "AUTHORISED", PRICE), (2, kept, PRICE)]


@BOTH_LEVELS
def test_booking_legal_transition__race_cancel_after_approval_pays_the_capture_back(
    hotel: HotelBuilder, connect: Connect, level: psycopg.IsolationLevel
) -> None:
    booking = hotel.booking("PENDING_APPROVAL")
    with two_sides(hotel, connect, level) as (first, second):
        second_waits(first, second, lambda h: h.approve(booking), lambda h: h.cancel(booking))
        if not goes_on(second, level):
            hotel.cancel(booking)
    assert hotel.read("room_booking", booking, "status") == "CANCELLED"
    assert ledger(hotel, booking) == [
        (1, "AUTHORISED", PRICE),
        (2, "CAPTURED", PRICE),
        (3, "REFUNDED", PRICE),
    ]


@BOTH_LEVELS
def test_booking_legal_transition__race_expiry_after_payment(
    hotel: HotelBuilder, connect: Connect, level: psycopg.IsolationLevel
) -> None:
    booking = hotel.booking()
    with two_sides(hotel, connect, level) as (first, second):
        second_waits(first, second, lambda h: h.authorise(booking), lambda h: h.expire(booking))
        with loses(level, "booking_legal_transition"):
            second.commits()
    assert hotel.read("room_booking", booking, "status") == "PENDING_APPROVAL"


@BOTH_LEVELS
def test_desk_payment_needs_pending_payment__race_payment_after_expiry(
    hotel: HotelBuilder, connect: Connect, level: psycopg.IsolationLevel
) -> None:
    booking = hotel.booking()
    with two_sides(hotel, connect, level) as (first, second):
        second_waits(first, second, lambda h: h.expire(booking), lambda h: h.authorise(booking))
        with loses(level, "desk_payment_needs_pending_payment"):
            second.commits()
    assert ledger(hotel, booking) == []


@BOTH_LEVELS
def test_desk_payment_needs_pending_payment__race_two_clerks(
    hotel: HotelBuilder, connect: Connect, level: psycopg.IsolationLevel
) -> None:
    booking = hotel.booking()
    with two_sides(hotel, connect, level) as (first, second):
        second_waits(first, second, lambda h: h.authorise(booking), lambda h: h.authorise(booking))
        with loses(level, "desk_payment_needs_pending_payment"):
            second.commits()
    assert ledger(hotel, booking) == [(1, "AUTHORISED", PRICE)]


def stripe(kind: str, amount: int, booking: int) -> Callable[[HotelBuilder], object]:
    return lambda hotel: hotel.pay_by_stripe(booking, kind, amount)


@BOTH_LEVELS
def test_payment_captured_within_authorised__race_two_captures(
    hotel: HotelBuilder, connect: Connect, level: psycopg.IsolationLevel
) -> None:
    booking = hotel.booking()
    hotel.pay_by_stripe(booking, "AUTHORISED", PRICE)
    capture = stripe("CAPTURED", PRICE, booking)
    with two_sides(hotel, connect, level) as (first, second):
        second_waits(first, second, capture, capture)
        with loses(level, "payment_captured_within_authorised"):
            second.commits()
    assert ledger(hotel, booking)[1:] == [(2, "CAPTURED", PRICE)]


@BOTH_LEVELS
@pytest.mark.parametrize("winning", ["CAPTURED", "VOIDED"])
def test_payment_captured_within_authorised__race_capture_and_void(
    hotel: HotelBuilder, connect: Connect, level: psycopg.IsolationLevel, winning: str
) -> None:
    booking = hotel.booking()
    hotel.pay_by_stripe(booking, "AUTHORISED", PRICE)
    losing = "VOIDED" if winning == "CAPTURED" else "CAPTURED"
    with two_sides(hotel, connect, level) as (first, second):
        second_waits(first, second, stripe(winning, PRICE, booking), stripe(losing, 1, booking))
        with loses(level, "payment_captured_within_authorised"):
            second.commits()
    assert ledger(hotel, booking)[1:] == [(2, winning, PRICE)]


@BOTH_LEVELS
@pytest.mark.parametrize("provider", ["desk", "stripe"])
def test_payment_refunded_within_captured__race_two_refunds_of_more_than_half(
    hotel: HotelBuilder, connect: Connect, level: psycopg.IsolationLevel, provider: str
) -> None:
    booking = hotel.booking("CONFIRMED" if provider == "desk" else "PENDING_PAYMENT")
    if provider == "stripe":
        for kind in ("AUTHORISED", "CAPTURED"):
            hotel.pay_by_stripe(booking, kind, PRICE)

    def refund(h: HotelBuilder) -> None:
        pay = h.pay if provider == "desk" else h.pay_by_stripe
        pay(booking, "REFUNDED", PRICE // 2 + 1)

    with two_sides(hotel, connect, level) as (first, second):
        second_waits(first, second, refund, refund)
        with loses(level, "payment_refunded_within_captured"):
            second.commits()


@BOTH_LEVELS
def test_payment_refunded_within_captured__race_refund_and_cancellation_at_the_desk(
    hotel: HotelBuilder, connect: Connect, level: psycopg.IsolationLevel
) -> None:
    booking = hotel.booking("CONFIRMED")
    with two_sides(hotel, connect, level) as (first, second):
        second_waits(
            first, second, lambda h: h.pay(booking, "REFUNDED", 1), lambda h: h.cancel(booking)
        )
        if not goes_on(second, level):
            hotel.cancel(booking)
    assert ledger(hotel, booking)[2:] == [(3, "REFUNDED", 1), (4, "REFUNDED", PRICE - 1)]


def test_payment_entry_chained__race_two_refunds_number_on(
    hotel: HotelBuilder, connect: Connect
) -> None:
    booking = hotel.booking("CONFIRMED")
    with two_sides(hotel, connect) as (first, second):
        second_waits(
            first,
            second,
            lambda h: h.pay(booking, "REFUNDED", 300),
            lambda h: h.pay(booking, "REFUNDED", 200),
        )
        second.commits()
    assert ledger(hotel, booking)[2:] == [(3, "REFUNDED", 300), (4, "REFUNDED", 200)]
    assert hotel.read("room_booking", booking, "refunded_amount") == 500


def deliver(hotel: HotelBuilder, event: str) -> None:
    hotel.insert("stripe_webhook_event", event_id=event, event_type="charge", payload="{}")


@BOTH_LEVELS
def test_webhook_event_processed_once__race_two_deliveries(
    hotel: HotelBuilder, connect: Connect, level: psycopg.IsolationLevel
) -> None:
    event = f"evt_{hotel.slug}"
    with two_sides(hotel, connect, level) as (first, second):
        second_waits(first, second, lambda h: deliver(h, event), lambda h: deliver(h, event))
        again = "webhook_event_processed_once"
        with loses(level, again, at_repeatable_read=again):
            second.commits()
