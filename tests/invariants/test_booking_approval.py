"""Approval: which statuses go with it, and that no more stays are approved than there are rooms."""

from typing import Any

import pytest

from tests.hotel_builder import HotelBuilder
from tests.past_triggers import checks_alone
from tests.refusal import refused_by
from tests.stripe_evidence import says
from tests.stripe_payments import approve, captured_booking, held_booking


def limit(hotel: HotelBuilder, allowance: int | None, *, rooms: int = 1) -> None:
    """Let the hotel approve so many more doubles a night than it has."""
    for _ in range(rooms):
        hotel.room()
    hotel.update("room_type", hotel.double, overbooking_allowance=allowance)


def approved(hotel: HotelBuilder, **booking: Any) -> int:
    """Make a booking that is paid by card and approved, not yet captured."""
    made, _ = held_booking(hotel, **booking)
    approve(hotel, made)
    return made


def test_booking_approval_fits_status__rejects_declining_what_was_approved(
    hotel: HotelBuilder,
) -> None:
    booking = approved(hotel)
    with refused_by("booking_approval_fits_status"):
        hotel.decline(booking)


@pytest.mark.parametrize("status", ["PENDING_PAYMENT", "DECLINED", "CANCELLED_DRAFT"])
def test_booking_approval_fits_status__rejects_an_approval_without_triggers_too(
    hotel: HotelBuilder, status: str
) -> None:
    booking, now = hotel.booking(status), hotel.value("SELECT now()")
    # Approving is a step of its own (booking_legal_transition); the check holds without.
    with refused_by("booking_approval_fits_status"), checks_alone(hotel.connection):
        hotel.update("room_booking", booking, approved_at=now)


@pytest.mark.parametrize("status", ["CONFIRMED", "NO_SHOW"])
def test_booking_approval_fits_status__rejects_none_of_what_is_confirmed(
    hotel: HotelBuilder, status: str
) -> None:
    booking = hotel.booking(status, arrival=-1)
    with refused_by("booking_approval_fits_status"), checks_alone(hotel.connection):
        hotel.update("room_booking", booking, approved_at=None)


def test_booking_approval_fits_status__rejects_none_of_a_stay_that_is_over(
    hotel: HotelBuilder,
) -> None:
    booking = hotel.checked_out(hotel.room())
    with refused_by("booking_approval_fits_status"), checks_alone(hotel.connection):
        hotel.update("room_booking", booking, approved_at=None)


def test_booking_approval_fits_status__allows_waiting_for_the_capture(hotel: HotelBuilder) -> None:
    booking = approved(hotel)
    assert hotel.read("room_booking", booking, "status") == "PENDING_APPROVAL"
    assert hotel.read("room_booking", booking, "approved_at") is not None


def test_booking_approval_fits_status__allows_confirming_and_cancelling_it(
    hotel: HotelBuilder,
) -> None:
    booking, _ = captured_booking(hotel)
    assert hotel.read("room_booking", booking, "status") == "CONFIRMED"
    for cancelled in (booking, approved(hotel), hotel.booking()):
        hotel.cancel(cancelled)
    assert hotel.read("room_booking", cancelled, "approved_at") is None


@pytest.mark.parametrize("status", ["PENDING_PAYMENT", "PENDING_APPROVAL"])
def test_booking_approval_fits_status__rejects_a_cancellation_that_approves(
    hotel: HotelBuilder, status: str
) -> None:
    booking, now = hotel.booking(status), hotel.value("SELECT now()")
    with refused_by("booking_approval_fits_status"):
        hotel.update("room_booking", booking, status="CANCELLED", approved_at=now)


@pytest.mark.parametrize("allowance", [-1, -100])
def test_room_type_overbooking_not_negative__rejects_less_than_nothing(
    hotel: HotelBuilder, allowance: int
) -> None:
    with refused_by("room_type_overbooking_not_negative"):
        limit(hotel, allowance)


@pytest.mark.parametrize("allowance", [None, 0, 100])
def test_room_type_overbooking_not_negative__allows_no_limit_none_and_some(
    hotel: HotelBuilder, allowance: int | None
) -> None:
    limit(hotel, allowance)
    assert hotel.read("room_type", hotel.double, "overbooking_allowance") == allowance


@pytest.mark.parametrize(("rooms", "allowance"), [(1, 0), (2, 0), (0, 1), (1, 1)])
def test_booking_approval_within_rooms__rejects_one_more_than_rooms_and_allowance(
    hotel: HotelBuilder, rooms: int, allowance: int
) -> None:
    limit(hotel, allowance, rooms=rooms)
    for _ in range(rooms + allowance):
        approved(hotel)
    booking, _ = held_booking(hotel)
    with refused_by("booking_approval_within_rooms"):
        approve(hotel, booking)
    assert hotel.read("room_booking", booking, "approved_at") is None


def test_booking_approval_within_rooms__rejects_the_desks_too(hotel: HotelBuilder) -> None:
    limit(hotel, 0)
    approved(hotel)
    booking = hotel.booking("PENDING_APPROVAL")
    with refused_by("booking_approval_within_rooms"):
        hotel.update("room_booking", booking, status="CONFIRMED")
    with refused_by("booking_approval_within_rooms"):
        approve(hotel, booking)


