"""An UPDATE that changes no fact is no change: no version, no audit row, no event."""

from typing import NamedTuple

import pytest

from tests.hotel_builder import HotelBuilder


class Left(NamedTuple):
    """What is left behind by changes: the row's version and stamps, its audit rows, events."""

    row: str
    audit_rows: int
    events: int


AUDIT = {"room_booking": ("booking_event", "booking_id"), "room": ("room_status_event", "room_id")}

BOOKINGS = {
    "of nothing": "version = version",
    "the status": "status = status",
    "the note": "special_requests = special_requests",
    "the room": "assigned_room_id = assigned_room_id",
    "the position in the ledger": "payment_id = payment_id, payment_seq = payment_seq",
    "a stamp": "checked_in_at = checked_in_at, paid_at = paid_at, approved_at = approved_at",
    "the party": "party_version = party_version, staying_guest_count = staying_guest_count",
    "the answers": "precheckin_payload = '{}', precheckin_submitted_at = NULL",
    "a forged version": "version = 99",
    "forged stamps": "updated_at = now(), decision_by = 'forger', room_assigned_by = 'forger'",
    "a forged calendar": "time_zone = 'Europe/Dublin', room_moved_at = now()",
    "a forged fee": "cancellation_terms = '[]', cancellation_fee_amount = 1",
    "a forged provider": "payment_provider = 'stripe', precheckin_form_version = 1",
}
ROOMS = {
    "of nothing": "version = version",
    "the turnover": "turnover_status = turnover_status",
    "the flags": "is_active = is_active, maintenance_required = maintenance_required",
    "the guest": "in_house_booking_id = in_house_booking_id, guest_fcm_token = guest_fcm_token",
    "a forged version": "version = 99",
    "forged stamps": "last_cleaned_by = 'forger', last_inspected_at = now()",
    "a forged departure": "last_vacated_at = NULL, last_cleaned_at = NULL",
}


def left(hotel: HotelBuilder, table: str, row: int) -> Left:
    audit, key = AUDIT[table]
    return Left(
        row=hotel.value(
            f"SELECT to_jsonb(t)::text FROM hotelmate.{table} AS t WHERE hotel_id = %s AND id = %s",
            hotel.hotel_id,
            row,
        ),
        audit_rows=hotel.value(
            f"SELECT count(*) FROM hotelmate.{audit} WHERE hotel_id = %s AND {key} = %s",
            hotel.hotel_id,
            row,
        ),
        events=hotel.value(
            "SELECT count(*) FROM hotelmate.outbox_event WHERE hotel_id = %s", hotel.hotel_id
        ),
    )


def assign(hotel: HotelBuilder, table: str, row: int, assignments: str) -> int:
    return hotel.run(
        f"UPDATE hotelmate.{table} SET {assignments} WHERE hotel_id = %s AND id = %s",
        hotel.hotel_id,
        row,
    )


@pytest.mark.parametrize("state", ["PENDING_PAYMENT", "CANCELLED", "assigned", "in_house"])
@pytest.mark.parametrize("same", BOOKINGS)
def test_a_booking_that_stays_as_it_is_makes_no_version_audit_row_or_event(
    hotel: HotelBuilder, state: str, same: str
) -> None:
    if state in ("assigned", "in_house"):
        booking = getattr(hotel, state)(hotel.room())
    else:
        booking = hotel.booking(state)
    before = left(hotel, "room_booking", booking)
    assert assign(hotel, "room_booking", booking, BOOKINGS[same]) == 1
    assert left(hotel, "room_booking", booking) == before


@pytest.mark.parametrize("state", ["vacant", "occupied", "left", "being cleaned"])
@pytest.mark.parametrize("same", ROOMS)
def test_a_room_that_stays_as_it_is_makes_no_version_audit_row_or_event(
    hotel: HotelBuilder, state: str, same: str
) -> None:
    room = hotel.room()
    if state == "occupied":
        hotel.in_house(room)
    elif state != "vacant":
        hotel.checked_out(room)
    if state == "being cleaned":
        hotel.update("room", room, turnover_status="CLEANING_IN_PROGRESS")
    before = left(hotel, "room", room)
    assert assign(hotel, "room", room, ROOMS[same]) == 1
    assert left(hotel, "room", room) == before


@pytest.mark.parametrize("fact", ["special_requests = 'cot'", "booker_email = 'a@example.org'"])
def test_a_booking_that_changes_in_one_fact_makes_one_of_each(
    hotel: HotelBuilder, fact: str
) -> None:
    booking = hotel.booking()
    before = left(hotel, "room_booking", booking)
    version = hotel.read("room_booking", booking, "version")
    assign(hotel, "room_booking", booking, f"{fact}, version = 99")
    after = left(hotel, "room_booking", booking)
    assert hotel.read("room_booking", booking, "version") == version + 1
    assert (after.audit_rows, after.events) == (before.audit_rows + 1, before.events + 1)


@pytest.mark.parametrize("fact", ["maintenance_required = true", "room_number = 'A1'"])
def test_a_room_that_changes_in_one_fact_makes_one_of_each(hotel: HotelBuilder, fact: str) -> None:
    room = hotel.room()
    before = left(hotel, "room", room)
    version = hotel.read("room", room, "version")
    assign(hotel, "room", room, f"{fact}, version = 99")
    after = left(hotel, "room", room)
    assert hotel.read("room", room, "version") == version + 1
    assert (after.audit_rows, after.events) == (before.audit_rows + 1, before.events + 1)


def test_repeating_a_change_makes_one_of_each(hotel: HotelBuilder) -> None:
    room, booking = hotel.room(), hotel.booking()
    for _ in range(3):
        hotel.update("room", room, is_out_of_order=True)
        hotel.update("room_booking", booking, special_requests="cot")
    assert left(hotel, "room", room).audit_rows == 2
    version = hotel.read("room_booking", booking, "version")
    assert left(hotel, "room_booking", booking).audit_rows == version
