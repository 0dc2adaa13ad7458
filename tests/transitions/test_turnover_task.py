"""A turnover task and its room move together, whichever of the two is written."""

import psycopg
import pytest

from tests.hotel_builder import HotelBuilder
from tests.refusal import refused_by
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


def turnover_task(hotel: HotelBuilder, room: int) -> int:
    return int(hotel.insert("housekeeping_task", room_id=room, task_type="TURNOVER"))


def set_room(hotel: HotelBuilder, room: int, *turnovers: str) -> None:
    for turnover in turnovers:
        hotel.update("room", room, turnover_status=turnover)


def set_task(hotel: HotelBuilder, task: int, *statuses: str) -> None:
    for status in statuses:
        hotel.update("housekeeping_task", task, status=status)


def only_task(hotel: HotelBuilder, room: int) -> int:
    ((task, _, _),) = tasks_of(hotel, room)
    return task


# By the room -----------------------------------------------------------------------------------


def test_starting_to_clean_a_room_without_a_task_makes_one_in_progress(
    hotel: HotelBuilder,
) -> None:
    room = hotel.room(turnover_status=DIRTY)
    outbox = Outbox(hotel)
    with hotel.acting(actor="staff:ann", source="HOUSEKEEPING"):
        set_room(hotel, room, CLEANING)
    task = only_task(hotel, room)
    assert tasks_of(hotel, room) == [(task, "TURNOVER", "IN_PROGRESS")]
    assert hotel.read("room", room, "cleaning_task_id") == task
    assert hotel.read("housekeeping_task", task, "created_by") == "staff:ann"
    assert hotel.read("housekeeping_task", task, "changed_by") == "staff:ann"
    assert hotel.read("housekeeping_task", task, "started_at") is not None
    assert outbox.new() == [
        room_event(hotel, room),
        task_event(hotel, task, "task_created", status="OPEN"),
        task_event(hotel, task),
    ]


def test_starting_to_clean_a_room_takes_up_its_open_task(hotel: HotelBuilder) -> None:
    room = hotel.room(turnover_status=DIRTY)
    task, outbox = turnover_task(hotel, room), Outbox(hotel)
    set_room(hotel, room, CLEANING)
    assert tasks_of(hotel, room) == [(task, "TURNOVER", "IN_PROGRESS")]
    assert hotel.read("room", room, "cleaning_task_id") == task
    assert outbox.new() == [room_event(hotel, room), task_event(hotel, task)]


@pytest.mark.parametrize(
    ("turnover", "status"), [(CLEANED, "DONE"), (DIRTY, "OPEN"), (READY, "DONE")]
)
def test_a_room_that_stops_being_cleaned_ends_or_frees_its_task(
    hotel: HotelBuilder, turnover: str, status: str
) -> None:
    room = hotel.room(turnover_status=DIRTY)
    set_room(hotel, room, CLEANING)
    task, outbox = only_task(hotel, room), Outbox(hotel)
    source = "MANAGER_OVERRIDE" if turnover == READY else "HOUSEKEEPING"
    with hotel.acting(source=source, reason="as seen"):
        set_room(hotel, room, turnover)
    assert tasks_of(hotel, room) == [(task, "TURNOVER", status)]
    assert hotel.read("room", room, "cleaning_task_id") is None
    assert outbox.new() == [room_event(hotel, room), task_event(hotel, task)]


def test_an_interrupted_task_keeps_its_first_start_and_is_taken_up_again(
    hotel: HotelBuilder,
) -> None:
    room = hotel.room(turnover_status=DIRTY)
    set_room(hotel, room, CLEANING)
    task = only_task(hotel, room)
    started = hotel.read("housekeeping_task", task, "started_at")
    set_room(hotel, room, DIRTY, CLEANING, CLEANED)
    assert tasks_of(hotel, room) == [(task, "TURNOVER", "DONE")]
    assert hotel.read("housekeeping_task", task, "started_at") == started


