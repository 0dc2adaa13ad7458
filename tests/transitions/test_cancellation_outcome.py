"""What a cancellation is said to cost and to give back is what cancelling then does."""

from collections.abc import Callable
from typing import NamedTuple

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.hotel_builder import HotelBuilder
from tests.stripe_evidence import Intent, says
from tests.stripe_payments import (
    approve,
    captured_booking,
    held_booking,
    instruct,
    instructions,
    last_instruction,
    payment_of,
    settle,
)

PRICE = 20000
FEE = "cancellation_fee_amount"


class Told(NamedTuple):
    """What cancelling now would do: a percentage, and minor units."""

    refund_percent: int
    fee_amount: int
    refund_amount: int


def told(hotel: HotelBuilder, booking: int) -> Told:
    """Ask what cancelling a booking now would do."""
    row = hotel.connection.execute(
        "SELECT outcome.* FROM hotelmate.cancellation_outcome_of(%s, %s) AS outcome",
        (hotel.hotel_id, booking),
    ).fetchone()
    assert row is not None
    return Told(*row)


def on_its_way(hotel: HotelBuilder, booking: int) -> int:
    """Return what was refunded of a booking or is about to be."""
    waiting = [
        amount or 0
        for kind, amount, state in instructions(hotel, booking)
        if (kind, state) == ("REFUND", "PENDING")
    ]
    return sum(waiting) + int(hotel.read("room_booking", booking, "refunded_amount"))


def cancels_as_told(hotel: HotelBuilder, booking: int) -> Told:
    """Cancel a booking and compare with what was told before; return that."""
    before, outcome = on_its_way(hotel, booking), told(hotel, booking)
    hotel.cancel(booking)
    assert hotel.read("room_booking", booking, FEE) == outcome.fee_amount
    assert on_its_way(hotel, booking) - before == outcome.refund_amount
    return outcome


def keep(hotel: HotelBuilder, percent: int) -> None:
    """Let the hotel keep so many percent of every booking made from now on."""
    hotel.run("DELETE FROM hotelmate.cancellation_term WHERE hotel_id = %s", hotel.hotel_id)
    hotel.insert("cancellation_term", days_before_arrival=0, refund_percent=100 - percent)


@pytest.mark.parametrize("status", ["PENDING_PAYMENT", "PENDING_APPROVAL"])
def test_before_the_approval_all_is_given_back(hotel: HotelBuilder, status: str) -> None:
    keep(hotel, 50)
    assert cancels_as_told(hotel, hotel.booking(status)) == (100, 0, 0)


@pytest.mark.parametrize("approved", [False, True])
def test_a_hold_is_released_and_nothing_refunded(hotel: HotelBuilder, approved: bool) -> None:
    keep(hotel, 50)
    booking, _ = held_booking(hotel)
    if approved:
        approve(hotel, booking)
    assert cancels_as_told(hotel, booking) == (100, 0, 0)


def test_a_part_that_the_desk_took_before_the_decision_goes_back(hotel: HotelBuilder) -> None:
    booking = hotel.booking("PENDING_APPROVAL")
    hotel.pay(booking, "CAPTURED", 500)
    assert cancels_as_told(hotel, booking) == (100, 0, 500)


@pytest.mark.parametrize("percent", [0, 33, 100])
@pytest.mark.parametrize("refunded", [0, 700])
def test_the_desk_gives_back_what_is_told(hotel: HotelBuilder, percent: int, refunded: int) -> None:
    keep(hotel, percent)
    booking = hotel.booking("CONFIRMED")
    if refunded:
        hotel.pay(booking, "REFUNDED", refunded)
    outcome = cancels_as_told(hotel, booking)
    assert outcome.refund_percent == 100 - percent
    assert outcome.fee_amount + outcome.refund_amount == PRICE - refunded


