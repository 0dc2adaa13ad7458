"""Check-in, move and check-out: what they do to rooms, tasks, guest records, chat and links."""

import hashlib
import secrets
from datetime import timedelta

import pytest

from tests.consistency import contradictions
from tests.hotel_builder import HotelBuilder
from tests.transitions.booking_trail import booking_events, columns_of, rows_of
from tests.transitions.trail import (
    Event,
    Outbox,
    assert_chained,
    room_audit,
    room_event,
    task_event,
    tasks_of,
)

AXES = ("room_status", "turnover_status", "is_occupied", "in_house_booking_id")


def axes(hotel: HotelBuilder, room: int) -> tuple[object, ...]:
    return tuple(hotel.read("room", room, column) for column in AXES)


def link(hotel: HotelBuilder, booking: int) -> None:
    hotel.insert(
        "booking_token",
        booking_id=booking,
        purpose="GUEST_CHAT",
        token_hash=hashlib.sha256(secrets.token_bytes()).digest(),
        expires_at=hotel.value("SELECT now() + interval '1 day'"),
    )


def test_check_in_takes_the_ready_room(hotel: HotelBuilder) -> None:
    room = hotel.room()
    booking = hotel.assigned(room, guests=2)
    hotel.check_in(booking)
    assert columns_of(hotel, booking, "status", "occupancy", "in_house_room_id") == (
        "CONFIRMED",
        "IN_HOUSE",
        room,
    )
    assert axes(hotel, room) == ("OCCUPIED", "CHECKOUT_DIRTY", True, booking)
    assert tasks_of(hotel, room) == []
    assert_chained(hotel, room)


def test_check_in_makes_guest_records_and_opens_the_chat(hotel: HotelBuilder) -> None:
    room = hotel.room()
    booking = hotel.assigned(room, guests=2)
    hotel.insert(
        "booking_guest",
        booking_id=booking,
        role="COMPANION",
        first_name="Day",
        last_name="Visitor",
        is_staying=False,
    )
    hotel.check_in(booking)
    at = hotel.read("room_booking", booking, "checked_in_at")
    staying = hotel.connection.execute(
        "SELECT id, %s::bigint, %s::timestamptz, NULL FROM hotelmate.booking_guest"
        " WHERE hotel_id = %s AND booking_id = %s AND is_staying ORDER BY id",
        (room, at, hotel.hotel_id, booking),
    ).fetchall()
    columns = ("booking_guest_id", "room_id", "checked_in_at", "checked_out_at")
    assert rows_of(hotel, booking, "guest", *columns) == staying
    columns = ("room_id", "opened_at", "closed_at", "is_active")
    assert rows_of(hotel, booking, "guest_chat_session", *columns) == [(room, at, None, True)]


def test_check_in_is_heard_of_the_room_and_of_the_booking(hotel: HotelBuilder) -> None:
    room = hotel.room()
    booking = hotel.assigned(room)
    outbox = Outbox(hotel)
    hotel.check_in(booking)
    assert outbox.new() == [
        room_event(hotel, room, "room_occupancy_updated"),
        *booking_events(hotel, booking, "booking_checked_in"),
    ]


def test_who_checks_in_is_in_the_trail_of_the_room_too(hotel: HotelBuilder) -> None:
    room, ann = hotel.room(), hotel.staff("ann", "FRONT_DESK")
    booking = hotel.assigned(room)
    with hotel.acting(actor="staff:ann", source="FRONT_DESK", staff_id=ann, request_id="r-1"):
        hotel.check_in(booking)
    row = room_audit(hotel, room)[-1]
    assert (row.actor, row.source, row.changed_by) == ("staff:ann", "FRONT_DESK", ann)
    assert (row.from_status, row.to_status) == ("READY_FOR_GUEST", "OCCUPIED")


def move(hotel: HotelBuilder, booking: int, room: int) -> None:
    with hotel.acting(actor="staff:ann", reason="noise"):
        hotel.assign(booking, room)


def test_a_move_leaves_the_old_room_dirty_and_takes_the_new(hotel: HotelBuilder) -> None:
    old, new = hotel.room(), hotel.room()
    booking = hotel.in_house(old)
    move(hotel, booking, new)
    assert axes(hotel, old) == ("CHECKOUT_DIRTY", "CHECKOUT_DIRTY", False, None)
    assert axes(hotel, new) == ("OCCUPIED", "CHECKOUT_DIRTY", True, booking)
    assert columns_of(hotel, booking, "occupancy", "in_house_room_id") == ("IN_HOUSE", new)
    assert [task[1:] for task in tasks_of(hotel, old)] == [("TURNOVER", "OPEN")]
    assert tasks_of(hotel, new) == []
    assert_chained(hotel, old)
    assert_chained(hotel, new)


def test_a_move_is_stamped_and_kept_as_history(hotel: HotelBuilder) -> None:
    old, new = hotel.room(), hotel.room()
    booking = hotel.in_house(old)
    move(hotel, booking, new)
    assert columns_of(hotel, booking, "room_moved_by", "room_moved_from_id") == ("staff:ann", old)
    columns = ("version", "from_room_id", "to_room_id", "moved_by", "reason")
    version, at = columns_of(hotel, booking, "version", "room_moved_at")
    assert rows_of(hotel, booking, "room_move", *columns) == [
        (version, old, new, "staff:ann", "noise")
    ]
    ((moved_at,),) = rows_of(hotel, booking, "room_move", "moved_at")
    assert timedelta() <= moved_at - at < timedelta(minutes=1)


