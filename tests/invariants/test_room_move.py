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


@pytest.mark.parametrize(
    "reason", [None, "", "   ", "\t\r\n ", "\f", "\v", "\u00a0", " \f\v\u00a0 "]
)
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


def test_room_move_has_reason__rejects_an_audit_row_of_a_move_without(hotel: HotelBuilder) -> None:
    booking, old, new = moved(hotel)
    # Audit rows are written by a trigger for the current version; the check holds without.
    with refused_by("room_move_has_reason"), checks_alone(hotel.connection):
        hotel.insert(
            "booking_event",
            booking_id=booking,
            version=hotel.read("room_booking", booking, "version") + 1,
            event_type="booking_room_moved",
            from_status="CONFIRMED",
            to_status="CONFIRMED",
            from_room_id=new,
            to_room_id=old,
        )


def test_room_move_has_reason__allows_the_history_to_keep_each(hotel: HotelBuilder) -> None:
    booking, old, new = moved(hotel)
    third = hotel.room()
    with hotel.acting(reason="leak"):
        hotel.assign(booking, third)
    hotel.assign(booking, third)
    moves = hotel.connection.execute(
        "SELECT from_room_id, to_room_id, reason FROM hotelmate.room_move"
        " WHERE hotel_id = %s AND booking_id = %s ORDER BY version",
        (hotel.hotel_id, booking),
    ).fetchall()
    assert moves == [(old, new, "noise"), (new, third, "leak")]
