"""Cancellation terms of a hotel, and what a cancelled booking says that the hotel keeps."""

import psycopg
import pytest

from tests.hotel_builder import HotelBuilder
from tests.past_triggers import checks_alone
from tests.refusal import refused_by
from tests.stripe_payments import captured_booking

PRICE = 20000
NO_SUCH = -1


def add_term(hotel: HotelBuilder, days: int, percent: int, **columns: object) -> int:
    """Let the hotel refund so many percent from so many days before arrival."""
    term = {"days_before_arrival": days, "refund_percent": percent}
    return int(hotel.insert("cancellation_term", **{**term, **columns}))


@pytest.mark.parametrize("days", [-1, 3651])
def test_cancellation_term_days_from_zero__rejects_days_after_arrival_and_beyond_ten_years(
    hotel: HotelBuilder, days: int
) -> None:
    with refused_by("cancellation_term_days_from_zero"):
        add_term(hotel, days, 50)


def test_cancellation_term_days_from_zero__allows_the_day_of_arrival_and_ten_years(
    hotel: HotelBuilder,
) -> None:
    assert [add_term(hotel, days, 50) for days in (0, 3650)] == [0, 3650]


@pytest.mark.parametrize("percent", [-1, 101])
def test_cancellation_term_percent__rejects_less_than_nothing_and_more_than_all(
    hotel: HotelBuilder, percent: int
) -> None:
    with refused_by("cancellation_term_percent"):
        add_term(hotel, 7, percent)


def test_cancellation_term_percent__allows_nothing_and_all(hotel: HotelBuilder) -> None:
    assert [add_term(hotel, days, percent) for days, percent in ((0, 0), (7, 100))] == [0, 7]


def test_cancellation_term_of_hotel__rejects_a_hotel_that_does_not_exist(
    hotel: HotelBuilder,
) -> None:
    with refused_by("cancellation_term_of_hotel"):
        add_term(hotel, 7, 100, hotel_id=NO_SUCH)


def test_cancellation_term_of_hotel__allows_the_api_to_write_new_terms(
    hotel: HotelBuilder, api_role: psycopg.Connection
) -> None:
    add_term(hotel, 7, 100)
    by_api = hotel.through(api_role)
    terms = "hotelmate.cancellation_term WHERE hotel_id = %s"
    assert by_api.run(f"DELETE FROM {terms}", hotel.hotel_id) == 1
    assert add_term(by_api, 14, 80) == 14


def test_booking_cancellation_fee_stamped__rejects_a_cancellation_that_does_not_say(
    hotel: HotelBuilder,
) -> None:
    booking, now = hotel.booking("CONFIRMED"), hotel.value("SELECT now()")
    # The fee is derived when the status changes; the check holds without.
    with refused_by("booking_cancellation_fee_stamped"), checks_alone(hotel.connection):
        hotel.update("room_booking", booking, status="CANCELLED", cancelled_at=now)


@pytest.mark.parametrize(
    "status", ["PENDING_PAYMENT", "PENDING_APPROVAL", "CONFIRMED", "DECLINED", "CANCELLED_DRAFT"]
)
def test_booking_cancellation_fee_stamped__rejects_a_fee_without_a_cancellation(
    hotel: HotelBuilder, status: str
) -> None:
    booking = hotel.booking(status)
    with refused_by("booking_cancellation_fee_stamped"), checks_alone(hotel.connection):
        hotel.update("room_booking", booking, cancellation_fee_amount=0)


@pytest.mark.parametrize("status", ["PENDING_PAYMENT", "PENDING_APPROVAL", "CONFIRMED"])
def test_booking_cancellation_fee_stamped__allows_every_cancellation_to_say(
    hotel: HotelBuilder, status: str
) -> None:
    add_term(hotel, 0, 60)
    booking = hotel.booking(status)
    # What a statement writes to it counts for nothing.
    hotel.update("room_booking", booking, status="CANCELLED", cancellation_fee_amount=1)
    fee = hotel.read("room_booking", booking, "cancellation_fee_amount")
    # Before it was confirmed the hotel had promised nothing, and keeps nothing.
    assert fee == (PRICE * 40 // 100 if status == "CONFIRMED" else 0)


def test_booking_cancellation_fee_stamped__allows_no_fee_to_be_written_afterwards(
    hotel: HotelBuilder,
) -> None:
    booking = hotel.booking("CONFIRMED")
    hotel.cancel(booking)
    hotel.update("room_booking", booking, cancellation_fee_amount=PRICE)
    assert hotel.read("room_booking", booking, "cancellation_fee_amount") == 0


@pytest.mark.parametrize("fee", [-1, PRICE + 1])
def test_booking_cancellation_fee_within_captured__rejects_less_than_nothing_and_more_than_that(
    hotel: HotelBuilder, fee: int
) -> None:
    booking, _ = captured_booking(hotel)
    hotel.cancel(booking)
    with refused_by("booking_cancellation_fee_within_captured"), checks_alone(hotel.connection):
        hotel.update("room_booking", booking, cancellation_fee_amount=fee)


def test_booking_cancellation_fee_within_captured__rejects_a_fee_of_what_was_only_held(
    hotel: HotelBuilder,
) -> None:
    booking = hotel.booking("PENDING_APPROVAL")
    hotel.cancel(booking)
    with refused_by("booking_cancellation_fee_within_captured"), checks_alone(hotel.connection):
        hotel.update("room_booking", booking, cancellation_fee_amount=1)


@pytest.mark.parametrize(("percent", "kept"), [(0, PRICE), (100, 0), (33, PRICE * 67 // 100)])
def test_booking_cancellation_fee_within_captured__allows_from_nothing_to_all(
    hotel: HotelBuilder, percent: int, kept: int
) -> None:
    add_term(hotel, 0, percent)
    booking, _ = captured_booking(hotel)
    hotel.cancel(booking)
    assert hotel.read("room_booking", booking, "cancellation_fee_amount") == kept
