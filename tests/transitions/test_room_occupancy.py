"""What a stay does to its room: occupancy, turnover, task, audit row and event."""

from tests.hotel_builder import HotelBuilder
from tests.transitions.trail import (
    Outbox,
    assert_chained,
    room_audit,
    room_event,
    task_event,
    tasks_of,
)

DIRTY, CLEANING = "CHECKOUT_DIRTY", "CLEANING_IN_PROGRESS"
CLEANED, READY = "CLEANED_UNINSPECTED", "READY_FOR_GUEST"


def test_assignment_leaves_the_room_as_it_is(hotel: HotelBuilder) -> None:
    room = hotel.room()
    booking = hotel.booking("CONFIRMED")
    trail, outbox = room_audit(hotel, room), Outbox(hotel)
    hotel.assign(booking, room)
    hotel.assign(booking, None)
    assert room_audit(hotel, room) == trail
    assert outbox.new("rooms", "housekeeping") == []


def test_check_in_takes_the_ready_room(hotel: HotelBuilder) -> None:
    room = hotel.room()
    booking = hotel.assigned(room)
    outbox, bea = Outbox(hotel), hotel.staff("bea", "FRONT_DESK")
    with hotel.acting(
        actor="staff:bea", source="FRONT_DESK", staff_id=bea, reason="early arrival", request_id="r"
    ):
        hotel.check_in(booking)
    assert hotel.read("room", room, "in_house_booking_id") == booking
    assert hotel.read("room", room, "turnover_status") == DIRTY
    row = room_audit(hotel, room)[-1]
    assert row[1:] == (
        *(READY, "OCCUPIED", READY, DIRTY),
        *("staff:bea", bea, "FRONT_DESK", "early arrival", "r"),
    )
    assert outbox.new("rooms", "housekeeping") == [
        room_event(hotel, room, "room_occupancy_updated")
    ]
    assert tasks_of(hotel, room) == []
    assert_chained(hotel, room)


def test_check_out_leaves_the_room_dirty_with_its_task(hotel: HotelBuilder) -> None:
    room = hotel.room()
    booking = hotel.in_house(room)
    outbox = Outbox(hotel)
    hotel.check_out(booking)
    ((task, kind, status),) = tasks_of(hotel, room)
    assert (kind, status) == ("TURNOVER", "OPEN")
    assert hotel.read("housekeeping_task", task, "booking_id") == booking
    assert hotel.read("room", room, "room_status") == DIRTY
    row = room_audit(hotel, room)[-1]
    assert (row.from_status, row.to_status) == ("OCCUPIED", DIRTY)
    assert (row.actor, row.source) == (f"role:{hotel.connection.info.user}", "SYSTEM")
    assert outbox.new("rooms", "housekeeping") == [
        room_event(hotel, room, "room_occupancy_updated"),
        task_event(hotel, task, "task_created"),
    ]
    assert_chained(hotel, room)


def test_a_move_leaves_one_room_dirty_and_takes_the_other(hotel: HotelBuilder) -> None:
    old, new = hotel.room(), hotel.room()
    booking = hotel.in_house(old)
    outbox = Outbox(hotel)
    with hotel.acting(actor="staff:bea", source="FRONT_DESK", reason="noise"):
        hotel.assign(booking, new)
    ((task, _, status),) = tasks_of(hotel, old)
    assert status == "OPEN"
    assert hotel.read("room", old, "in_house_booking_id") is None
    assert hotel.read("room", new, "in_house_booking_id") == booking
    for room, shown in ((old, DIRTY), (new, "OCCUPIED")):
        row = room_audit(hotel, room)[-1]
        assert (row.to_status, row.to_turnover) == (shown, DIRTY)
        assert (row.actor, row.source, row.reason) == ("staff:bea", "FRONT_DESK", "noise")
        assert_chained(hotel, room)
    assert outbox.new("rooms", "housekeeping") == [
        room_event(hotel, old, "room_occupancy_updated"),
        task_event(hotel, task, "task_created"),
        room_event(hotel, new, "room_occupancy_updated"),
    ]


def test_check_out_in_the_middle_of_cleaning_frees_the_task(hotel: HotelBuilder) -> None:
    room = hotel.room()
    booking = hotel.in_house(room)
    hotel.update("room", room, turnover_status=CLEANING)
    ((task, _, _),) = tasks_of(hotel, room)
    assert hotel.read("housekeeping_task", task, "booking_id") == booking
    outbox = Outbox(hotel)
    hotel.check_out(booking)
    assert tasks_of(hotel, room) == [(task, "TURNOVER", "OPEN")]
    assert hotel.read("room", room, "cleaning_task_id") is None
    assert outbox.new("rooms", "housekeeping") == [
        room_event(hotel, room, "room_occupancy_updated"),
        task_event(hotel, task),
    ]
    assert_chained(hotel, room)


def test_check_out_after_cleaning_during_the_stay_needs_a_turnover_again(
    hotel: HotelBuilder,
) -> None:
    room = hotel.room()
    booking = hotel.in_house(room)
    for step in (CLEANING, CLEANED):
        hotel.update("room", room, turnover_status=step)
    hotel.check_out(booking)
    assert [status for _, _, status in tasks_of(hotel, room)] == ["DONE", "OPEN"]
    assert hotel.read("room", room, "turnover_status") == DIRTY
    assert_chained(hotel, room)


def test_a_room_found_dirty_during_the_stay_gets_its_task_at_check_out(
    hotel: HotelBuilder,
) -> None:
    room = hotel.room()
    booking = hotel.in_house(room)
    for step in (CLEANING, CLEANED, DIRTY):
        hotel.update("room", room, turnover_status=step)
    assert [status for _, _, status in tasks_of(hotel, room)] == ["DONE"]
    hotel.check_out(booking)
    assert [status for _, _, status in tasks_of(hotel, room)] == ["DONE", "OPEN"]


def test_from_one_guest_to_the_next_the_trail_is_one_chain(hotel: HotelBuilder) -> None:
    room = hotel.room()
    hotel.checked_out(room)
    for step in (CLEANING, CLEANED, READY):
        hotel.update("room", room, turnover_status=step)
    hotel.checked_out(room)
    assert [row.to_status for row in room_audit(hotel, room)] == [
        *(READY, "OCCUPIED", DIRTY, CLEANING, CLEANED, READY),
        *("OCCUPIED", DIRTY),
    ]
    assert_chained(hotel, room)
