"""Cancelling a paid booking: by the terms it was made under, on the hotel's calendar."""

from datetime import timedelta

import psycopg
import pytest

from tests.hotel_builder import HotelBuilder
from tests.stripe_evidence import says
from tests.stripe_payments import amounts, captured_booking, held_booking, instructions, status_of
from tests.transitions.booking_trail import columns_of, rows_of

PRICE = 20000
TERMS = {14: 100, 7: 50, 1: 10}


def promise(hotel: HotelBuilder, terms: dict[int, int]) -> None:
    """Let the hotel refund percentages by days before arrival, of every booking from now on."""
    for days, percent in terms.items():
        hotel.insert("cancellation_term", days_before_arrival=days, refund_percent=percent)


def refunded(hotel: HotelBuilder, booking: int) -> int:
    """Return how much of a cancelled booking Stripe is to refund."""
    amounts_due = [amount for kind, amount, _ in instructions(hotel, booking) if kind == "REFUND"]
    return sum(amount for amount in amounts_due if amount)


@pytest.mark.parametrize(
    ("arrival", "percent"),
    [
        (3650, 100),
        (15, 100),
        (14, 100),
        (13, 50),
        (7, 50),
        (6, 10),
        (1, 10),
        (0, 0),
        (-1, 0),
    ],
)
def test_the_term_with_most_days_that_fits_decides(
    hotel: HotelBuilder, arrival: int, percent: int
) -> None:
    promise(hotel, TERMS)
    booking, _ = captured_booking(hotel, arrival=arrival)
    hotel.cancel(booking)
    back = PRICE * percent // 100
    assert hotel.read("room_booking", booking, "cancellation_fee_amount") == PRICE - back
    assert refunded(hotel, booking) == back
    assert status_of(hotel, booking) == "CANCELLED"


@pytest.mark.parametrize("arrival", [30, 0, -1])
def test_without_terms_everything_is_refunded(hotel: HotelBuilder, arrival: int) -> None:
    booking, _ = captured_booking(hotel, arrival=arrival)
    hotel.cancel(booking)
    assert hotel.read("room_booking", booking, "cancellation_fee_amount") == 0
    assert refunded(hotel, booking) == PRICE


@pytest.mark.parametrize(("arrival", "percent"), [(0, 30), (-1, 0)])
def test_a_term_of_no_days_counts_on_the_day_of_arrival_still(
    hotel: HotelBuilder, arrival: int, percent: int
) -> None:
    promise(hotel, {0: 30})
    booking, _ = captured_booking(hotel, arrival=arrival)
    hotel.cancel(booking)
    assert refunded(hotel, booking) == PRICE * percent // 100


def test_terms_may_give_more_the_later_it_is(hotel: HotelBuilder) -> None:
    promise(hotel, {7: 20, 3: 80})
    early, _ = captured_booking(hotel, arrival=7)
    late, _ = captured_booking(hotel, arrival=3)
    for booking in (early, late):
        hotel.cancel(booking)
    assert [refunded(hotel, booking) for booking in (early, late)] == [4000, 16000]


@pytest.mark.parametrize(
    ("price", "percent", "back"),
    [(9999, 50, 4999), (1, 99, 0), (101, 33, 33), (10**15 + 1, 99, 990000000000000)],
)
def test_a_refund_is_rounded_down(hotel: HotelBuilder, price: int, percent: int, back: int) -> None:
    promise(hotel, {0: percent})
    booking, _ = captured_booking(hotel, total_amount=price)
    hotel.cancel(booking)
    assert refunded(hotel, booking) == back
    assert hotel.read("room_booking", booking, "cancellation_fee_amount") == price - back