@pytest.mark.parametrize(("arrival", "nights"), [(-1, 2), (0, 1), (1, 1), (1, 5), (-3, 9)])
def test_booking_approval_within_rooms__rejects_one_night_that_is_full(
    hotel: HotelBuilder, arrival: int, nights: int
) -> None:
    limit(hotel, 0)
    approved(hotel, arrival=0, nights=2)
    booking, _ = held_booking(hotel, arrival=arrival, nights=nights)
    with refused_by("booking_approval_within_rooms"):
        approve(hotel, booking)


def test_booking_approval_within_rooms__rejects_counting_rooms_out_of_use_or_of_another_type(
    hotel: HotelBuilder,
) -> None:
    limit(hotel, 0, rooms=0)
    hotel.room(is_active=False)
    hotel.room(room_type_id=hotel.family)
    booking, _ = held_booking(hotel)
    with refused_by("booking_approval_within_rooms"):
        approve(hotel, booking)


def test_booking_approval_within_rooms__rejects_the_room_of_a_guest_from_another_type(
    hotel: HotelBuilder,
) -> None:
    limit(hotel, 0, rooms=0)
    # Booked a family room, sleeps in the only double.
    hotel.assigned(hotel.room(), room_type_id=hotel.family)
    booking, _ = held_booking(hotel)
    with refused_by("booking_approval_within_rooms"):
        approve(hotel, booking)


@pytest.mark.parametrize(("arrival", "nights"), [(-2, 2), (2, 1), (30, 400)])
def test_booking_approval_within_rooms__allows_the_night_before_and_after(
    hotel: HotelBuilder, arrival: int, nights: int
) -> None:
    limit(hotel, 0)
    approved(hotel, arrival=0, nights=2)
    approved(hotel, arrival=arrival, nights=nights)


def test_booking_approval_within_rooms__allows_stays_that_follow_each_other_under_one_long(
    hotel: HotelBuilder,
) -> None:
    limit(hotel, 0, rooms=2)
    for arrival in (0, 2, 4):
        approved(hotel, arrival=arrival, nights=2)
    # Three others overlap it, but no night has more than one of them.
    approved(hotel, arrival=0, nights=6)


def test_booking_approval_within_rooms__rejects_one_more_stay_without_a_foreseeable_end(
    hotel: HotelBuilder,
) -> None:
    limit(hotel, 0, rooms=2)
    for _ in range(2):
        # Nights are not counted one by one: the statement would not end within its time.
        approved(hotel, arrival=1, check_out="9999-12-31")
    booking, _ = held_booking(hotel, arrival=0, check_out="9999-12-31")
    with refused_by("booking_approval_within_rooms"):
        approve(hotel, booking)
    approved(hotel, arrival=0, nights=1)


def test_booking_approval_within_rooms__allows_what_others_do_not_hold_any_more(
    hotel: HotelBuilder,
) -> None:
    limit(hotel, 0)
    hotel.booking("PENDING_APPROVAL")
    hotel.booking("DECLINED")
    hotel.cancel(approved(hotel))
    hotel.no_show(captured_booking(hotel, arrival=-1)[0])
    approved(hotel)


def test_booking_approval_within_rooms__allows_any_number_without_a_limit(
    hotel: HotelBuilder,
) -> None:
    limit(hotel, None, rooms=0)
    for _ in range(3):
        approved(hotel)
    assert hotel.read("room_type", hotel.double, "approvals_counted") == 0


def test_booking_approval_within_rooms__allows_what_stripe_captured_by_itself(
    hotel: HotelBuilder,
) -> None:
    limit(hotel, 0)
    approved(hotel)
    booking, intent = held_booking(hotel)
    # The Dashboard took the money: evidence is not refused, the hotel has to see to it.
    says(hotel.connection, intent.captured())
    assert hotel.read("room_booking", booking, "status") == "CONFIRMED"


def approved_in(hotel: HotelBuilder, way: str) -> int:
    """Approve a booking paid at the desk, or by Stripe with its capture still to come or there."""
    if way == "desk":
        return hotel.booking("CONFIRMED")
    if way == "captured":
        return captured_booking(hotel)[0]
    booking, _ = held_booking(hotel)
    approve(hotel, booking)
    return booking


@pytest.mark.parametrize("price", [1, 19999, 20001])
@pytest.mark.parametrize("way", ["desk", "held", "captured"])
def test_booking_price_is_approved__rejects_another_price(
    hotel: HotelBuilder, way: str, price: int
) -> None:
    booking = approved_in(hotel, way)
    with refused_by("booking_price_is_approved"):
        hotel.update("room_booking", booking, total_amount=price)


@pytest.mark.parametrize("way", ["desk", "held", "captured"])
def test_booking_price_is_approved__rejects_another_currency(hotel: HotelBuilder, way: str) -> None:
    booking = approved_in(hotel, way)
    with refused_by("booking_price_is_approved"):
        hotel.update("room_booking", booking, currency="USD")


def test_booking_price_is_approved__allows_another_until_then(hotel: HotelBuilder) -> None:
    unpaid, (held, _) = hotel.booking(), held_booking(hotel)
    assert hotel.update("room_booking", unpaid, total_amount=1, currency="USD") == 1
    assert hotel.update("room_booking", held, total_amount=15000) == 1
    approve(hotel, held)
    assert hotel.read("room_booking", held, "total_amount") == 15000


def test_booking_price_is_approved__allows_writing_the_same_and_all_else(
    hotel: HotelBuilder,
) -> None:
    booking = approved_in(hotel, "captured")
    same = {"total_amount": 20000, "currency": "EUR"}
    assert hotel.update("room_booking", booking, **same, special_requests="late arrival") == 1
