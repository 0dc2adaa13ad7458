"""Stays of one room follow each other, in the past too: nobody enters before the last one left."""

from datetime import datetime, timedelta

import pytest

from tests.hotel_builder import HotelBuilder
from tests.past_triggers import checks_alone
from tests.refusal import refused_by

INSTANT = timedelta(microseconds=1)


def ago(hotel: HotelBuilder, minutes: int) -> datetime:
    moment: datetime = hotel.value("SELECT now() - make_interval(mins => %s)", minutes)
    return moment


def make_ready(hotel: HotelBuilder, room: int) -> None:
    with hotel.acting(source="MANAGER_OVERRIDE", reason="seen in person"):
        hotel.update("room", room, turnover_status="READY_FOR_GUEST")


def stay(hotel: HotelBuilder, room: int, entered: int, left: int) -> int:
    """Let a guest stay in a room from so many to so many minutes ago; return the booking."""
    booking = hotel.assigned(room, arrival=-1, nights=3)
    hotel.update("room_booking", booking, checked_in_at=ago(hotel, entered))
    hotel.update("room_booking", booking, checked_out_at=ago(hotel, left))
    return booking


@pytest.fixture
def left_room(hotel: HotelBuilder) -> int:
    """A room, ready again, whose last guest left ten minutes ago."""
    room = hotel.room()
    stay(hotel, room, 20, 10)
    make_ready(hotel, room)
    return room


@pytest.mark.parametrize("earlier", [INSTANT, timedelta(minutes=15), timedelta(minutes=30)])
def test_booking_enters_after_last_guest_left__rejects_a_stay_inside_or_before_the_last(
    hotel: HotelBuilder, left_room: int, earlier: timedelta
) -> None:
    vacated = hotel.read("room", left_room, "last_vacated_at")
    booking = hotel.assigned(left_room, arrival=-1, nights=3)
    with refused_by("booking_enters_after_last_guest_left"):
        hotel.update("room_booking", booking, checked_in_at=vacated - earlier)
    assert hotel.read("room_booking", booking, "occupancy") == "ASSIGNED"


def test_booking_enters_after_last_guest_left__rejects_assignment_and_check_in_at_once(
    hotel: HotelBuilder, left_room: int
) -> None:
    vacated = hotel.read("room", left_room, "last_vacated_at")
    booking = hotel.booking("CONFIRMED", arrival=-1, nights=3)
    for entered in (vacated - INSTANT, vacated):
        columns = {"assigned_room_id": left_room, "checked_in_at": entered}
        if entered < vacated:
            with refused_by("booking_enters_after_last_guest_left"):
                hotel.update("room_booking", booking, **columns)
        else:
            assert hotel.update("room_booking", booking, **columns) == 1


def test_booking_enters_after_last_guest_left__rejects_before_a_guest_moved_out(
    hotel: HotelBuilder,
) -> None:
    room = hotel.room()
    guest = hotel.in_house(room)
    with hotel.acting(reason="noise"):
        hotel.assign(guest, hotel.room())
    make_ready(hotel, room)
    booking = hotel.assigned(room)
    vacated = hotel.read("room", room, "last_vacated_at")
    assert vacated == hotel.read("room_booking", guest, "room_moved_at")
    with refused_by("booking_enters_after_last_guest_left"):
        hotel.update("room_booking", booking, checked_in_at=vacated - INSTANT)


@pytest.mark.parametrize("later", [timedelta(0), INSTANT, timedelta(minutes=5)])
def test_booking_enters_after_last_guest_left__allows_from_the_moment_that_it_is_vacant(
    hotel: HotelBuilder, left_room: int, later: timedelta
) -> None:
    vacated = hotel.read("room", left_room, "last_vacated_at")
    booking = hotel.assigned(left_room, arrival=-1, nights=3)
    assert hotel.update("room_booking", booking, checked_in_at=vacated + later) == 1


def test_booking_enters_after_last_guest_left__allows_any_time_in_a_room_nobody_left(
    hotel: HotelBuilder,
) -> None:
    booking = hotel.assigned(hotel.room(), arrival=-1, nights=3)
    assert hotel.update("room_booking", booking, checked_in_at=ago(hotel, 30)) == 1


def test_booking_enters_after_last_guest_left__allows_another_room_meanwhile(
    hotel: HotelBuilder, left_room: int
) -> None:
    assert hotel.read("room", left_room, "last_vacated_at") is not None
    assert stay(hotel, hotel.room(), 20, 5)


def test_booking_enters_after_last_guest_left__allows_no_forged_time_to_survive(
    hotel: HotelBuilder, left_room: int
) -> None:
    vacated = hotel.read("room", left_room, "last_vacated_at")
    for forged in (None, "2000-01-01T00:00Z", "2999-01-01T00:00Z"):
        hotel.update("room", left_room, last_vacated_at=forged)
        assert hotel.read("room", left_room, "last_vacated_at") == vacated
    new = hotel.room(last_vacated_at="2999-01-01T00:00Z")
    assert hotel.read("room", new, "last_vacated_at") is None


def test_booking_enters_after_last_guest_left__allows_the_check_out_to_say_when(
    hotel: HotelBuilder,
) -> None:
    room = hotel.room()
    booking = stay(hotel, room, 20, 10)
    left = hotel.read("room_booking", booking, "checked_out_at")
    assert hotel.read("room", room, "last_vacated_at") == left