@pytest.mark.parametrize("turnover", [CLEANED, READY])
def test_an_override_that_skips_the_cleaning_cancels_the_open_task(
    hotel: HotelBuilder, turnover: str
) -> None:
    room = hotel.room(turnover_status=DIRTY)
    task = turnover_task(hotel, room)
    other = hotel.insert("housekeeping_task", room_id=room, task_type="INSPECTION")
    outbox = Outbox(hotel)
    with hotel.acting(source="MANAGER_OVERRIDE", reason="never used"):
        set_room(hotel, room, turnover)
    assert tasks_of(hotel, room) == [
        (task, "TURNOVER", "CANCELLED"),
        (other, "INSPECTION", "OPEN"),
    ]
    assert outbox.new() == [room_event(hotel, room), task_event(hotel, task)]


@pytest.mark.parametrize("before", [READY, CLEANED])
def test_a_room_found_dirty_gets_an_open_task(hotel: HotelBuilder, before: str) -> None:
    room = hotel.room(turnover_status=before)
    outbox = Outbox(hotel)
    set_room(hotel, room, DIRTY)
    task = only_task(hotel, room)
    assert tasks_of(hotel, room) == [(task, "TURNOVER", "OPEN")]
    assert hotel.read("housekeeping_task", task, "booking_id") is None
    assert outbox.new() == [room_event(hotel, room), task_event(hotel, task, "task_created")]


def test_a_room_found_dirty_keeps_the_open_task_that_it_has(hotel: HotelBuilder) -> None:
    room = hotel.room()
    task, outbox = turnover_task(hotel, room), Outbox(hotel)
    set_room(hotel, room, DIRTY)
    assert tasks_of(hotel, room) == [(task, "TURNOVER", "OPEN")]
    assert outbox.new() == [room_event(hotel, room)]


def test_a_failed_inspection_starts_a_second_task(hotel: HotelBuilder) -> None:
    room = hotel.room(turnover_status=DIRTY)
    set_room(hotel, room, CLEANING, CLEANED, CLEANING)
    (_, _, first), (second, _, status) = tasks_of(hotel, room)
    assert (first, status) == ("DONE", "IN_PROGRESS")
    assert hotel.read("room", room, "cleaning_task_id") == second


# By the task -----------------------------------------------------------------------------------


@pytest.mark.parametrize("before", [DIRTY, CLEANED])
def test_a_task_that_starts_takes_its_room_along(hotel: HotelBuilder, before: str) -> None:
    room = hotel.room(turnover_status=before)
    task = turnover_task(hotel, room)
    trail, outbox = room_audit(hotel, room), Outbox(hotel)
    ann = hotel.staff("ann", "HOUSEKEEPING")
    with hotel.acting(actor="staff:ann", source="HOUSEKEEPING", staff_id=ann):
        set_task(hotel, task, "IN_PROGRESS")
    assert hotel.read("room", room, "cleaning_task_id") == task
    new = room_audit(hotel, room)[len(trail) :]
    assert [(row.to_turnover, row.actor, row.changed_by, row.source) for row in new] == [
        (CLEANING, "staff:ann", ann, "HOUSEKEEPING")
    ]
    assert outbox.new() == [room_event(hotel, room), task_event(hotel, task)]
    assert_chained(hotel, room)


@pytest.mark.parametrize(
    ("status", "turnover"), [("DONE", CLEANED), ("OPEN", DIRTY), ("CANCELLED", DIRTY)]
)
def test_a_task_that_stops_takes_its_room_along(
    hotel: HotelBuilder, status: str, turnover: str
) -> None:
    room = hotel.room(turnover_status=DIRTY)
    task = turnover_task(hotel, room)
    set_task(hotel, task, "IN_PROGRESS")
    trail, outbox = room_audit(hotel, room), Outbox(hotel)
    with hotel.acting(actor="staff:ann", source="HOUSEKEEPING", reason="shift ends"):
        set_task(hotel, task, status)
    assert tasks_of(hotel, room) == [(task, "TURNOVER", status)]
    new = room_audit(hotel, room)[len(trail) :]
    assert [(row.from_turnover, row.to_turnover, row.actor, row.reason) for row in new] == [
        (CLEANING, turnover, "staff:ann", "shift ends")
    ]
    assert hotel.read("room", room, "cleaning_task_id") is None
    assert outbox.new() == [room_event(hotel, room), task_event(hotel, task)]


