"""The life of a housekeeping task: its first status, its steps and their stamps."""

from datetime import timedelta
from typing import Any

import psycopg
import pytest

from tests.conftest import Connect
from tests.hotel_builder import HotelBuilder
from tests.invariants.tasks import add_task, dirty_room, walk
from tests.past_triggers import checks_alone, switch_triggers_off
from tests.refusal import refused_by

OTHER_STATUSES = ["", "PAUSED", "done"]
INSTANT = timedelta(microseconds=1)


@pytest.mark.parametrize(
    "path",
    [
        ("CANCELLED", "OPEN"),
        ("CANCELLED", "IN_PROGRESS"),
        ("IN_PROGRESS", "CANCELLED", "OPEN"),
        ("IN_PROGRESS", "CANCELLED", "IN_PROGRESS"),
        ("IN_PROGRESS", "CANCELLED", "DONE"),
        # A stamp would be wrong as well: the refusal names the step.
        ("CANCELLED", "DONE"),
        ("IN_PROGRESS", "DONE", "OPEN"),
        ("IN_PROGRESS", "DONE", "IN_PROGRESS"),
        ("IN_PROGRESS", "DONE", "CANCELLED"),
    ],
)
@pytest.mark.parametrize("task_type", ["STAYOVER", "TURNOVER"])
def test_task_legal_transition__rejects_going_on_after_the_end(
    hotel: HotelBuilder, task_type: str, path: tuple[str, ...]
) -> None:
    task = walk(hotel, add_task(hotel, dirty_room(hotel), task_type), *path[:-1])
    with refused_by("task_legal_transition"):
        walk(hotel, task, path[-1])


@pytest.mark.parametrize(
    "stamps",
    [
        {},
        {"started_at": "2026-01-01T12:00Z"},
        {"started_at": "2026-01-01T12:00Z", "completed_at": "2026-01-01T11:00Z"},
        {"previous_status": "IN_PROGRESS"},
    ],
)
@pytest.mark.parametrize("task_type", ["STAYOVER", "TURNOVER"])
def test_task_legal_transition__rejects_an_end_without_a_start(
    hotel: HotelBuilder, task_type: str, stamps: dict[str, str]
) -> None:
    task = add_task(hotel, dirty_room(hotel), task_type)
    with refused_by("task_legal_transition"):
        hotel.update("housekeeping_task", task, status="DONE", **stamps)


@pytest.mark.parametrize("status", OTHER_STATUSES)
def test_task_legal_transition__rejects_a_step_to_a_status_that_is_none(
    hotel: HotelBuilder, status: str
) -> None:
    task = add_task(hotel, hotel.room())
    with refused_by("task_legal_transition"):
        walk(hotel, task, status)


def test_task_legal_transition__rejects_an_illegal_step_without_triggers_too(
    clone: str, connect: Connect
) -> None:
    hotel = HotelBuilder(connect(url=clone))
    task = walk(hotel, add_task(hotel, hotel.room()), "CANCELLED")
    # The trigger names the step before the key is asked; the key proves it by itself.
    switch_triggers_off(hotel.connection, "housekeeping_task")
    with refused_by("task_legal_transition"):
        hotel.update("housekeeping_task", task, status="OPEN", previous_status="CANCELLED")


def test_task_legal_transition__rejects_forgetting_a_step_that_was_taken(
    hotel: HotelBuilder, owner: psycopg.Connection
) -> None:
    walk(hotel, add_task(hotel, hotel.room()), "IN_PROGRESS", "DONE")
    with refused_by("task_legal_transition"), owner.transaction(force_rollback=True):
        owner.execute(
            "DELETE FROM hotelmate.task_transition"
            " WHERE from_status = 'IN_PROGRESS' AND to_status = 'DONE'"
        )


@pytest.mark.parametrize("path", [(), ("CANCELLED",), ("IN_PROGRESS",), ("IN_PROGRESS", "DONE")])
@pytest.mark.parametrize("task_type", ["STAYOVER", "TURNOVER"])
def test_task_legal_transition__rejects_taking_a_task_out_of_the_history(
    hotel: HotelBuilder, task_type: str, path: tuple[str, ...]
) -> None:
    task = walk(hotel, add_task(hotel, dirty_room(hotel), task_type), *path)
    with refused_by("task_legal_transition"):
        hotel.run("DELETE FROM hotelmate.housekeeping_task WHERE id = %s", task)
    with refused_by("task_legal_transition"):
        hotel.update("housekeeping_task", task, id=-task)
    with refused_by("task_legal_transition"):
        hotel.update("housekeeping_task", task, hotel_id=HotelBuilder(hotel.connection).hotel_id)


