"""Each step of a room's turnover as one plain UPDATE: its audit row, its stamps, its event."""

import pytest

from tests.hotel_builder import HotelBuilder
from tests.refusal import refused_by
from tests.transitions.trail import Outbox, RoomAuditRow, assert_chained, room_audit, room_event

DIRTY, CLEANING = "CHECKOUT_DIRTY", "CLEANING_IN_PROGRESS"
CLEANED, READY = "CLEANED_UNINSPECTED", "READY_FOR_GUEST"

# Where a room begins, and the steps that bring it to the one under test.
STEPS = [
    (DIRTY, [CLEANING]),
    (DIRTY, [CLEANING, CLEANED]),
    (DIRTY, [CLEANING, DIRTY]),
    (CLEANED, [READY]),
    (CLEANED, [CLEANING]),
    (CLEANED, [DIRTY]),
    (READY, [DIRTY]),
]
NOBODY = dict.fromkeys(
    ("last_cleaned_at", "last_cleaned_by", "last_inspected_at", "last_inspected_by")
)


def stamps(hotel: HotelBuilder, room: int) -> dict[str, object]:
    return {column: hotel.read("room", room, column) for column in NOBODY}


@pytest.mark.parametrize(("begin", "steps"), STEPS)
def test_a_step_writes_one_audit_row_and_one_room_event(
    hotel: HotelBuilder, begin: str, steps: list[str]
) -> None:
    room = hotel.room(turnover_status=begin)
    for step in steps[:-1]:
        hotel.update("room", room, turnover_status=step)
    before, outbox = room_audit(hotel, room), Outbox(hotel)
    ann = hotel.staff("ann", "HOUSEKEEPING")
    with hotel.acting(
        actor="staff:ann", source="HOUSEKEEPING", staff_id=ann, reason="rounds", request_id="r-1"
    ):
        hotel.update("room", room, turnover_status=steps[-1])
    was = before[-1]
    row = RoomAuditRow(
        was.version + 1,
        was.to_status,
        steps[-1],
        was.to_turnover,
        steps[-1],
        "staff:ann",
        ann,
        "HOUSEKEEPING",
        "rounds",
        "r-1",
    )
    assert room_audit(hotel, room) == [*before, row]
    assert outbox.new("rooms") == [room_event(hotel, room)]


@pytest.mark.parametrize(("begin", "steps"), STEPS)
def test_a_step_of_a_bare_dba_is_recorded_under_the_role(
    hotel: HotelBuilder, begin: str, steps: list[str]
) -> None:
    room = hotel.room(turnover_status=begin)
    for step in steps:
        hotel.update("room", room, turnover_status=step)
    dba = f"role:{hotel.connection.info.user}"
    for row in room_audit(hotel, room):
        assert (row.actor, row.changed_by, row.source) == (dba, None, "SYSTEM")
        assert (row.reason, row.request_id) == (None, None)
    assert_chained(hotel, room)


def test_cleaning_and_inspection_are_stamped_with_time_and_actor(hotel: HotelBuilder) -> None:
    room = hotel.room(turnover_status=DIRTY)
    assert stamps(hotel, room) == NOBODY
    hotel.update("room", room, turnover_status=CLEANING)
    assert stamps(hotel, room) == NOBODY
    with hotel.acting(actor="staff:ann"):
        hotel.update("room", room, turnover_status=CLEANED)
        cleaned = {"last_cleaned_at": hotel.value("SELECT now()"), "last_cleaned_by": "staff:ann"}
    assert stamps(hotel, room) == {**NOBODY, **cleaned}
    with hotel.acting(actor="staff:bob"):
        hotel.update("room", room, turnover_status=READY)
        inspected = {
            "last_inspected_at": hotel.value("SELECT now()"),
            "last_inspected_by": "staff:bob",
        }
    assert stamps(hotel, room) == {**cleaned, **inspected}


