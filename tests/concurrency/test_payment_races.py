"""Races of what Stripe says with itself and with a decision: deliveries, clerks, a clock."""

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
from tests.stripe_evidence import Object, deliver, event_of, intent_for, says
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

PRICE = 20000
HELD = [("AUTHORISED", PRICE)]
CAPTURED = [*HELD, ("CAPTURED", PRICE)]


def saying(shown: Object) -> Callable[[HotelBuilder], object]:
    """Return an action: Stripe says this, in an event of its own."""
    return lambda hotel: says(hotel.connection, shown)


def approving(booking: int) -> Callable[[HotelBuilder], object]:
    return lambda hotel: approve(hotel, booking)


@BOTH_LEVELS
def test_webhook_event_processed_once__race_one_event_twice_at_once(
    hotel: HotelBuilder, connect: Connect, level: psycopg.IsolationLevel
) -> None:
    booking = hotel.booking()
    intent = intent_for(hotel, booking)
    event = event_of(intent.held())
    with two_sides(hotel, connect, level) as (first, second):
        second_waits(
            first,
            second,
            lambda h: deliver(h.connection, event),
            lambda h: deliver(h.connection, event),
        )
        if not goes_on(second, level):
            assert deliver(hotel.connection, event) is False
    assert ledger(hotel, intent) == HELD
    assert status_of(hotel, booking) == "PENDING_APPROVAL"


def test_webhook_event_processed_once__race_the_second_stores_what_the_first_gave_up(
    hotel: HotelBuilder, connect: Connect
) -> None:
    booking = hotel.booking()
    intent = intent_for(hotel, booking)
    event = event_of(intent.held())
    with two_sides(hotel, connect) as (first, second):
        first.does(lambda h: deliver(h.connection, event))
        second.starts(lambda h: deliver(h.connection, event))
        first.rolls_back()
        second.commits()
    assert ledger(hotel, intent) == HELD


@BOTH_LEVELS
@pytest.mark.parametrize("known", [True, False], ids=["known", "unheard"])
@pytest.mark.parametrize(
    ("one", "other"),
    [("held", "held"), ("held", "captured"), ("captured", "held"), ("captured", "captured")],
)
def test_two_events_of_one_intent_at_once_end_as_one_after_the_other(
    hotel: HotelBuilder,
    connect: Connect,
    level: psycopg.IsolationLevel,
    known: bool,
    one: str,
    other: str,
) -> None:
    booking = hotel.booking()
    intent = intent_for(hotel, booking)
    if known:
        says(hotel.connection, intent.declined())
    news, more = getattr(intent, one)(), getattr(intent, other)()
    with two_sides(hotel, connect, level) as (first, second):
        second_waits(first, second, saying(news), saying(more))
        if not goes_on(second, level):
            says(hotel.connection, more)
    assert ledger(hotel, intent) == (CAPTURED if "captured" in (one, other) else HELD)


@BOTH_LEVELS
def test_payment_entry_refund_once__race_two_events_of_one_refund(
    hotel: HotelBuilder, connect: Connect, level: psycopg.IsolationLevel
) -> None:
    booking, intent = captured_booking(hotel)
    refund = intent.refund(700)
    with two_sides(hotel, connect, level) as (first, second):
        second_waits(first, second, saying(refund), saying(refund))
        if not goes_on(second, level):
            says(hotel.connection, refund)
    assert ledger(hotel, intent) == [*CAPTURED, ("REFUNDED", 700)]
    assert amounts(hotel, booking) == (PRICE, PRICE, 0, 700, 0)


@BOTH_LEVELS
def test_of_two_holds_at_once_one_counts_and_the_other_is_released(
    hotel: HotelBuilder, connect: Connect, level: psycopg.IsolationLevel
) -> None:
    booking = hotel.booking()
    winner, loser = intent_for(hotel, booking), intent_for(hotel, booking)
    with two_sides(hotel, connect, level) as (first, second):
        second_waits(first, second, saying(winner.held()), saying(loser.held()))
        if not goes_on(second, level):
            says(hotel.connection, loser.held())
    assert hotel.read("room_booking", booking, "payment_id") == payment_of(hotel, winner)
    assert amounts(hotel, booking) == (PRICE, 0, 0, 0, 0)
    assert instructions(hotel, booking) == [("VOID", PRICE, "PENDING")]
    void = last_instruction(hotel, booking)
    assert hotel.read("payment_instruction", void, "payment_id") == payment_of(hotel, loser)


