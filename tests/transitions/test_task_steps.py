"""Tasks of every kind: their steps, their stamps, and the staff who hear of them."""

import pytest

from tests.hotel_builder import HotelBuilder
from tests.refusal import refused_by
from tests.transitions.trail import Outbox, room_audit, task_event

KINDS = ["STAYOVER", "INSPECTION", "DEEP_CLEAN"]


def add_task(hotel: HotelBuilder, room: int, task_type: str, **columns: object) -> int:
    return int(
        hotel.insert("housekeeping_task", **{"room_id": room, "task_type": task_type, **columns})
    )


def set_task(hotel: HotelBuilder, task: int, **columns: object) -> None:
    hotel.update("housekeeping_task", task, **columns)


@pytest.mark.parametrize("task_type", KINDS)
def test_a_task_is_made_started_and_done_without_touching_the_room(
    hotel: HotelBuilder, task_type: str
) -> None:
    room = hotel.room()
    trail, outbox = room_audit(hotel, room), Outbox(hotel)
    with hotel.acting(actor="staff:boss"):
        task = add_task(hotel, room, task_type, note="hypoallergenic", priority="HIGH")
    assert outbox.new() == [task_event(hotel, task, "task_created")]
    assert hotel.read("housekeeping_task", task, "created_by") == "staff:boss"
    for status in ("IN_PROGRESS", "DONE"):
        set_task(hotel, task, status=status)
        assert outbox.new() == [task_event(hotel, task)]
    assert room_audit(hotel, room) == trail


@pytest.mark.parametrize("task_type", KINDS)
def test_a_task_is_interrupted_and_given_up(hotel: HotelBuilder, task_type: str) -> None:
    task = add_task(hotel, hotel.room(), task_type)
    for status in ("IN_PROGRESS", "OPEN", "IN_PROGRESS", "CANCELLED"):
        set_task(hotel, task, status=status)
    assert hotel.read("housekeeping_task", task, "previous_status") == "IN_PROGRESS"
    assert hotel.read("housekeeping_task", task, "completed_at") is None
    assert not hotel.read("housekeeping_task", task, "is_open")


def test_start_and_end_are_stamped_with_the_time_of_the_transaction(hotel: HotelBuilder) -> None:
    task = add_task(hotel, hotel.room(), "STAYOVER")
    with hotel.connection.transaction():
        set_task(hotel, task, status="IN_PROGRESS")
        started = hotel.value("SELECT now()")
    with hotel.connection.transaction():
        set_task(hotel, task, status="DONE")
        completed = hotel.value("SELECT now()")
    assert hotel.read("housekeeping_task", task, "started_at") == started
    assert hotel.read("housekeeping_task", task, "completed_at") == completed
    assert started < completed


def test_times_follow_no_hand(hotel: HotelBuilder) -> None:
    task = add_task(hotel, hotel.room(), "STAYOVER")
    earlier = hotel.value("SELECT now() - interval '1 hour'")
    for status, stamp in (("IN_PROGRESS", "started_at"), ("DONE", "completed_at")):
        with hotel.connection.transaction():
            set_task(hotel, task, status=status, **{stamp: earlier})
            now = hotel.value("SELECT now()")
        assert hotel.read("housekeeping_task", task, stamp) == now


def test_a_task_names_who_made_it_and_who_wrote_it_last(hotel: HotelBuilder) -> None:
    with hotel.acting(actor="staff:boss"):
        task = add_task(hotel, hotel.room(), "STAYOVER")
    names = ("created_by", "changed_by")
    read = [hotel.read("housekeeping_task", task, name) for name in names]
    assert read == ["staff:boss", "staff:boss"]
    for actor, change in (
        ("staff:ann", {"status": "IN_PROGRESS"}),
        ("staff:bob", {"note": "twin beds"}),
        ("staff:eve", {"status": "DONE"}),
    ):
        with hotel.acting(actor=actor):
            set_task(hotel, task, **change)
        read = [hotel.read("housekeeping_task", task, name) for name in names]
        assert read == ["staff:boss", actor]
    set_task(hotel, task, priority="LOW")
    dba = f"role:{hotel.connection.info.user}"
    assert hotel.read("housekeeping_task", task, "changed_by") == dba


def test_who_made_a_task_and_when_follow_no_hand(hotel: HotelBuilder) -> None:
    room, earlier = hotel.room(), "2026-01-01T12:00Z"
    with hotel.acting(actor="staff:boss"):
        task = add_task(hotel, room, "STAYOVER", changed_by="nobody")
    assert hotel.read("housekeeping_task", task, "changed_by") == "staff:boss"
    created = hotel.read("housekeeping_task", task, "created_at")
    for forged in ({"created_by": "nobody", "created_at": earlier}, {"created_by": None}):
        with hotel.acting(actor="staff:ann"):
            set_task(hotel, task, note=str(forged), changed_by="nobody", **forged)
        assert hotel.read("housekeeping_task", task, "created_by") == "staff:boss"
        assert hotel.read("housekeeping_task", task, "created_at") == created
        assert hotel.read("housekeeping_task", task, "changed_by") == "staff:ann"