def test_the_api_asks_and_is_told_the_same(
    hotel: HotelBuilder, api_role: psycopg.Connection
) -> None:
    keep(hotel, 25)
    booking, _ = captured_booking(hotel)
    assert told(hotel.through(api_role), booking) == (75, 5000, 15000)
    assert cancels_as_told(hotel, booking) == (75, 5000, 15000)


def refunded_by_dashboard(hotel: HotelBuilder, booking: int, intent: Intent, amount: int) -> None:
    says(hotel.connection, intent.refund(amount))


def asked_by_staff(hotel: HotelBuilder, booking: int, intent: Intent, amount: int) -> None:
    instruct(hotel, booking, "REFUND", payment_id=payment_of(hotel, intent), amount=amount)


def failed_for_staff(hotel: HotelBuilder, booking: int, intent: Intent, amount: int) -> None:
    asked_by_staff(hotel, booking, intent, amount)
    settle(hotel, last_instruction(hotel, booking), "FAILED")


def came_back(hotel: HotelBuilder, booking: int, intent: Intent, amount: int) -> None:
    asked_by_staff(hotel, booking, intent, amount)
    refund = intent.refund(amount, instruction=last_instruction(hotel, booking))
    for status in ("pending", "failed"):
        says(hotel.connection, refund | {"status": status})


def made_for_staff(hotel: HotelBuilder, booking: int, intent: Intent, amount: int) -> None:
    asked_by_staff(hotel, booking, intent, amount)
    says(hotel.connection, intent.refund(amount, instruction=last_instruction(hotel, booking)))


def taken_back_by_staff(hotel: HotelBuilder, booking: int, intent: Intent, amount: int) -> None:
    asked_by_staff(hotel, booking, intent, amount)
    settle(hotel, last_instruction(hotel, booking), "WITHDRAWN")


def disputed(hotel: HotelBuilder, booking: int, intent: Intent, amount: int) -> None:
    says(hotel.connection, intent.dispute(amount))


def dispute_won(hotel: HotelBuilder, booking: int, intent: Intent, amount: int) -> None:
    says(hotel.connection, intent.dispute(amount, "won"))


STEPS: list[Callable[[HotelBuilder, int, Intent, int], None]] = [
    refunded_by_dashboard,
    asked_by_staff,
    made_for_staff,
    failed_for_staff,
    came_back,
    taken_back_by_staff,
    disputed,
    dispute_won,
]


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.__name__)
@pytest.mark.parametrize("amount", [1, 12000, PRICE])
@pytest.mark.parametrize("percent", [0, 50, 100])
def test_whatever_was_refunded_or_disputed_before_what_is_told_is_done(
    hotel: HotelBuilder,
    step: Callable[[HotelBuilder, int, Intent, int], None],
    amount: int,
    percent: int,
) -> None:
    keep(hotel, percent)
    booking, intent = captured_booking(hotel)
    step(hotel, booking, intent, amount)
    cancels_as_told(hotel, booking)


@pytest.mark.parametrize("histories", [15, pytest.param(60, marks=pytest.mark.proof)])
def test_whatever_happened_in_whatever_order_what_is_told_is_done(
    hotel: HotelBuilder, histories: int
) -> None:
    happened = st.lists(st.tuples(st.sampled_from(STEPS), st.integers(1, 9000)), max_size=5)

    @settings(
        max_examples=histories,
        deadline=None,
        database=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture],
    )
    @given(st.integers(0, 100), happened)
    def as_told(
        percent: int,
        history: list[tuple[Callable[[HotelBuilder, int, Intent, int], None], int]],
    ) -> None:
        keep(hotel, percent)
        booking, intent = captured_booking(hotel)
        for step, amount in history:
            try:
                with hotel.connection.transaction():
                    step(hotel, booking, intent, amount)
            except psycopg.errors.IntegrityError:
                continue  # more than is left: a rule refuses it, and it did not happen
        cancels_as_told(hotel, booking)

    as_told()