def test_two_events_of_a_stray_at_once_release_it_once(
    hotel: HotelBuilder, connect: Connect
) -> None:
    booking = hotel.booking("CANCELLED_DRAFT")
    intent = intent_for(hotel, booking)
    with two_sides(hotel, connect) as (first, second):
        second_waits(first, second, saying(intent.held()), saying(intent.held()))
        second.commits()
    assert ledger(hotel, intent) == HELD
    assert instructions(hotel, booking) == [("VOID", PRICE, "PENDING")]


@BOTH_LEVELS
def test_booking_legal_transition__race_expiry_after_a_hold(
    hotel: HotelBuilder, connect: Connect, level: psycopg.IsolationLevel
) -> None:
    booking = hotel.booking()
    held = intent_for(hotel, booking).held()
    with two_sides(hotel, connect, level) as (first, second):
        second_waits(first, second, saying(held), lambda h: h.expire(booking))
        with loses(level, "booking_legal_transition"):
            second.commits()
    assert status_of(hotel, booking) == "PENDING_APPROVAL"
    assert instructions(hotel, booking) == []


@BOTH_LEVELS
def test_a_hold_that_arrives_while_the_draft_expires_is_released(
    hotel: HotelBuilder, connect: Connect, level: psycopg.IsolationLevel
) -> None:
    booking = hotel.booking()
    held = intent_for(hotel, booking).held()
    with two_sides(hotel, connect, level) as (first, second):
        second_waits(first, second, lambda h: h.expire(booking), saying(held))
        if not goes_on(second, level):
            says(hotel.connection, held)
    assert status_of(hotel, booking) == "CANCELLED_DRAFT"
    assert instructions(hotel, booking) == [("VOID", PRICE, "PENDING")]


@BOTH_LEVELS
def test_booking_approval_fits_status__race_decline_after_approval(
    hotel: HotelBuilder, connect: Connect, level: psycopg.IsolationLevel
) -> None:
    booking, _ = held_booking(hotel)
    with two_sides(hotel, connect, level) as (first, second):
        second_waits(first, second, approving(booking), lambda h: h.decline(booking))
        with loses(level, "booking_approval_fits_status"):
            second.commits()
    assert instructions(hotel, booking) == [("CAPTURE", PRICE, "PENDING")]


@BOTH_LEVELS
def test_booking_stamps_are_final__race_two_approvals_of_one_hold(
    hotel: HotelBuilder, connect: Connect, level: psycopg.IsolationLevel
) -> None:
    booking, _ = held_booking(hotel)
    with two_sides(hotel, connect, level) as (first, second):
        second_waits(first, second, approving(booking), approving(booking))
        with loses(level, "booking_stamps_are_final"):
            second.commits()
    assert instructions(hotel, booking) == [("CAPTURE", PRICE, "PENDING")]


@BOTH_LEVELS
@pytest.mark.parametrize("closing", ["decline", "cancel"])
def test_booking_legal_transition__race_approval_after_an_ending(
    hotel: HotelBuilder, connect: Connect, level: psycopg.IsolationLevel, closing: str
) -> None:
    booking, _ = held_booking(hotel)
    with two_sides(hotel, connect, level) as (first, second):
        second_waits(first, second, lambda h: getattr(h, closing)(booking), approving(booking))
        with loses(level, "booking_legal_transition"):
            second.commits()
    assert instructions(hotel, booking) == [("VOID", PRICE, "PENDING")]


@BOTH_LEVELS
def test_booking_legal_transition__race_approval_after_the_hold_has_lapsed(
    hotel: HotelBuilder, connect: Connect, level: psycopg.IsolationLevel
) -> None:
    booking, intent = held_booking(hotel)
    lapsed = saying(intent.canceled("expired"))
    with two_sides(hotel, connect, level) as (first, second):
        second_waits(first, second, lapsed, approving(booking))
        with loses(level, "booking_legal_transition"):
            second.commits()
    assert status_of(hotel, booking) == "CANCELLED"
    assert instructions(hotel, booking) == []


@BOTH_LEVELS
def test_cancelling_while_it_is_approved_releases_the_hold(
    hotel: HotelBuilder, connect: Connect, level: psycopg.IsolationLevel
) -> None:
    booking, _ = held_booking(hotel)
    with two_sides(hotel, connect, level) as (first, second):
        second_waits(first, second, approving(booking), lambda h: h.cancel(booking))
        if not goes_on(second, level):
            hotel.cancel(booking)
    assert instructions(hotel, booking) == [
        ("CAPTURE", PRICE, "WITHDRAWN"),
        ("VOID", PRICE, "PENDING"),
    ]