def test_a_move_takes_guests_and_chat_along(hotel: HotelBuilder) -> None:
    new = hotel.room()
    booking = hotel.in_house(hotel.room(), guests=2)
    move(hotel, booking, new)
    assert rows_of(hotel, booking, "guest", "room_id") == [(new,)] * 2
    assert rows_of(hotel, booking, "guest_chat_session", "room_id", "is_active") == [(new, True)]


def test_a_move_forgets_the_guests_device_in_the_old_room(hotel: HotelBuilder) -> None:
    old, new = hotel.room(), hotel.room()
    booking = hotel.in_house(old)
    hotel.update("room", old, guest_fcm_token="device")
    move(hotel, booking, new)
    assert hotel.read("room", old, "guest_fcm_token") is None


def test_a_move_is_heard_of_both_rooms_the_task_and_the_booking(hotel: HotelBuilder) -> None:
    old, new = hotel.room(), hotel.room()
    booking = hotel.in_house(old)
    outbox = Outbox(hotel)
    move(hotel, booking, new)
    ((task, _, _),) = tasks_of(hotel, old)
    assert outbox.new() == [
        room_event(hotel, old, "room_occupancy_updated"),
        task_event(hotel, task, "task_created"),
        room_event(hotel, new, "room_occupancy_updated"),
        *booking_events(hotel, booking, "booking_room_moved", previous_room=old),
    ]


def test_check_out_completes_the_booking_and_leaves_the_room_dirty(hotel: HotelBuilder) -> None:
    room = hotel.room()
    booking = hotel.in_house(room)
    hotel.update("room", room, guest_fcm_token="device")
    hotel.check_out(booking)
    assert columns_of(hotel, booking, "status", "occupancy", "assigned_room_id") == (
        "COMPLETED",
        "DEPARTED",
        room,
    )
    assert axes(hotel, room) == ("CHECKOUT_DIRTY", "CHECKOUT_DIRTY", False, None)
    assert hotel.read("room", room, "guest_fcm_token") is None
    assert_chained(hotel, room)


def test_check_out_opens_the_turnover_task_of_the_booking(hotel: HotelBuilder) -> None:
    room = hotel.room()
    booking = hotel.checked_out(room)
    assert rows_of(hotel, booking, "housekeeping_task", "room_id", "task_type", "status") == [
        (room, "TURNOVER", "OPEN")
    ]


@pytest.mark.parametrize(
    "steps", [("CLEANING_IN_PROGRESS",), ("CLEANING_IN_PROGRESS", "CLEANED_UNINSPECTED")]
)
def test_check_out_of_a_room_that_is_cleaned_during_the_stay_makes_it_dirty(
    hotel: HotelBuilder, steps: tuple[str, ...]
) -> None:
    room = hotel.room()
    booking = hotel.in_house(room)
    for step in steps:
        hotel.update("room", room, turnover_status=step)
    hotel.check_out(booking)
    assert hotel.read("room", room, "room_status") == "CHECKOUT_DIRTY"
    assert tasks_of(hotel, room)[-1][1:] == ("TURNOVER", "OPEN")
    assert contradictions(hotel.connection, hotel.slug) == []


def test_check_out_closes_guest_records_chat_and_links(hotel: HotelBuilder) -> None:
    booking = hotel.in_house(hotel.room(), guests=2)
    link(hotel, booking)
    hotel.check_out(booking)
    at = hotel.read("room_booking", booking, "checked_out_at")
    assert rows_of(hotel, booking, "guest", "room_id", "checked_out_at") == [(None, at)] * 2
    columns = ("room_id", "closed_at", "is_active")
    assert rows_of(hotel, booking, "guest_chat_session", *columns) == [(None, at, False)]
    revoked = rows_of(hotel, booking, "booking_token", "revoked_at IS NOT NULL", "revoked_reason")
    assert revoked == [(True, "COMPLETED")]


def test_check_out_is_heard_of_the_room_the_task_and_the_booking(hotel: HotelBuilder) -> None:
    room = hotel.room()
    booking = hotel.in_house(room)
    outbox = Outbox(hotel)
    hotel.check_out(booking)
    ((task, _, _),) = tasks_of(hotel, room)
    expected: list[Event] = [
        room_event(hotel, room, "room_occupancy_updated"),
        task_event(hotel, task, "task_created"),
        *booking_events(hotel, booking, "booking_checked_out"),
    ]
    assert outbox.new() == expected


def test_a_whole_stay_ends_in_a_clean_room_and_without_contradiction(hotel: HotelBuilder) -> None:
    room, other = hotel.room(), hotel.room()
    booking = hotel.in_house(room, guests=2)
    move(hotel, booking, other)
    hotel.check_out(booking)
    for left in (room, other):
        for step in ("CLEANING_IN_PROGRESS", "CLEANED_UNINSPECTED", "READY_FOR_GUEST"):
            hotel.update("room", left, turnover_status=step)
        assert hotel.read("room", left, "is_assignable") is True
        assert [task[2] for task in tasks_of(hotel, left)] == ["DONE"]
    assert contradictions(hotel.connection, hotel.slug) == []
