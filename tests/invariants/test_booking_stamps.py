"""The stamps of a booking: once set they stay, and a stay is not stamped ahead of time."""

import pytest

from tests.hotel_builder import HotelBuilder
from tests.refusal import refused_by

STAMPS = {
    "created_at": "PENDING_PAYMENT",
    "payment_authorized_at": "PENDING_APPROVAL",
    "paid_at": "CONFIRMED",
    "approved_at": "APPROVED",
    "decision_at": "CONFIRMED",
    "cancelled_at": "CANCELLED",
    "no_show_at": "NO_SHOW",
    "checked_in_at": "IN_HOUSE",
    "checked_out_at": "COMPLETED",
    "precheckin_submitted_at": "SUBMITTED",
}


def stamped(hotel: HotelBuilder, state: str) -> int:
    """Make a booking that has the stamp which comes with a state."""
    if state == "IN_HOUSE":
        return hotel.in_house(hotel.room())
    if state == "COMPLETED":
        return hotel.checked_out(hotel.room())
    if state == "APPROVED":
        booking = hotel.booking()
        hotel.pay_by_stripe(booking, "AUTHORISED", 20000)
        hotel.update("room_booking", booking, approved_at=hotel.value("SELECT now()"))
        return booking
    if state == "SUBMITTED":
        booking = hotel.booking("CONFIRMED")
        now = hotel.value("SELECT now()")
        hotel.update("room_booking", booking, precheckin_submitted_at=now)
        return booking
    return hotel.booking(state, arrival=-1)


@pytest.mark.parametrize(("stamp", "state"), STAMPS.items())
def test_booking_stamps_are_final__rejects_another_time(
    hotel: HotelBuilder, stamp: str, state: str
) -> None:
    booking = stamped(hotel, state)
    later = hotel.value("SELECT now() - interval '1 microsecond'")
    with refused_by("booking_stamps_are_final"):
        hotel.update("room_booking", booking, **{stamp: later})


@pytest.mark.parametrize(("stamp", "state"), STAMPS.items())
def test_booking_stamps_are_final__rejects_clearing(
    hotel: HotelBuilder, stamp: str, state: str
) -> None:
    booking = stamped(hotel, state)
    with refused_by("booking_stamps_are_final"):
        hotel.update("room_booking", booking, **{stamp: None})


@pytest.mark.parametrize(("stamp", "state"), STAMPS.items())
def test_booking_stamps_are_final__allows_the_same_time_again(
    hotel: HotelBuilder, stamp: str, state: str
) -> None:
    booking = stamped(hotel, state)
    same = hotel.read("room_booking", booking, stamp)
    assert hotel.update("room_booking", booking, **{stamp: same}) == 1


def test_booking_stamps_are_final__rejects_another_reference(hotel: HotelBuilder) -> None:
    booking = hotel.booking()
    with refused_by("booking_stamps_are_final"):
        hotel.update("room_booking", booking, booking_reference="BK-2026-999999")


def test_booking_stamps_are_final__allows_a_first_stamp(hotel: HotelBuilder) -> None:
    booking = hotel.assigned(hotel.room())
    hotel.check_in(booking)
    assert hotel.read("room_booking", booking, "checked_in_at") is not None


@pytest.mark.parametrize("ahead", ["1 minute", "1 day"])
def test_booking_stamps_not_in_future__rejects_a_check_in_ahead(
    hotel: HotelBuilder, ahead: str
) -> None:
    booking = hotel.assigned(hotel.room(), arrival=-1, nights=4)
    soon = hotel.value("SELECT clock_timestamp() + %s::interval", ahead)
    with refused_by("booking_stamps_not_in_future"):
        hotel.update("room_booking", booking, checked_in_at=soon)


def test_booking_stamps_not_in_future__rejects_a_check_out_ahead(hotel: HotelBuilder) -> None:
    booking = hotel.in_house(hotel.room())
    soon = hotel.value("SELECT clock_timestamp() + interval '1 minute'")
    with refused_by("booking_stamps_not_in_future"):
        hotel.update("room_booking", booking, checked_out_at=soon)


@pytest.mark.parametrize("ahead", ["1 minute", "1 day"])
def test_booking_stamps_not_in_future__rejects_a_pre_check_in_ahead(
    hotel: HotelBuilder, ahead: str
) -> None:
    booking = hotel.booking("CONFIRMED")
    soon = hotel.value("SELECT clock_timestamp() + %s::interval", ahead)
    with refused_by("booking_stamps_not_in_future"):
        hotel.update("room_booking", booking, precheckin_submitted_at=soon)


@pytest.mark.parametrize("clock", ["now()", "clock_timestamp()", "now() - interval '1 minute'"])
def test_booking_stamps_not_in_future__allows_a_pre_check_in_that_happened(
    hotel: HotelBuilder, clock: str
) -> None:
    booking = hotel.booking("CONFIRMED")
    query = (
        f"UPDATE hotelmate.room_booking SET precheckin_submitted_at = {clock}"
        " WHERE hotel_id = %s AND id = %s"
    )
    assert hotel.run(query, hotel.hotel_id, booking) == 1


@pytest.mark.parametrize("clock", ["now()", "clock_timestamp()", "now() - interval '1 minute'"])
def test_booking_stamps_not_in_future__allows_what_has_happened(
    hotel: HotelBuilder, clock: str
) -> None:
    booking = hotel.assigned(hotel.room(), arrival=-1, nights=4)
    for stamp in ("checked_in_at", "checked_out_at"):
        query = (
            f"UPDATE hotelmate.room_booking SET {stamp} = {clock} WHERE hotel_id = %s AND id = %s"
        )
        assert hotel.run(query, hotel.hotel_id, booking) == 1