@pytest.mark.parametrize(
    "path",
    [
        ("IN_PROGRESS", "DONE"),
        ("IN_PROGRESS", "OPEN", "IN_PROGRESS", "DONE"),
        ("CANCELLED",),
        ("IN_PROGRESS", "CANCELLED"),
    ],
)
@pytest.mark.parametrize("task_type", ["STAYOVER", "TURNOVER", "INSPECTION", "DEEP_CLEAN"])
def test_task_legal_transition__allows_the_legal_steps(
    hotel: HotelBuilder, task_type: str, path: tuple[str, ...]
) -> None:
    task = walk(hotel, add_task(hotel, dirty_room(hotel), task_type), *path)
    assert hotel.read("housekeeping_task", task, "status") == path[-1]


@pytest.mark.parametrize(
    "stamp",
    [
        {"completed_at": "2026-01-01T12:00Z"},
        {"status": "CANCELLED", "completed_at": "2026-01-01T12:00Z"},
    ],
)
def test_task_stamped__rejects_false_stamps_of_a_task_at_work(
    hotel: HotelBuilder, stamp: dict[str, object]
) -> None:
    task = walk(hotel, add_task(hotel, hotel.room()), "IN_PROGRESS")
    # Stamps are derived, so only past the triggers are they false.
    with refused_by("task_stamped"), checks_alone(hotel.connection):
        hotel.update("housekeeping_task", task, **stamp)
    hotel.update("housekeeping_task", task, **stamp)
    assert hotel.read("housekeeping_task", task, "completed_at") is None


@pytest.mark.parametrize(
    ("path", "stamp"),
    [
        (("IN_PROGRESS",), "started_at"),
        (("IN_PROGRESS", "DONE"), "started_at"),
        (("IN_PROGRESS", "DONE"), "completed_at"),
    ],
)
def test_task_stamped__rejects_clearing_a_stamp(
    hotel: HotelBuilder, path: tuple[str, ...], stamp: str
) -> None:
    task = walk(hotel, add_task(hotel, hotel.room()), *path)
    # A cleared stamp is derived anew, so only past the triggers is it missing.
    with refused_by("task_stamped"), checks_alone(hotel.connection):
        hotel.update("housekeeping_task", task, **{stamp: None})


def test_task_stamped__rejects_a_task_that_is_done_before_it_started(hotel: HotelBuilder) -> None:
    task = walk(hotel, add_task(hotel, hotel.room()), "IN_PROGRESS")
    started = hotel.read("housekeeping_task", task, "started_at")
    with refused_by("task_stamped"), checks_alone(hotel.connection):
        hotel.update("housekeeping_task", task, status="DONE", completed_at=started - INSTANT)


@pytest.mark.parametrize(
    ("stamp", "other", "shift"),
    [("started_at", "completed_at", INSTANT), ("completed_at", "started_at", -INSTANT)],
)
def test_task_stamped__rejects_moving_one_stamp_beyond_the_other(
    hotel: HotelBuilder, stamp: str, other: str, shift: timedelta
) -> None:
    task = walk(hotel, add_task(hotel, hotel.room()), "IN_PROGRESS", "DONE")
    beyond = hotel.read("housekeeping_task", task, other) + shift
    with refused_by("task_stamped"), checks_alone(hotel.connection):
        hotel.update("housekeeping_task", task, **{stamp: beyond})
    before = hotel.read("housekeeping_task", task, stamp)
    hotel.update("housekeeping_task", task, **{stamp: beyond})
    assert hotel.read("housekeeping_task", task, stamp) == before


def test_task_stamped__allows_a_task_that_is_done_in_no_time(hotel: HotelBuilder) -> None:
    task = add_task(hotel, hotel.room())
    with hotel.connection.transaction():
        walk(hotel, task, "IN_PROGRESS", "DONE")
    started = hotel.read("housekeeping_task", task, "started_at")
    assert hotel.read("housekeeping_task", task, "completed_at") == started


@pytest.mark.parametrize("by", ["room", "housekeeping_task"])
def test_task_stamped__allows_an_end_by_a_transaction_older_than_the_start(
    hotel: HotelBuilder, connect: Connect, by: str
) -> None:
    room = dirty_room(hotel)
    task = add_task(hotel, room, "TURNOVER")
    older = hotel.through(connect())
    with older.connection.transaction():
        began = older.value("SELECT now()")
        walk(hotel, task, "IN_PROGRESS")
        if by == "room":
            older.update("room", room, turnover_status="CLEANED_UNINSPECTED")
        else:
            walk(older, task, "DONE")
    started, completed = task_stamps(hotel, task)
    assert began < started == completed


@pytest.mark.parametrize(
    ("path", "stamp"),
    [(("IN_PROGRESS",), "started_at"), (("IN_PROGRESS", "DONE"), "completed_at")],
)
def test_task_stamped__allows_no_cleared_stamp_to_stay_so(
    hotel: HotelBuilder, path: tuple[str, ...], stamp: str
) -> None:
    task = walk(hotel, add_task(hotel, hotel.room()), *path)
    hotel.update("housekeeping_task", task, **{stamp: None})
    assert hotel.read("housekeeping_task", task, stamp) is not None


