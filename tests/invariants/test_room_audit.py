"""The audit trail of rooms: complete, chained, and for ever tied to its room."""

import psycopg
import pytest

from tests.conftest import Connect
from tests.hotel_builder import HotelBuilder
from tests.past_triggers import checks_alone, switch_triggers_off
from tests.refusal import refused_by

READY, DIRTY = "READY_FOR_GUEST", "CHECKOUT_DIRTY"


def write_event(
    hotel: HotelBuilder,
    room: int,
    version: int,
    before: tuple[str | None, str | None],
    after: tuple[str, str] = (DIRTY, DIRTY),
) -> None:
    """Insert an audit row by hand; before and after are (status, turnover)."""
    hotel.insert(
        "room_status_event",
        room_id=room,
        version=version,
        from_status=before[0],
        from_turnover=before[1],
        to_status=after[0],
        to_turnover=after[1],
        is_active=True,
        is_out_of_order=False,
        maintenance_required=False,
    )


@pytest.fixture
def unguarded(clone: str, connect: Connect) -> HotelBuilder:
    """A hotel where a forged audit row comes as far as the keys.

    The guard refuses every row but those of the current version, and that one is there already:
    test_forged_audit.py.
    """
    hotel = HotelBuilder(connect(url=clone))
    switch_triggers_off(hotel.connection, "room_status_event")
    return hotel


@pytest.mark.parametrize(
    "change",
    [
        {"version": 2},
        {"turnover_status": DIRTY},
        {"turnover_status": DIRTY, "version": 2},
        {"is_out_of_order": True},
        {"maintenance_required": True, "version": 2},
    ],
)
def test_room_has_audit_row__rejects_a_state_that_nobody_wrote_down(
    clone: str, connect: Connect, change: dict[str, object]
) -> None:
    hotel = HotelBuilder(connect(url=clone))
    room = hotel.room()
    with refused_by("room_has_audit_row"), hotel.connection.transaction():
        # With its triggers on, a room writes the row itself: the next test.
        switch_triggers_off(hotel.connection, "room")
        hotel.update("room", room, **change)


def test_room_has_audit_row__rejects_a_new_room_that_nobody_wrote_down(
    clone: str, connect: Connect
) -> None:
    hotel = HotelBuilder(connect(url=clone))
    with refused_by("room_has_audit_row"), hotel.connection.transaction():
        switch_triggers_off(hotel.connection, "room")
        hotel.room()


def test_room_has_audit_row__allows_a_change_that_its_trigger_wrote_down(
    hotel: HotelBuilder,
) -> None:
    room = hotel.room()
    # The version is counted, whatever a client writes into it.
    hotel.update("room", room, is_out_of_order=True, version=99)
    assert hotel.read("room", room, "version") == 2


def test_room_has_audit_row__allows_a_change_written_down_by_hand_without_triggers(
    clone: str, connect: Connect
) -> None:
    hotel = HotelBuilder(connect(url=clone))
    room = hotel.room()
    with hotel.connection.transaction():
        switch_triggers_off(hotel.connection, "room")
        hotel.update("room", room, turnover_status=DIRTY, version=2)
        write_event(hotel, room, 2, (READY, READY))


@pytest.mark.parametrize(
    ("version", "before"),
    [
        (3, (READY, READY)),
        (2, (DIRTY, READY)),
        (2, (READY, "CLEANED_UNINSPECTED")),
        (2, ("OCCUPIED", DIRTY)),
    ],
)
def test_room_status_event_chained__rejects_a_gap_and_a_false_beginning(
    unguarded: HotelBuilder, version: int, before: tuple[str, str]
) -> None:
    room = unguarded.room()
    with refused_by("room_status_event_chained"):
        write_event(unguarded, room, version, before)


def test_room_status_event_chained__rejects_going_on_from_the_trail_of_another_room(
    unguarded: HotelBuilder,
) -> None:
    dirty, ready = unguarded.room(turnover_status=DIRTY), unguarded.room()
    assert unguarded.read("room", ready, "turnover_status") == READY
    with refused_by("room_status_event_chained"):
        write_event(unguarded, dirty, 2, (READY, READY))


def test_room_status_event_chained__allows_a_row_by_hand_that_goes_on_truly(
    unguarded: HotelBuilder,
) -> None:
    write_event(unguarded, unguarded.room(), 2, (READY, READY))


def test_room_status_event_chained__rejects_a_fork(hotel: HotelBuilder) -> None:
    room = hotel.room()
    hotel.update("room", room, is_out_of_order=True)
    # Both rows would start from version 1: the key that the chain refers to holds one a version.
    with refused_by("room_status_event_pkey"):
        write_event(hotel, room, 2, (READY, READY))