def test_booking_enters_after_last_guest_left__allows_no_forged_time_with_the_guest_who_leaves(
    hotel: HotelBuilder,
) -> None:
    room = hotel.room()
    booking = hotel.assigned(room, arrival=-1, nights=3)
    hotel.update("room_booking", booking, checked_in_at=ago(hotel, 20))
    left = ago(hotel, 10)
    with hotel.connection.transaction():
        hotel.update("room_booking", booking, checked_out_at=left)
        for forged in (None, "2000-01-01T00:00Z", ago(hotel, 30)):
            hotel.update("room", room, last_vacated_at=forged, maintenance_required=True)
    assert hotel.read("room", room, "last_vacated_at") == left


def test_booking_enters_after_last_guest_left__rejects_a_time_before_the_later_of_two_stays(
    hotel: HotelBuilder, left_room: int
) -> None:
    stay(hotel, left_room, 8, 2)
    vacated = hotel.read("room", left_room, "last_vacated_at")
    make_ready(hotel, left_room)
    booking = hotel.assigned(left_room, arrival=-1, nights=3)
    with refused_by("booking_enters_after_last_guest_left"):
        hotel.update("room_booking", booking, checked_in_at=vacated - INSTANT)


def test_booking_check_out_after_check_in__rejects_leaving_before_the_move(
    hotel: HotelBuilder,
) -> None:
    booking = hotel.assigned(hotel.room(), arrival=-1, nights=3)
    hotel.update("room_booking", booking, checked_in_at=ago(hotel, 30))
    with hotel.acting(reason="noise"):
        hotel.assign(booking, hotel.room())
    moved = hotel.read("room_booking", booking, "room_moved_at")
    with refused_by("booking_check_out_after_check_in"):
        hotel.update("room_booking", booking, checked_out_at=moved - INSTANT)
    with refused_by("booking_check_out_after_check_in"), checks_alone(hotel.connection):
        hotel.update("room_booking", booking, status="COMPLETED", checked_out_at=moved - INSTANT)


def test_booking_check_out_after_check_in__allows_leaving_with_the_move(
    hotel: HotelBuilder,
) -> None:
    booking = hotel.in_house(hotel.room())
    with hotel.acting(reason="noise"):
        hotel.assign(booking, hotel.room())
    moved = hotel.read("room_booking", booking, "room_moved_at")
    assert hotel.update("room_booking", booking, checked_out_at=moved) == 1


def leave_at_this_moment(hotel: HotelBuilder, booking: int) -> datetime:
    """Check a guest out later than the transaction began; return when."""
    left: datetime = hotel.value("SELECT clock_timestamp()")
    hotel.update("room_booking", booking, checked_out_at=left)
    return left


def test_booking_enters_after_last_guest_left__allows_no_move_to_be_stamped_before(
    hotel: HotelBuilder,
) -> None:
    room = hotel.room()
    guest, mover = hotel.in_house(room), hotel.in_house(hotel.room())
    with hotel.acting(source="MANAGER_OVERRIDE", reason="seen in person"):
        left = leave_at_this_moment(hotel, guest)
        hotel.update("room", room, turnover_status="READY_FOR_GUEST")
        hotel.assign(mover, room)
        assert left > hotel.value("SELECT now()")
    assert hotel.read("room_booking", mover, "room_moved_at") == left


def test_booking_enters_after_last_guest_left__allows_to_come_back_after_another_stay(
    hotel: HotelBuilder,
) -> None:
    room, other = hotel.room(), hotel.room()
    mover, guest = hotel.in_house(room), hotel.booking("CONFIRMED")
    with hotel.acting(source="MANAGER_OVERRIDE", reason="seen in person"):
        hotel.assign(mover, other)
        hotel.update("room", room, turnover_status="READY_FOR_GUEST")
        came = hotel.value("SELECT clock_timestamp()")
        hotel.update("room_booking", guest, assigned_room_id=room, checked_in_at=came)
        left = leave_at_this_moment(hotel, guest)
        hotel.update("room", room, turnover_status="READY_FOR_GUEST")
        hotel.assign(mover, room)
    assert hotel.read("room_booking", mover, "room_moved_at") == left
    # And so the room that was left meanwhile was left then.
    assert hotel.read("room", other, "last_vacated_at") == left


def test_booking_enters_after_last_guest_left__allows_no_move_to_be_stamped_before_check_in(
    hotel: HotelBuilder,
) -> None:
    room = hotel.room()
    mover = hotel.assigned(room)
    with hotel.acting(reason="noise"):
        came = hotel.value("SELECT clock_timestamp()")
        hotel.update("room_booking", mover, checked_in_at=came)
        hotel.assign(mover, hotel.room())
    assert hotel.read("room_booking", mover, "room_moved_at") == came
    assert hotel.read("room", room, "last_vacated_at") == came


def test_booking_enters_after_last_guest_left__allows_a_move_now(hotel: HotelBuilder) -> None:
    mover = hotel.in_house(hotel.room())
    with hotel.acting(reason="noise"):
        hotel.assign(mover, hotel.room())
        now = hotel.value("SELECT now()")
    assert hotel.read("room_booking", mover, "room_moved_at") == now