def test_days_are_counted_on_the_hotels_calendar(owner: psycopg.Connection) -> None:
    # 26 hours lie between the two, so their dates always differ.
    east = HotelBuilder(owner, time_zone="Pacific/Kiritimati")
    west = HotelBuilder(owner, time_zone="Pacific/Niue")
    arrival = west.today() + timedelta(days=7)
    cancelled = {}
    for hotel in (east, west):
        promise(hotel, {7: 100, 0: 25})
        booking, _ = captured_booking(
            hotel, check_in=arrival, check_out=arrival + timedelta(days=2)
        )
        hotel.cancel(booking)
        cancelled[hotel.slug] = refunded(hotel, booking)
    assert cancelled == {west.slug: PRICE, east.slug: PRICE // 4}


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Niue", "Asia/Kathmandu"])
def test_the_edge_of_a_term_is_midnight_at_the_hotel(owner: psycopg.Connection, zone: str) -> None:
    hotel = HotelBuilder(owner, time_zone=zone)
    promise(hotel, {7: 100, 0: 25})
    on_the_edge, _ = captured_booking(hotel, arrival=7)
    past_it, _ = captured_booking(hotel, arrival=6)
    for booking in (on_the_edge, past_it):
        hotel.cancel(booking)
    assert [refunded(hotel, booking) for booking in (on_the_edge, past_it)] == [PRICE, PRICE // 4]


def test_a_booking_keeps_the_terms_that_it_was_made_under(hotel: HotelBuilder) -> None:
    promise(hotel, {0: 80})
    booking, _ = captured_booking(hotel)
    hotel.run("DELETE FROM hotelmate.cancellation_term WHERE hotel_id = %s", hotel.hotel_id)
    promise(hotel, {0: 0})
    # Nor does writing them.
    hotel.run(
        "UPDATE hotelmate.room_booking SET cancellation_terms = '[]' WHERE hotel_id = %s",
        hotel.hotel_id,
    )
    hotel.cancel(booking)
    assert refunded(hotel, booking) == PRICE * 80 // 100
    assert hotel.read("room_booking", booking, "cancellation_terms") == [
        {"days_before_arrival": 0, "refund_percent": 80}
    ]


def test_the_terms_of_another_hotel_are_not_ours(hotel: HotelBuilder) -> None:
    promise(HotelBuilder(hotel.connection), {0: 0})
    booking, _ = captured_booking(hotel)
    hotel.cancel(booking)
    assert refunded(hotel, booking) == PRICE


@pytest.mark.parametrize("percent", [0, 60, 100])
def test_the_desk_gives_back_at_once_what_the_terms_say(hotel: HotelBuilder, percent: int) -> None:
    promise(hotel, {0: percent})
    booking = hotel.booking("CONFIRMED")
    hotel.cancel(booking)
    back = PRICE * percent // 100
    assert amounts(hotel, booking) == (PRICE, PRICE, 0, back, 0)
    given = [("REFUNDED", back, "desk", "CASH")] if back else []
    ledger = rows_of(hotel, booking, "payment_entry", "kind", "amount", "provider", "method")
    assert ledger[2:] == given


def test_terms_are_of_what_the_hotel_still_has(hotel: HotelBuilder) -> None:
    promise(hotel, {0: 60})
    booking = hotel.booking("CONFIRMED")
    payment = hotel.read("room_booking", booking, "payment_id")
    hotel.insert(
        "payment_entry",
        booking_id=booking,
        payment_id=payment,
        kind="REFUNDED",
        amount=5000,
        provider="desk",
        method="CASH",
    )
    card, intent = captured_booking(hotel)
    says(hotel.connection, intent.refund(5000))
    for cancelled in (booking, card):
        hotel.cancel(cancelled)
        assert hotel.read("room_booking", cancelled, "cancellation_fee_amount") == 6000
    assert amounts(hotel, booking) == (PRICE, PRICE, 0, 14000, 0)
    assert refunded(hotel, card) == 9000


@pytest.mark.parametrize("approved", [True, False])
def test_before_it_was_confirmed_a_booking_costs_nothing(
    hotel: HotelBuilder, approved: bool
) -> None:
    promise(hotel, {0: 0})
    booking, _ = held_booking(hotel)
    if approved:
        hotel.run(
            "UPDATE hotelmate.room_booking SET approved_at = now() WHERE hotel_id = %s",
            hotel.hotel_id,
        )
    hotel.cancel(booking)
    assert columns_of(hotel, booking, "status", "cancellation_fee_amount") == ("CANCELLED", 0)
    assert instructions(hotel, booking)[-1] == ("VOID", PRICE, "PENDING")