@BOTH_LEVELS
def test_a_capture_that_is_heard_of_while_the_booking_is_cancelled_is_refunded(
    hotel: HotelBuilder, connect: Connect, level: psycopg.IsolationLevel
) -> None:
    hotel.insert("cancellation_term", days_before_arrival=0, refund_percent=0)
    booking, intent = held_booking(hotel)
    approve(hotel, booking)
    with two_sides(hotel, connect, level) as (first, second):
        second_waits(
            first,
            second,
            lambda h: h.cancel(booking),
            lambda h: says(h.connection, intent.captured()),
        )
        if not goes_on(second, level):
            says(hotel.connection, intent.captured())
    assert status_of(hotel, booking) == "CANCELLED"
    # It was cancelled before it was confirmed, so nothing is kept.
    assert instructions(hotel, booking)[-1] == ("REFUND", PRICE, "PENDING")


@BOTH_LEVELS
def test_cancelling_while_the_capture_is_heard_of_goes_by_the_terms(
    hotel: HotelBuilder, connect: Connect, level: psycopg.IsolationLevel
) -> None:
    hotel.insert("cancellation_term", days_before_arrival=0, refund_percent=25)
    booking, intent = held_booking(hotel)
    approve(hotel, booking)
    with two_sides(hotel, connect, level) as (first, second):
        second_waits(first, second, saying(intent.captured()), lambda h: h.cancel(booking))
        if not goes_on(second, level):
            hotel.cancel(booking)
    assert status_of(hotel, booking) == "CANCELLED"
    assert instructions(hotel, booking)[-1] == ("REFUND", PRICE // 4, "PENDING")


@BOTH_LEVELS
@pytest.mark.parametrize("counts", [True, False], ids=["its_payment", "a_stray"])
def test_payment_outcome_is_final__race_a_row_by_hand_after_the_end(
    hotel: HotelBuilder, connect: Connect, level: psycopg.IsolationLevel, counts: bool
) -> None:
    booking = hotel.booking() if counts else hotel.booking("PENDING_APPROVAL")
    intent = intent_for(hotel, booking)
    says(hotel.connection, intent.declined())
    evidence = {"payment_id": payment_of(hotel, intent), "provider": "stripe", "method": None}
    event = hotel.stripe_event(booking)
    with two_sides(hotel, connect, level) as (first, second):
        second.does(lambda h: h.value("SELECT count(*) FROM hotelmate.payment"))
        # It leaves no row in a ledger, by which a second one could see that it came too late.
        first.does(saying(intent.canceled()))
        second.starts(
            lambda h: h.pay(booking, "AUTHORISED", 100, provider_event_id=event, **evidence)
        )
        first.commits()
        with loses(level, "payment_outcome_is_final"):
            second.commits()
    assert ledger(hotel, intent) == []


@BOTH_LEVELS
def test_payment_outcome_is_final__race_the_end_after_a_row_by_hand(
    hotel: HotelBuilder, connect: Connect, level: psycopg.IsolationLevel
) -> None:
    booking, intent = held_booking(hotel)
    evidence = {"payment_id": payment_of(hotel, intent), "provider": "stripe", "method": None}
    event = hotel.stripe_event(booking)
    with two_sides(hotel, connect, level) as (first, second):
        second.does(lambda h: h.value("SELECT count(*) FROM hotelmate.payment"))
        second_waits(
            first,
            second,
            lambda h: h.pay(booking, "CAPTURED", 100, provider_event_id=event, **evidence),
            saying(intent.canceled()),
        )
        with loses(level, "payment_outcome_is_final"):
            second.commits()
    assert ledger(hotel, intent) == [*HELD, ("CAPTURED", 100)]


@BOTH_LEVELS
def test_payment_instruction_done_by_evidence__race_a_hold_after_the_release(
    hotel: HotelBuilder, connect: Connect, level: psycopg.IsolationLevel
) -> None:
    booking, intent = held_booking(hotel)
    hotel.cancel(booking)
    evidence = {"payment_id": payment_of(hotel, intent), "provider": "stripe", "method": None}
    one, other = hotel.stripe_event(booking), hotel.stripe_event(booking)
    with two_sides(hotel, connect, level) as (first, second):
        second.does(lambda h: h.value("SELECT count(*) FROM hotelmate.payment"))
        second_waits(
            first,
            second,
            lambda h: h.pay(booking, "VOIDED", PRICE, provider_event_id=one, **evidence),
            lambda h: h.pay(booking, "AUTHORISED", 100, provider_event_id=other, **evidence),
        )
        with loses(level, "payment_instruction_done_by_evidence"):
            second.commits()
    assert ledger(hotel, intent) == [*HELD, ("VOIDED", PRICE)]
