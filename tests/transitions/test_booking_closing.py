"""Bookings that end without a stay: cancelled, lapsed, no-show; what they let go of."""

import hashlib
import secrets

import pytest

from tests.hotel_builder import HotelBuilder
from tests.transitions.booking_trail import columns_of, rows_of
from tests.transitions.trail import room_audit, tasks_of


def link(hotel: HotelBuilder, booking: int, purpose: str) -> None:
    hotel.insert(
        "booking_token",
        booking_id=booking,
        purpose=purpose,
        token_hash=hashlib.sha256(secrets.token_bytes()).digest(),
        expires_at=hotel.value("SELECT now() + interval '1 day'"),
    )


@pytest.mark.parametrize(
    ("step", "status", "stamp"),
    [("cancel", "CANCELLED", "cancelled_at"), ("no_show", "NO_SHOW", "no_show_at")],
)
def test_closing_lets_the_room_go_as_it_was(
    hotel: HotelBuilder, step: str, status: str, stamp: str
) -> None:
    room = hotel.room()
    booking = hotel.assigned(room, arrival=-1)
    getattr(hotel, step)(booking)
    assert columns_of(hotel, booking, "status", "occupancy") == (status, "AVAILABLE")
    assignment = ("assigned_room_id", "room_assigned_at", "room_assigned_by")
    assert columns_of(hotel, booking, *assignment) == (None, None, None)
    assert hotel.read("room_booking", booking, stamp) is not None
    # Nobody was in it: it is still ready, without a new version and without work.
    assert hotel.read("room", room, "room_status") == "READY_FOR_GUEST"
    assert len(room_audit(hotel, room)) == 1
    assert tasks_of(hotel, room) == []
    assert hotel.assigned(room)


def test_closing_counts_with_the_booked_room_type_again(hotel: HotelBuilder) -> None:
    booking = hotel.assigned(hotel.room(room_type_id=hotel.family))
    hotel.cancel(booking)
    assert columns_of(hotel, booking, "accommodating_room_type_id", "capacity") == (
        hotel.double,
        2,
    )


@pytest.mark.parametrize(
    ("begin", "step", "status"),
    [
        ("PENDING_PAYMENT", "expire", "CANCELLED_DRAFT"),
        ("PENDING_PAYMENT", "cancel", "CANCELLED"),
        ("PENDING_APPROVAL", "decline", "DECLINED"),
        ("CONFIRMED", "no_show", "NO_SHOW"),
    ],
)
def test_closing_revokes_every_link(
    hotel: HotelBuilder, begin: str, step: str, status: str
) -> None:
    booking = hotel.booking(begin, arrival=-1)
    for purpose in ("PRECHECKIN", "MANAGEMENT"):
        link(hotel, booking, purpose)
    getattr(hotel, step)(booking)
    tokens = rows_of(
        hotel, booking, "booking_token", "revoked_at IS NOT NULL", "revoked_reason", "used_at"
    )
    assert tokens == [(True, status, None)] * 2


def test_a_cancellation_says_why(hotel: HotelBuilder) -> None:
    booking = hotel.booking("CONFIRMED")
    hotel.update("room_booking", booking, status="CANCELLED", cancellation_reason="flight")
    assert columns_of(hotel, booking, "status", "cancellation_reason") == ("CANCELLED", "flight")


MONEY = ("captured_amount", "voided_amount", "refunded_amount", "cancellation_fee_amount")


def test_cancelling_what_the_desk_took_pays_it_back(hotel: HotelBuilder) -> None:
    booking = hotel.booking("CONFIRMED")
    hotel.cancel(booking)
    assert columns_of(hotel, booking, *MONEY) == (20000, 0, 20000, 0)
    row = ("kind", "amount", "provider", "method")
    assert rows_of(hotel, booking, "payment_entry", *row)[-1] == ("REFUNDED", 20000, "desk", "CASH")


def test_cancelling_what_the_provider_captured_asks_it_to_pay_back(hotel: HotelBuilder) -> None:
    booking = hotel.booking()
    for kind in ("AUTHORISED", "CAPTURED"):
        hotel.pay_by_stripe(booking, kind, 20000)
    hotel.cancel(booking)
    # The money has moved when the provider says so.
    assert columns_of(hotel, booking, *MONEY) == (20000, 0, 0, 0)
    asked = rows_of(hotel, booking, "payment_instruction", "id", "kind", "amount", "state")
    ((instruction, *told),) = asked
    assert told == ["REFUND", 20000, "PENDING"]
    hotel.pay_by_stripe(booking, "REFUNDED", 20000, instruction_id=instruction)
    assert columns_of(hotel, booking, *MONEY) == (20000, 0, 20000, 0)
    assert hotel.read("payment_instruction", instruction, "state") == "DONE"


def test_a_no_show_costs_the_guest_what_was_paid(hotel: HotelBuilder) -> None:
    booking = hotel.booking("NO_SHOW", arrival=-1)
    assert columns_of(hotel, booking, *MONEY) == (20000, 0, 0, None)


def test_expiry_finds_the_drafts_that_are_over(hotel: HotelBuilder) -> None:
    # At once, for the API that other tests share lets drafts expire as well.
    with hotel.connection.transaction():
        over = hotel.booking(expires_at=hotel.value("SELECT now() - interval '1 minute'"))
        paid = hotel.booking(
            "PENDING_APPROVAL", expires_at=hotel.value("SELECT now() - interval '1 minute'")
        )
        running = hotel.booking()
        expired = hotel.run(
            "UPDATE hotelmate.room_booking SET status = 'CANCELLED_DRAFT'"
            " WHERE hotel_id = %s AND status = 'PENDING_PAYMENT' AND expires_at < now()",
            hotel.hotel_id,
        )
    assert expired == 1
    statuses = [hotel.read("room_booking", booking, "status") for booking in (over, paid, running)]
    assert statuses == ["CANCELLED_DRAFT", "PENDING_APPROVAL", "PENDING_PAYMENT"]