@pytest.mark.parametrize(
    ("begin", "steps", "leap", "stamped"),
    [
        # An override out of the cleaning ends it too.
        (DIRTY, [CLEANING], READY, {"last_cleaned", "last_inspected"}),
        (DIRTY, [], READY, {"last_inspected"}),
        (DIRTY, [], CLEANED, {"last_cleaned"}),
        (DIRTY, [CLEANING, DIRTY], READY, {"last_inspected"}),
    ],
)
def test_an_override_stamps_what_it_ends(
    hotel: HotelBuilder, begin: str, steps: list[str], leap: str, stamped: set[str]
) -> None:
    room = hotel.room(turnover_status=begin)
    for step in steps:
        hotel.update("room", room, turnover_status=step)
    assert stamps(hotel, room) == NOBODY
    with hotel.acting(actor="staff:boss", source="MANAGER_OVERRIDE", reason="seen in person"):
        hotel.update("room", room, turnover_status=leap)
        now = hotel.value("SELECT now()")
    by_boss = {f"{what}_at": now for what in stamped} | {
        f"{what}_by": "staff:boss" for what in stamped
    }
    assert stamps(hotel, room) == {**NOBODY, **by_boss}


def test_stamps_stay_when_the_room_gets_dirty_and_follow_no_hand(hotel: HotelBuilder) -> None:
    room = hotel.room(turnover_status=CLEANED)
    hotel.update("room", room, turnover_status=READY)
    before = stamps(hotel, room)
    assert None not in before.values()
    hotel.update("room", room, turnover_status=DIRTY)
    hotel.update("room", room, last_cleaned_at=None, last_inspected_by="nobody")
    assert stamps(hotel, room) == before


def test_a_whole_turnover_is_one_chain(hotel: HotelBuilder) -> None:
    room = hotel.room()
    for step in (DIRTY, CLEANING, DIRTY, CLEANING, CLEANED, CLEANING, CLEANED, DIRTY, CLEANING):
        hotel.update("room", room, turnover_status=step)
    assert hotel.read("room", room, "version") == 10
    assert_chained(hotel, room)


@pytest.mark.parametrize(
    ("begin", "steps", "leap"),
    [
        (DIRTY, [], READY),
        (DIRTY, [], CLEANED),
        (DIRTY, [CLEANING], READY),
        (READY, [], CLEANING),
        (READY, [], CLEANED),
    ],
)
def test_an_override_is_recorded_with_its_reason(
    hotel: HotelBuilder, begin: str, steps: list[str], leap: str
) -> None:
    room = hotel.room(turnover_status=begin)
    for step in steps:
        hotel.update("room", room, turnover_status=step)
    before, outbox = room_audit(hotel, room), Outbox(hotel)
    boss = hotel.staff("boss", "MANAGER")
    with hotel.acting(
        actor="staff:boss", source="MANAGER_OVERRIDE", staff_id=boss, reason="  seen in person "
    ):
        hotel.update("room", room, turnover_status=leap)
    new = room_audit(hotel, room)[len(before) :]
    assert [(row.actor, row.changed_by, row.source, row.reason) for row in new] == [
        ("staff:boss", boss, "MANAGER_OVERRIDE", "seen in person")
    ]
    assert outbox.new("rooms") == [room_event(hotel, room)]
    assert_chained(hotel, room)


def test_a_refused_step_leaves_no_audit_row_no_event_and_no_task(hotel: HotelBuilder) -> None:
    room = hotel.room(turnover_status=DIRTY)
    before, outbox = room_audit(hotel, room), Outbox(hotel)
    with refused_by("room_legal_turnover"):
        hotel.update("room", room, turnover_status=READY)
    assert room_audit(hotel, room) == before
    assert outbox.new() == []


def test_a_step_that_is_rolled_back_leaves_nothing(hotel: HotelBuilder) -> None:
    room = hotel.room(turnover_status=DIRTY)
    before, outbox = room_audit(hotel, room), Outbox(hotel)
    with hotel.connection.transaction(force_rollback=True):
        hotel.update("room", room, turnover_status=CLEANING)
        assert len(room_audit(hotel, room)) == len(before) + 1
    assert room_audit(hotel, room) == before
    assert outbox.new() == []


def test_one_update_of_many_rooms_writes_one_row_and_one_event_each(hotel: HotelBuilder) -> None:
    rooms = [hotel.room(turnover_status=CLEANED) for _ in range(3)]
    outbox = Outbox(hotel)
    hotel.run(
        "UPDATE hotelmate.room SET turnover_status = 'READY_FOR_GUEST' WHERE hotel_id = %s",
        hotel.hotel_id,
    )
    events = outbox.new()
    assert len(events) == len(rooms)
    for room in rooms:
        assert len(room_audit(hotel, room)) == 2
        assert room_event(hotel, room) in events
