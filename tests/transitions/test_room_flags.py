"""Operational flags and the other facts of a room: what they make of room_status and who hears."""

import pytest

from tests.hotel_builder import HotelBuilder
from tests.refusal import refused_by
from tests.transitions.trail import Outbox, assert_chained, room_audit, room_event

READY, DIRTY = "READY_FOR_GUEST", "CHECKOUT_DIRTY"


@pytest.mark.parametrize("turnover", [READY, DIRTY, "CLEANED_UNINSPECTED"])
@pytest.mark.parametrize(
    ("flags", "shown"),
    [
        ({}, None),
        ({"is_active": False}, None),
        ({"maintenance_required": True}, "MAINTENANCE_REQUIRED"),
        ({"is_out_of_order": True}, "OUT_OF_ORDER"),
        ({"is_out_of_order": True, "maintenance_required": True}, "OUT_OF_ORDER"),
    ],
)
def test_room_status_shows_the_gravest_axis(
    hotel: HotelBuilder, flags: dict[str, bool], shown: str | None, turnover: str
) -> None:
    room = hotel.room(turnover_status=turnover, **flags)
    assert hotel.read("room", room, "room_status") == (shown or turnover)
    assert hotel.read("room", room, "is_assignable") == (turnover == READY and not flags)


@pytest.mark.parametrize(
    ("flag", "status_then"),
    [
        ({"is_active": False}, READY),
        ({"is_out_of_order": True}, "OUT_OF_ORDER"),
        ({"maintenance_required": True}, "MAINTENANCE_REQUIRED"),
    ],
)
def test_a_flag_set_and_taken_back_is_audited_and_reported(
    hotel: HotelBuilder, flag: dict[str, bool], status_then: str
) -> None:
    room, outbox = hotel.room(), Outbox(hotel)
    outbox.new()
    with hotel.acting(actor="staff:boss", source="FRONT_DESK", reason="water damage"):
        hotel.update("room", room, **flag)
    assert outbox.new() == [room_event(hotel, room)]
    hotel.update("room", room, **{name: not value for name, value in flag.items()})
    assert outbox.new() == [room_event(hotel, room)]
    trail = room_audit(hotel, room)
    assert [(row.from_status, row.to_status) for row in trail] == [
        (None, READY),
        (READY, status_then),
        (status_then, READY),
    ]
    assert (trail[1].actor, trail[1].source, trail[1].reason) == (
        "staff:boss",
        "FRONT_DESK",
        "water damage",
    )
    assert (trail[2].source, trail[2].reason) == ("SYSTEM", None)
    assert_chained(hotel, room)


def test_the_audit_row_carries_all_flags_and_the_guest(hotel: HotelBuilder) -> None:
    room = hotel.room()
    booking = hotel.in_house(room)
    hotel.update("room", room, maintenance_required=True)
    hotel.check_out(booking)
    hotel.update("room", room, is_active=False, is_out_of_order=True)
    rows = hotel.connection.execute(
        "SELECT is_active, is_out_of_order, maintenance_required, in_house_booking_id"
        " FROM hotelmate.room_status_event WHERE hotel_id = %s AND room_id = %s ORDER BY version",
        (hotel.hotel_id, room),
    ).fetchall()
    assert rows == [
        (True, False, False, None),
        (True, False, False, booking),
        (True, False, True, booking),
        (True, False, True, None),
        (False, True, True, None),
    ]


def test_a_flag_leaves_the_turnover_as_it_is(hotel: HotelBuilder) -> None:
    room = hotel.room(turnover_status=DIRTY)
    for out_of_order in (True, False):
        hotel.update("room", room, is_out_of_order=out_of_order)
        assert hotel.read("room", room, "turnover_status") == DIRTY


def test_turnover_goes_on_behind_a_flag(hotel: HotelBuilder) -> None:
    room = hotel.room(turnover_status=DIRTY, is_out_of_order=True)
    for step in ("CLEANING_IN_PROGRESS", "CLEANED_UNINSPECTED", READY):
        hotel.update("room", room, turnover_status=step)
        assert hotel.read("room", room, "room_status") == "OUT_OF_ORDER"
        assert not hotel.read("room", room, "is_assignable")
    hotel.update("room", room, is_out_of_order=False)
    assert hotel.read("room", room, "is_assignable")
    assert_chained(hotel, room)


@pytest.mark.parametrize(
    "change",
    [
        {"is_active": False},
        {"is_out_of_order": True},
        {"maintenance_required": True},
        {"turnover_status": DIRTY},
    ],
)
def test_a_room_that_waits_for_a_guest_is_released_and_closed_in_one_transaction(
    hotel: HotelBuilder, change: dict[str, object]
) -> None:
    room = hotel.room()
    booking = hotel.assigned(room)
    with refused_by("booking_waits_for_ready_room"):
        hotel.update("room", room, **change)
    with hotel.connection.transaction():
        hotel.assign(booking, None)
        hotel.update("room", room, **change)
    assert not hotel.read("room", room, "is_assignable")
    assert hotel.read("room_booking", booking, "assigned_room_id") is None


def test_a_new_room_has_its_first_audit_row_and_its_event(hotel: HotelBuilder) -> None:
    outbox = Outbox(hotel)
    with hotel.acting(actor="staff:boss", source="SYSTEM", reason="new wing"):
        room = hotel.room(turnover_status=DIRTY, is_out_of_order=True)
    (row,) = room_audit(hotel, room)
    assert (row.version, row.from_status, row.from_turnover) == (1, None, None)
    assert (row.to_status, row.to_turnover) == ("OUT_OF_ORDER", DIRTY)
    assert (row.actor, row.reason) == ("staff:boss", "new wing")
    assert outbox.new() == [room_event(hotel, room, "room_created")]


def test_a_new_number_and_a_new_type_are_audited_and_reported(hotel: HotelBuilder) -> None:
    room, outbox = hotel.room(), Outbox(hotel)
    hotel.update("room", room, room_number="12-B")
    (event,) = outbox.new()
    assert event == room_event(hotel, room)
    assert event.scope["room_number"] == "12-B"
    hotel.update("room", room, room_type_id=hotel.family)
    assert outbox.new() == [room_event(hotel, room)]
    assert_chained(hotel, room)


def test_a_device_token_is_in_no_event(hotel: HotelBuilder) -> None:
    room = hotel.room()
    hotel.in_house(room)
    outbox = Outbox(hotel)
    hotel.update("room", room, guest_fcm_token="device-of-the-guest")
    (event,) = outbox.new()
    assert "device-of-the-guest" not in str(event)


def test_an_event_says_when_it_was_and_by_what_request(hotel: HotelBuilder) -> None:
    room = hotel.room()
    with hotel.acting(request_id="r-77"):
        hotel.update("room", room, is_out_of_order=True)
    row = hotel.connection.execute(
        "SELECT uuid_extract_version(event_id), request_id,"
        " occurred_at BETWEEN now() - interval '1 minute' AND now()"
        " FROM hotelmate.outbox_event WHERE hotel_id = %s ORDER BY id DESC LIMIT 1",
        (hotel.hotel_id,),
    ).fetchone()
    assert row == (7, "r-77", True)
