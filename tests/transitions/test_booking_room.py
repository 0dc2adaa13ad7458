"""Assigning, reassigning and taking back a room: the booking changes, the room does not."""

from tests.hotel_builder import HotelBuilder
from tests.transitions.booking_trail import columns_of, rows_of
from tests.transitions.trail import Outbox, room_audit, tasks_of

STAMPS = ("assigned_room_id", "room_assigned_at", "room_assigned_by")


def test_assigning_stamps_when_and_by_whom(hotel: HotelBuilder) -> None:
    booking, room = hotel.booking("CONFIRMED"), hotel.room()
    with hotel.acting(actor="staff:ann"):
        now = hotel.value("SELECT now()")
        hotel.assign(booking, room)
    assert columns_of(hotel, booking, *STAMPS) == (room, now, "staff:ann")
    assert columns_of(hotel, booking, "status", "occupancy") == ("CONFIRMED", "ASSIGNED")


def test_the_room_that_waits_is_as_it_was(hotel: HotelBuilder) -> None:
    booking, room = hotel.booking("CONFIRMED"), hotel.room()
    outbox = Outbox(hotel)
    hotel.assign(booking, room)
    assert hotel.read("room", room, "room_status") == "READY_FOR_GUEST"
    assert hotel.read("room", room, "is_occupied") is False
    assert len(room_audit(hotel, room)) == 1
    assert outbox.new("rooms", "housekeeping") == []


def test_reassigning_stamps_anew_and_is_no_move(hotel: HotelBuilder) -> None:
    first, second = hotel.room(), hotel.room()
    booking = hotel.assigned(first)
    with hotel.acting(actor="staff:bob"):
        hotel.assign(booking, second)
    assert columns_of(hotel, booking, STAMPS[0], STAMPS[2]) == (second, "staff:bob")
    assert columns_of(hotel, booking, "room_moved_at", "room_moved_from_id") == (None, None)
    assert rows_of(hotel, booking, "room_move", "version") == []
    assert hotel.assigned(first)


def test_unassigning_clears_the_stamps_and_frees_the_room(hotel: HotelBuilder) -> None:
    room = hotel.room()
    booking = hotel.assigned(room)
    hotel.assign(booking, None)
    assert columns_of(hotel, booking, *STAMPS) == (None, None, None)
    assert columns_of(hotel, booking, "status", "occupancy") == ("CONFIRMED", "AVAILABLE")
    assert tasks_of(hotel, room) == []
    assert hotel.assigned(room)


def test_a_larger_room_brings_its_capacity(hotel: HotelBuilder) -> None:
    booking = hotel.assigned(hotel.room(room_type_id=hotel.family))
    columns = ("room_type_id", "accommodating_room_type_id", "capacity")
    assert columns_of(hotel, booking, *columns) == (hotel.double, hotel.family, 4)
    hotel.assign(booking, None)
    assert columns_of(hotel, booking, *columns) == (hotel.double, hotel.double, 2)


def test_rooms_are_swapped_through_a_moment_without(hotel: HotelBuilder) -> None:
    one_room, other_room = hotel.room(), hotel.room()
    one, other = hotel.assigned(one_room), hotel.assigned(other_room)
    with hotel.connection.transaction():
        hotel.assign(one, None)
        hotel.assign(other, one_room)
        hotel.assign(one, other_room)
    assert hotel.read("room_booking", one, "assigned_room_id") == other_room
    assert hotel.read("room_booking", other, "assigned_room_id") == one_room
