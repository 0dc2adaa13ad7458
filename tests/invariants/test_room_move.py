"""Moves in house: the booking's stamps of the last one, and the history of all."""

import pytest

from tests.conftest import Connect
from tests.hotel_builder import HotelBuilder
from tests.past_triggers import checks_alone, switch_triggers_off
from tests.refusal import refused_by

NO_SUCH = -1


def moved(hotel: HotelBuilder) -> tuple[int, int, int]:
    """Move a guest; return the booking, the room left and the room entered."""
    old, new = hotel.room(), hotel.room()
    booking = hotel.in_house(old)
    with hotel.acting(reason="noise"):
        hotel.assign(booking, new)
    return booking, old, new


@pytest.mark.parametrize("stamp", ["room_moved_at", "room_moved_by", "room_moved_from_id"])
def test_booking_move_stamped__rejects_a_move_without(hotel: HotelBuilder, stamp: str) -> None:
    booking, _, _ = moved(hotel)
    # The stamps are derived from what happened; the check holds without.
    with refused_by("booking_move_stamped"), checks_alone(hotel.connection):
        hotel.update("room_booking", booking, **{stamp: None})


def test_booking_move_stamped__rejects_a_time_of_no_move(hotel: HotelBuilder) -> None:
    booking = hotel.in_house(hotel.room())
    now = hotel.value("SELECT now()")
    with refused_by("booking_move_stamped"), checks_alone(hotel.connection):
        hotel.update("room_booking", booking, room_moved_at=now)


def test_booking_move_stamped__allows_no_forged_move_to_survive(hotel: HotelBuilder) -> None:
    booking = hotel.booking()
    now = hotel.value("SELECT now()")
    forged = {"room_moved_at": now, "room_moved_by": "x", "room_moved_from_id": hotel.room()}
    hotel.update("room_booking", booking, **forged)
    assert [hotel.read("room_booking", booking, stamp) for stamp in forged] == [None] * 3


def test_booking_move_stamped__allows_the_move_to_stamp_itself(hotel: HotelBuilder) -> None:
    booking, old, _ = moved(hotel)
    assert hotel.read("room_booking", booking, "room_moved_at") is not None
    assert hotel.read("room_booking", booking, "room_moved_by") is not None
    assert hotel.read("room_booking", booking, "room_moved_from_id") == old


def test_booking_moved_from_room_exists__rejects_a_room_that_does_not(
    clone: str, connect: Connect
) -> None:
    hotel = HotelBuilder(connect(url=clone))
    booking, _, _ = moved(hotel)
    # The room is derived from the move; only without the triggers can it be another.
    switch_triggers_off(hotel.connection, "room_booking")
    for room in (NO_SUCH, HotelBuilder(hotel.connection).room()):
        with refused_by("booking_moved_from_room_exists"):
            hotel.update("room_booking", booking, room_moved_from_id=room)


def test_booking_moved_from_room_exists__allows_the_room_it_left(hotel: HotelBuilder) -> None:
    booking, old, _ = moved(hotel)
    assert hotel.update("room_booking", booking, room_moved_from_id=old) == 1


@pytest.mark.parametrize("reason", [None, "", "   ", "\t\r\n "])
def test_room_move_has_reason__rejects_a_move_that_says_nothing(
    hotel: HotelBuilder, reason: str | None
) -> None:
    booking, room = hotel.in_house(hotel.room()), hotel.room()
    settings = {} if reason is None else {"reason": reason}
    with refused_by("room_move_has_reason"), hotel.acting(**settings):
        hotel.assign(booking, room)


def test_room_move_has_reason__allows_a_move_that_says_why(hotel: HotelBuilder) -> None:
    booking, _, new = moved(hotel)
    assert hotel.read("room_booking", booking, "in_house_room_id") == new


def test_room_move_has_reason__allows_another_assignment_before_arrival_without(
    hotel: HotelBuilder,
) -> None:
    booking = hotel.assigned(hotel.room())
    hotel.assign(booking, hotel.room())
    assert hotel.read("room_booking", booking, "room_moved_at") is None


def record(hotel: HotelBuilder, **columns: object) -> None:
    """Write a move into the history of a moved booking, as a DBA would, with other columns."""
    booking, old, new = moved(hotel)
    hotel.insert(
        "room_move",
        **{
            "booking_id": booking,
            "version": hotel.read("room_booking", booking, "version") + 1,
            "from_room_id": new,
            "to_room_id": old,
            "moved_at": hotel.value("SELECT now()"),
            "moved_by": "desk",
            "reason": "back again",
            **columns,
        },
    )


def test_room_move_of_booking__rejects_a_booking_that_does_not_exist(hotel: HotelBuilder) -> None:
    with refused_by("room_move_of_booking"):
        record(hotel, booking_id=NO_SUCH)


def test_room_move_of_booking__rejects_a_booking_of_another_hotel(hotel: HotelBuilder) -> None:
    with refused_by("room_move_of_booking"):
        record(hotel, booking_id=HotelBuilder(hotel.connection).booking())


def test_room_move_from_room__rejects_a_room_that_does_not_exist(hotel: HotelBuilder) -> None:
    with refused_by("room_move_from_room"):
        record(hotel, from_room_id=NO_SUCH)


def test_room_move_to_room__rejects_a_room_of_another_hotel(hotel: HotelBuilder) -> None:
    with refused_by("room_move_to_room"):
        record(hotel, to_room_id=HotelBuilder(hotel.connection).room())


def test_room_move_changes_room__rejects_a_move_to_the_same_room(hotel: HotelBuilder) -> None:
    room = hotel.room()
    with refused_by("room_move_changes_room"):
        record(hotel, from_room_id=room, to_room_id=room)


def moves(hotel: HotelBuilder, booking: int) -> list[tuple[int, int, str]]:
    """Return the rooms and the reason of each move of a booking, in order."""
    return hotel.connection.execute(
        "SELECT from_room_id, to_room_id, reason FROM hotelmate.room_move"
        " WHERE hotel_id = %s AND booking_id = %s ORDER BY version",
        (hotel.hotel_id, booking),
    ).fetchall()


def test_room_move_of_booking__allows_the_history_of_a_stay(hotel: HotelBuilder) -> None:
    booking, old, new = moved(hotel)
    assert moves(hotel, booking) == [(old, new, "noise")]


def test_room_move_from_room__allows_each_move_to_start_where_the_last_ended(
    hotel: HotelBuilder,
) -> None:
    booking, old, new = moved(hotel)
    third = hotel.room()
    with hotel.acting(reason="leak"):
        hotel.assign(booking, third)
    assert moves(hotel, booking) == [(old, new, "noise"), (new, third, "leak")]


def test_room_move_to_room__allows_going_back_when_it_is_ready_again(hotel: HotelBuilder) -> None:
    booking, old, new = moved(hotel)
    with hotel.acting(source="MANAGER_OVERRIDE", reason="the noise has stopped"):
        hotel.update("room", old, turnover_status="READY_FOR_GUEST")
        hotel.assign(booking, old)
    assert moves(hotel, booking)[1][:2] == (new, old)


def test_room_move_changes_room__allows_writing_the_same_room_without_a_move(
    hotel: HotelBuilder,
) -> None:
    booking, old, new = moved(hotel)
    hotel.assign(booking, new)
    assert moves(hotel, booking) == [(old, new, "noise")]
