"""Making a booking: what is derived, what cannot be forged, what it leaves behind."""

from datetime import timedelta
from typing import Any

import psycopg
import pytest

from tests.hotel_builder import HotelBuilder
from tests.refusal import refused_by
from tests.transitions.booking_trail import (
    BookingAuditRow,
    booking_audit,
    booking_events,
    columns_of,
)
from tests.transitions.trail import Outbox


def test_a_booking_gets_the_next_reference_of_its_hotel_and_year(hotel: HotelBuilder) -> None:
    year = hotel.today().year
    elsewhere = HotelBuilder(hotel.connection)
    made = [hotel.booking(), hotel.booking(), elsewhere.booking()]
    references = [
        at.read("room_booking", booking, "booking_reference")
        for at, booking in zip((hotel, hotel, elsewhere), made, strict=True)
    ]
    assert references == [f"BK-{year}-000001", f"BK-{year}-000002", f"BK-{year}-000001"]


def test_a_reference_that_is_rolled_back_is_given_again(hotel: HotelBuilder) -> None:
    with hotel.connection.transaction(force_rollback=True):
        lost = hotel.read("room_booking", hotel.booking(), "booking_reference")
    assert hotel.read("room_booking", hotel.booking(), "booking_reference") == lost


def test_a_reference_counts_on_past_six_digits(hotel: HotelBuilder) -> None:
    hotel.insert("booking_counter", year=hotel.today().year, last_number=999_999)
    reference = hotel.read("room_booking", hotel.booking(), "booking_reference")
    assert reference == f"BK-{hotel.today().year}-1000000"


def test_a_booking_starts_unpaid_unassigned_and_with_a_time_to_pay(hotel: HotelBuilder) -> None:
    booking = hotel.booking(guests=2)
    columns = ("status", "occupancy", "currency", "time_zone", "capacity", "party_complete")
    assert columns_of(hotel, booking, *columns) == (
        "PENDING_PAYMENT",
        "AVAILABLE",
        "EUR",
        "UTC",
        2,
        True,
    )
    money = columns_of(hotel, booking, "payment_reference", "payment_seq", "paid_at")
    assert money == (None, None, None)
    made, expires = columns_of(hotel, booking, "created_at", "expires_at")
    assert expires - made == timedelta(minutes=30)


def test_the_booking_and_its_party_are_recorded_and_published(hotel: HotelBuilder) -> None:
    outbox, ann = Outbox(hotel), hotel.staff("ann", "FRONT_DESK")
    with hotel.acting(actor="staff:ann", source="FRONT_DESK", staff_id=ann, request_id="r-1"):
        booking = hotel.booking()
    who = ("staff:ann", ann, "FRONT_DESK", None, "r-1")
    pending = "PENDING_PAYMENT"
    assert booking_audit(hotel, booking) == [
        BookingAuditRow(1, "booking_created", None, pending, None, None, *who),
        BookingAuditRow(2, "booking_party_updated", pending, pending, None, None, *who),
    ]
    for_staff, for_guest = booking_events(hotel, booking, "booking_created", version=1)
    for_staff.payload["party_complete"] = False
    party = booking_events(hotel, booking, "booking_party_updated")
    assert outbox.new("booking") == [for_staff, for_guest, *party]


def test_a_bare_dba_makes_a_booking_under_the_name_of_the_role(hotel: HotelBuilder) -> None:
    for row in booking_audit(hotel, hotel.booking()):
        assert (row.actor, row.changed_by) == (f"role:{hotel.connection.info.user}", None)
        assert (row.source, row.reason, row.request_id) == ("SYSTEM", None, None)


def test_what_is_derived_cannot_be_forged(hotel: HotelBuilder) -> None:
    booking = hotel.booking(
        booking_reference="BK-1999-000001",
        version=41,
        party_version=7,
        staying_guest_count=2,
        corrections=3,
        capacity=99,
        accommodating_room_type_id=hotel.family,
        time_zone="Asia/Tokyo",
        created_at="1999-01-01T00:00Z",
    )
    assert hotel.read("room_booking", booking, "booking_reference") != "BK-1999-000001"
    assert columns_of(hotel, booking, "version", "party_version", "staying_guest_count") == (
        2,
        1,
        1,
    )
    assert columns_of(hotel, booking, "corrections", "capacity", "time_zone") == (0, 2, "UTC")
    assert hotel.read("room_booking", booking, "created_at").year == hotel.today().year


@pytest.mark.parametrize(
    ("column", "written"),
    [("occupancy", "IN_HOUSE"), ("in_house_room_id", 1), ("party_complete", True)],
)
def test_what_is_generated_cannot_be_written(
    hotel: HotelBuilder, column: str, written: Any
) -> None:
    generated = {column: written}
    with pytest.raises(psycopg.errors.GeneratedAlways):
        hotel.booking(**generated)


@pytest.mark.parametrize(
    ("columns", "invariant"),
    [
        ({"checked_in_at": "2026-01-01T00:00Z"}, "booking_check_in_needs_confirmed"),
        ({"paid_at": "2026-01-01T00:00Z"}, "booking_paid_was_authorised"),
        ({"authorised_amount": 20000}, "booking_amounts_need_ledger"),
        ({"cancelled_at": "2026-01-01T00:00Z"}, "booking_closing_stamped"),
    ],
)
def test_a_booking_is_not_made_half_way_through_its_life(
    hotel: HotelBuilder, columns: dict[str, str], invariant: str
) -> None:
    with refused_by(invariant), hotel.connection.transaction():
        hotel.insert(
            "room_booking",
            room_type_id=hotel.double,
            check_in=hotel.today(),
            check_out=hotel.today() + timedelta(days=1),
            adults=1,
            total_amount=20000,
            **columns,
        )