def test_a_task_that_is_done_stamps_the_room(hotel: HotelBuilder) -> None:
    room = hotel.room(turnover_status=DIRTY)
    task = turnover_task(hotel, room)
    with hotel.acting(actor="staff:ann"):
        set_task(hotel, task, "IN_PROGRESS", "DONE")
    assert hotel.read("room", room, "last_cleaned_by") == "staff:ann"
    completed = hotel.read("housekeeping_task", task, "completed_at")
    assert hotel.read("room", room, "last_cleaned_at") == completed


@pytest.mark.parametrize("turnover", [READY, DIRTY, CLEANED])
def test_cancelling_an_open_task_leaves_the_room_as_it_is(
    hotel: HotelBuilder, turnover: str
) -> None:
    room = hotel.room(turnover_status=turnover)
    task = turnover_task(hotel, room)
    trail, outbox = room_audit(hotel, room), Outbox(hotel)
    set_task(hotel, task, "CANCELLED")
    assert room_audit(hotel, room) == trail
    assert outbox.new() == [task_event(hotel, task)]


def test_a_turnover_task_of_a_ready_room_starts_once_the_room_is_found_dirty(
    hotel: HotelBuilder,
) -> None:
    room = hotel.room()
    task = turnover_task(hotel, room)
    outbox = Outbox(hotel)
    with refused_by("room_legal_turnover"):
        set_task(hotel, task, "IN_PROGRESS")
    assert outbox.new() == []
    assert tasks_of(hotel, room) == [(task, "TURNOVER", "OPEN")]
    set_room(hotel, room, DIRTY)
    set_task(hotel, task, "IN_PROGRESS")
    assert hotel.read("room", room, "cleaning_task_id") == task


def test_two_rooms_are_cleaned_apart(hotel: HotelBuilder) -> None:
    room, neighbour = hotel.room(turnover_status=DIRTY), hotel.room(turnover_status=DIRTY)
    set_room(hotel, room, CLEANING)
    set_room(hotel, neighbour, CLEANING)
    set_task(hotel, only_task(hotel, room), "DONE")
    assert hotel.read("room", room, "turnover_status") == CLEANED
    assert hotel.read("room", neighbour, "turnover_status") == CLEANING
    assert hotel.read("housekeeping_task", only_task(hotel, neighbour), "status") == "IN_PROGRESS"


def test_the_api_may_take_either_side(hotel: HotelBuilder, api_role: psycopg.Connection) -> None:
    by_api = hotel.through(api_role)
    room = hotel.room(turnover_status=DIRTY)
    with by_api.acting(actor="staff:ann", source="HOUSEKEEPING"):
        set_room(by_api, room, CLEANING)
    task = only_task(hotel, room)
    with by_api.acting(actor="staff:bob", source="HOUSEKEEPING"):
        set_task(by_api, task, "DONE")
    assert [(row.to_turnover, row.actor) for row in room_audit(hotel, room)[1:]] == [
        (CLEANING, "staff:ann"),
        (CLEANED, "staff:bob"),
    ]
    assert hotel.read("housekeeping_task", task, "created_by") == "staff:ann"
    assert hotel.read("housekeeping_task", task, "changed_by") == "staff:bob"


def test_a_step_of_the_room_is_a_change_of_its_task_by_the_same_hand(hotel: HotelBuilder) -> None:
    room = hotel.room(turnover_status=DIRTY)
    with hotel.acting(actor="staff:boss"):
        task = turnover_task(hotel, room)
    for actor, turnover in (
        ("staff:ann", CLEANING),
        ("staff:bob", DIRTY),
        ("staff:ann", CLEANING),
        ("staff:eve", CLEANED),
    ):
        with hotel.acting(actor=actor):
            set_room(hotel, room, turnover)
        assert hotel.read("housekeeping_task", task, "changed_by") == actor
    assert hotel.read("housekeeping_task", task, "created_by") == "staff:boss"