FORGED = {"started_at": "2026-01-01T12:00Z", "completed_at": "2026-01-01T13:00Z"}


def task_stamps(hotel: HotelBuilder, task: int) -> tuple[Any, Any]:
    return (
        hotel.read("housekeeping_task", task, "started_at"),
        hotel.read("housekeeping_task", task, "completed_at"),
    )


def test_task_stamped__rejects_the_end_of_a_task_that_is_open(hotel: HotelBuilder) -> None:
    room = hotel.room()
    with refused_by("task_stamped"), checks_alone(hotel.connection):
        add_task(hotel, room, completed_at="2026-01-01T12:00Z", changed_by="dba")


def test_task_stamped__allows_no_forged_stamp_of_a_new_task_to_survive(
    hotel: HotelBuilder,
) -> None:
    task = add_task(hotel, hotel.room(), **FORGED)
    assert task_stamps(hotel, task) == (None, None)
    hotel.update("housekeeping_task", task, **FORGED)
    assert task_stamps(hotel, task) == (None, None)


@pytest.mark.parametrize("forged", [FORGED, dict.fromkeys(FORGED)])
def test_task_stamped__allows_no_stamp_but_those_of_the_steps(
    hotel: HotelBuilder, forged: dict[str, Any]
) -> None:
    task = add_task(hotel, hotel.room())
    times: list[object] = []
    for status in ("IN_PROGRESS", "DONE"):
        with hotel.connection.transaction():
            hotel.update("housekeeping_task", task, status=status, **forged)
            times.append(hotel.value("SELECT now()"))
    assert task_stamps(hotel, task) == tuple(times)
    hotel.update("housekeeping_task", task, **forged)
    assert task_stamps(hotel, task) == tuple(times)


def test_task_stamped__allows_the_first_start_to_stay_after_an_interruption(
    hotel: HotelBuilder,
) -> None:
    task = walk(hotel, add_task(hotel, hotel.room()), "IN_PROGRESS")
    started = hotel.read("housekeeping_task", task, "started_at")
    walk(hotel, task, "OPEN", "IN_PROGRESS", "DONE")
    assert hotel.read("housekeeping_task", task, "started_at") == started


def test_task_stamped__allows_the_stamps_that_the_steps_leave(hotel: HotelBuilder) -> None:
    task = add_task(hotel, hotel.room())
    for status, stamped in (
        ("OPEN", (False, False)),
        ("IN_PROGRESS", (True, False)),
        ("DONE", (True, True)),
    ):
        if status != "OPEN":
            walk(hotel, task, status)
        stamps = (
            hotel.read("housekeeping_task", task, "started_at"),
            hotel.read("housekeeping_task", task, "completed_at"),
        )
        assert tuple(stamp is not None for stamp in stamps) == stamped


@pytest.mark.parametrize("status", ["IN_PROGRESS", "DONE", "CANCELLED"])
@pytest.mark.parametrize("task_type", ["STAYOVER", "TURNOVER"])
def test_task_starts_open__rejects_a_task_that_begins_later(
    hotel: HotelBuilder, task_type: str, status: str
) -> None:
    with refused_by("task_starts_open"):
        add_task(hotel, dirty_room(hotel), task_type, status=status)


@pytest.mark.parametrize(
    "stamps",
    [
        {"status": "IN_PROGRESS", "started_at": "2026-01-01T12:00Z"},
        {
            "status": "DONE",
            "started_at": "2026-01-01T12:00Z",
            "completed_at": "2026-01-01T13:00Z",
        },
        {"status": "CANCELLED", "previous_status": "OPEN"},
    ],
)
def test_task_starts_open__rejects_a_task_that_begins_with_a_past(
    hotel: HotelBuilder, stamps: dict[str, Any]
) -> None:
    with refused_by("task_starts_open"):
        add_task(hotel, hotel.room(), **stamps)


def test_task_starts_open__allows_an_open_task(hotel: HotelBuilder) -> None:
    task = add_task(hotel, hotel.room(), status="OPEN")
    assert hotel.read("housekeeping_task", task, "is_open")


@pytest.mark.parametrize("status", OTHER_STATUSES)
def test_task_status_known__rejects_others(hotel: HotelBuilder, status: str) -> None:
    with refused_by("task_status_known"):
        add_task(hotel, hotel.room(), status=status)
    task = add_task(hotel, hotel.room())
    # A step to it is refused as a step: test_task_legal_transition.
    with refused_by("task_status_known"), checks_alone(hotel.connection):
        walk(hotel, task, status)


@pytest.mark.parametrize("status", ["IN_PROGRESS", "CANCELLED"])
def test_task_status_known__allows_the_four(hotel: HotelBuilder, status: str) -> None:
    # OPEN and DONE: the tests of task_stamped and task_legal_transition.
    assert walk(hotel, add_task(hotel, hotel.room()), status)