def test_room_status_event_chained__allows_rows_that_go_on_where_the_last_one_ended(
    hotel: HotelBuilder, owner: psycopg.Connection
) -> None:
    room = hotel.room()
    for flag in (True, False):
        hotel.update("room", room, is_out_of_order=flag)
    rows = owner.execute(
        "SELECT version, from_status, to_status FROM hotelmate.room_status_event"
        " WHERE hotel_id = %s AND room_id = %s ORDER BY version",
        (hotel.hotel_id, room),
    ).fetchall()
    assert rows == [(1, None, READY), (2, READY, "OUT_OF_ORDER"), (3, "OUT_OF_ORDER", READY)]


@pytest.mark.parametrize("before", [(READY, READY), (READY, None), (None, READY)])
def test_room_status_event_first_has_no_from__rejects_a_first_row_with_a_past(
    hotel: HotelBuilder, before: tuple[str | None, str | None]
) -> None:
    room = hotel.room()
    with refused_by("room_status_event_first_has_no_from"):
        write_event(hotel, room, 1, before)


@pytest.mark.parametrize(
    ("version", "before"),
    [
        (2, (None, None)),
        (2, (READY, None)),
        (2, (None, READY)),
        (0, (None, None)),
        (0, (READY, READY)),
        (-1, (READY, READY)),
    ],
)
def test_room_status_event_first_has_no_from__rejects_a_later_row_without_and_one_before_it(
    hotel: HotelBuilder, version: int, before: tuple[str | None, str | None]
) -> None:
    room = hotel.room()
    # With the guard on, every version but the current one is its: test_forged_audit.py.
    with refused_by("room_status_event_first_has_no_from"), checks_alone(hotel.connection):
        write_event(hotel, room, version, before)


def test_room_status_event_first_has_no_from__allows_one_beginning(hotel: HotelBuilder) -> None:
    room = hotel.room()
    hotel.update("room", room, turnover_status=DIRTY)
    beginnings = hotel.value(
        "SELECT array_agg(version) FROM hotelmate.room_status_event"
        " WHERE hotel_id = %s AND room_id = %s AND from_status IS NULL AND from_turnover IS NULL",
        hotel.hotel_id,
        room,
    )
    assert beginnings == [1]


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM hotelmate.room WHERE hotel_id = %s AND id = %s",
        "UPDATE hotelmate.room SET id = id + 1000000 WHERE hotel_id = %s AND id = %s",
    ],
)
def test_room_status_event_of_room__rejects_removing_the_room(
    hotel: HotelBuilder, statement: str
) -> None:
    with refused_by("room_status_event_of_room"):
        hotel.run(statement, hotel.hotel_id, hotel.room())


def test_room_status_event_of_room__rejects_a_trail_of_no_room_and_of_a_foreign_one(
    hotel: HotelBuilder, owner: psycopg.Connection
) -> None:
    other = HotelBuilder(owner)
    for room in (-1, other.room()):
        with refused_by("room_status_event_of_room"):
            write_event(hotel, room, 1, (None, None))


def test_room_status_event_of_room__allows_closing_the_room_instead(hotel: HotelBuilder) -> None:
    room = hotel.room()
    assert hotel.update("room", room, is_active=False) == 1


def test_correction_has_reason__rejects_a_correction_that_says_nothing(hotel: HotelBuilder) -> None:
    room, booking = hotel.room(), hotel.booking()
    for table, row in (("room", room), ("room_booking", booking)):
        with refused_by("correction_has_reason"):
            hotel.update(table, row, corrections=1)


def test_correction_has_reason__allows_a_correction_that_says_why(hotel: HotelBuilder) -> None:
    room, booking = hotel.room(), hotel.booking()
    with hotel.acting(reason="counted anew"):
        hotel.update("room", room, corrections=1)
        hotel.update("room_booking", booking, corrections=1)
    assert hotel.read("room", room, "corrections") == 1


def test_a_room_that_is_corrected_starts_where_its_trail_was(hotel: HotelBuilder) -> None:
    room = hotel.room()
    with hotel.acting(reason="found"):
        hotel.update("room", room, corrections=1)
    assert hotel.connection.execute(
        "SELECT from_status, to_status, is_correction FROM hotelmate.room_status_event"
        " WHERE hotel_id = %s AND room_id = %s ORDER BY version DESC LIMIT 1",
        (hotel.hotel_id, room),
    ).fetchone() == ("READY_FOR_GUEST", "READY_FOR_GUEST", True)
