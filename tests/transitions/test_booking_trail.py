"""Every transition of a booking leaves one audit row and one event for each version it makes."""

import json
from typing import Any

import pytest

from tests.consistency import contradictions
from tests.hotel_builder import HotelBuilder
from tests.transitions.booking_steps import MOVE, STEPS, Scene, Step
from tests.transitions.booking_trail import BookingAuditRow, booking_audit, booking_events
from tests.transitions.trail import Outbox

WITH_MOVE = {**STEPS, "move": MOVE}


def room_after(scene: Scene, step: Step) -> int | None:
    return {None: None, "room": scene.room, "other": scene.other}[step.room_after]


def expected_rows(
    before: BookingAuditRow,
    step: Step,
    room: int | None,
    status: str,
    who: tuple[str, int | None, str, str | None, str | None],
) -> list[BookingAuditRow]:
    """Return the audit rows of a step's versions: the first one changes, the others follow."""
    rows = []
    from_status, from_room = before.to_status, before.to_room_id
    for version, event_type in enumerate(step.event_types, before.version + 1):
        row = BookingAuditRow(version, event_type, from_status, status, from_room, room, *who)
        rows.append(row)
        from_status, from_room = status, room
    return rows


@pytest.mark.parametrize("name", WITH_MOVE)
def test_a_transition_is_recorded_with_who_from_where_and_why(
    hotel: HotelBuilder, name: str
) -> None:
    step = WITH_MOVE[name]
    scene = step.begin(hotel)
    last = booking_audit(hotel, scene.booking)[-1]
    ann = hotel.staff("ann", "FRONT_DESK")
    with hotel.acting(
        actor="staff:ann", source="FRONT_DESK", staff_id=ann, reason="asked for", request_id="r-1"
    ):
        step.act(hotel, scene)
    status = hotel.read("room_booking", scene.booking, "status")
    who = ("staff:ann", ann, "FRONT_DESK", "asked for", "r-1")
    rows = expected_rows(last, step, room_after(scene, step), status, who)
    assert booking_audit(hotel, scene.booking, after=last.version) == rows


@pytest.mark.parametrize("name", STEPS)
def test_a_transition_of_a_bare_dba_is_recorded_under_the_role(
    hotel: HotelBuilder, name: str
) -> None:
    step = STEPS[name]
    scene = step.begin(hotel)
    last = booking_audit(hotel, scene.booking)[-1]
    step.act(hotel, scene)
    status = hotel.read("room_booking", scene.booking, "status")
    who = (f"role:{hotel.connection.info.user}", None, "SYSTEM", None, None)
    rows = expected_rows(last, step, room_after(scene, step), status, who)
    assert booking_audit(hotel, scene.booking, after=last.version) == rows


@pytest.mark.parametrize("name", WITH_MOVE)
def test_a_transition_is_published_once_a_version(hotel: HotelBuilder, name: str) -> None:
    step = WITH_MOVE[name]
    scene = step.begin(hotel)
    version, outbox = hotel.read("room_booking", scene.booking, "version"), Outbox(hotel)
    with hotel.acting(reason="noise"):
        step.act(hotel, scene)
    events = outbox.new("booking")
    for_staff = [event for event in events if event.channels == ["hotel"]]
    assert [event.event_type for event in for_staff] == list(step.event_types)
    assert for_staff[0].scope["version"] == version + 1
    # Later versions of one transition keep the room of the first.
    changes_room = len(step.event_types) == 1 and scene.room != room_after(scene, step)
    last = booking_events(
        hotel,
        scene.booking,
        step.event_types[-1],
        previous_room=scene.room if changes_room else None,
    )
    assert events[-len(last) :] == last
    assert contradictions(hotel.connection, hotel.slug) == []


@pytest.mark.parametrize("name", WITH_MOVE)
def test_a_transition_that_is_rolled_back_leaves_nothing(hotel: HotelBuilder, name: str) -> None:
    step = WITH_MOVE[name]
    scene = step.begin(hotel)
    trail, outbox = booking_audit(hotel, scene.booking), Outbox(hotel)
    with hotel.connection.transaction(force_rollback=True), hotel.acting(reason="noise"):
        step.act(hotel, scene)
    assert booking_audit(hotel, scene.booking) == trail
    assert outbox.new() == []


PERSONAL: dict[str, Any] = {
    "booker_first_name": "Wilhelmina",
    "booker_last_name": "Featherstone",
    "booker_email": "mina@example.org",
    "booker_phone": "+353871234567",
    "special_requests": "vegetarian breakfast",
}


def test_no_event_of_a_stay_carries_personal_data(hotel: HotelBuilder) -> None:
    room, other = hotel.room(), hotel.room()
    booking = hotel.booking("PENDING_APPROVAL", guests=2, **PERSONAL)
    with hotel.acting(reason="Quincy complained", actor="staff:abraham"):
        hotel.approve(booking)
        hotel.assign(booking, room)
        hotel.check_in(booking)
        hotel.assign(booking, other)
        hotel.check_out(booking)
    declined = hotel.booking("PENDING_APPROVAL", guests=2, **PERSONAL)
    hotel.update("room_booking", declined, status="DECLINED", decline_reason="unpleasant guest")
    query = (
        "SELECT json_agg(o) FROM (SELECT channels, payload, scope FROM hotelmate.outbox_event"
        " WHERE hotel_id = %s) AS o"
    )
    text = json.dumps(hotel.value(query, hotel.hotel_id))
    secrets = (*PERSONAL.values(), "Guest0", "Guest1", "Lovelace", "Quincy", "abraham", "unpleas")
    assert [word for word in secrets if word in text] == []


NAMED = {
    "declined": ("PENDING_APPROVAL", "status = 'DECLINED'", "decision_by"),
    "approved": ("PENDING_APPROVAL", "approved_at = now()", "decision_by"),
    "assigned": ("CONFIRMED", "assigned_room_id = {room}", "room_assigned_by"),
}


@pytest.mark.parametrize("way", NAMED)
def test_the_trail_names_whom_the_booking_names_whatever_the_statement_says_later(
    hotel: HotelBuilder, way: str
) -> None:
    status, assignment, column = NAMED[way]
    booking, room = hotel.booking(status), hotel.room()
    before = len(booking_audit(hotel, booking))
    with hotel.acting(actor="staff:ann"):
        hotel.value(
            f"UPDATE hotelmate.room_booking SET {assignment.format(room=room)} WHERE id = %s"
            " RETURNING set_config('hotelmate.actor', 'staff:bob', true)",
            booking,
        )
    assert hotel.read("room_booking", booking, column) == "staff:ann"
    assert booking_audit(hotel, booking)[before].actor == "staff:ann"