def test_the_step_taken_follows_no_hand(hotel: HotelBuilder) -> None:
    task = add_task(hotel, hotel.room(), "STAYOVER", previous_status="IN_PROGRESS")
    assert hotel.read("housekeeping_task", task, "previous_status") is None
    set_task(hotel, task, status="IN_PROGRESS", previous_status="DONE")
    assert hotel.read("housekeeping_task", task, "previous_status") == "OPEN"
    set_task(hotel, task, note="twin beds", previous_status=None)
    assert hotel.read("housekeeping_task", task, "previous_status") == "OPEN"


def test_a_task_for_somebody_is_heard_by_them_too(hotel: HotelBuilder) -> None:
    ann, bob = hotel.staff("ann", "HOUSEKEEPING"), hotel.staff("bob", "HOUSEKEEPING")
    outbox = Outbox(hotel)
    task = add_task(hotel, hotel.room(), "STAYOVER", assigned_to=ann)
    (created,) = outbox.new("housekeeping")
    assert created == task_event(hotel, task, "task_created")
    assert created.channels == ["hotel", f"staff.{ann}"]
    set_task(hotel, task, assigned_to=bob)
    (handed_over,) = outbox.new()
    assert handed_over == task_event(hotel, task)
    assert handed_over.channels == ["hotel", f"staff.{bob}"]
    set_task(hotel, task, assigned_to=None)
    (freed,) = outbox.new()
    assert freed.channels == ["hotel"]


def test_the_event_of_a_task_keeps_its_note_to_the_staff(hotel: HotelBuilder) -> None:
    outbox = Outbox(hotel)
    task = add_task(hotel, hotel.room(), "STAYOVER", note="guest is Ada Lovelace")
    set_task(hotel, task, note="guest is A. Lovelace", priority="HIGH")
    events = outbox.new("housekeeping")
    assert [event.event_type for event in events] == ["task_created", "task_updated"]
    assert events[1].payload["priority"] == "HIGH"
    assert "Lovelace" not in str(events)


@pytest.mark.parametrize(
    "same",
    [
        {"note": "twin beds"},
        {"status": "IN_PROGRESS", "previous_status": "DONE"},
        {"priority": "NORMAL", "assigned_to": None, "booking_id": None},
        {"created_by": "nobody", "changed_by": "nobody", "started_at": None},
    ],
)
def test_a_task_that_stays_as_it_is_is_written_by_nobody_and_told_to_nobody(
    hotel: HotelBuilder, same: dict[str, object]
) -> None:
    with hotel.acting(actor="staff:boss"):
        task = add_task(hotel, hotel.room(), "STAYOVER", note="twin beds")
        set_task(hotel, task, status="IN_PROGRESS")
    whole = "SELECT to_jsonb(task) FROM hotelmate.housekeeping_task AS task WHERE id = %s"
    before, outbox = hotel.value(whole, task), Outbox(hotel)
    with hotel.acting(actor="staff:ann"):
        set_task(hotel, task, **same)
    assert hotel.value(whole, task) == before
    assert outbox.new() == []


@pytest.mark.parametrize("path", [("IN_PROGRESS", "DONE"), ("CANCELLED",)])
def test_a_task_that_is_over_stays_what_it_was_and_of_whom(
    hotel: HotelBuilder, path: tuple[str, ...]
) -> None:
    room = hotel.room()
    booking = hotel.in_house(room)
    task = add_task(hotel, room, "STAYOVER", booking_id=booking)
    set_task(hotel, task, task_type="DEEP_CLEAN")
    for status in path:
        set_task(hotel, task, status=status)
    outbox = Outbox(hotel)
    set_task(hotel, task, task_type="INSPECTION", booking_id=None)
    assert hotel.read("housekeeping_task", task, "task_type") == "DEEP_CLEAN"
    assert hotel.read("housekeeping_task", task, "booking_id") == booking
    assert outbox.new() == []


def test_a_refused_and_a_rolled_back_task_leave_no_event(hotel: HotelBuilder) -> None:
    room = hotel.room()
    outbox = Outbox(hotel)
    with refused_by("task_type_known"):
        add_task(hotel, room, "LAUNDRY")
    with hotel.connection.transaction(force_rollback=True):
        add_task(hotel, room, "STAYOVER")
    assert outbox.new() == []


def test_one_update_of_many_tasks_writes_one_event_each(hotel: HotelBuilder) -> None:
    tasks = [add_task(hotel, hotel.room(), kind) for kind in KINDS]
    outbox = Outbox(hotel)
    hotel.run(
        "UPDATE hotelmate.housekeeping_task SET status = 'IN_PROGRESS' WHERE hotel_id = %s",
        hotel.hotel_id,
    )
    events = outbox.new()
    assert len(events) == len(tasks)
    assert all(task_event(hotel, task) in events for task in tasks)
