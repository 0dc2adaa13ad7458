"""The stay: who may check in, where to, when, and what check-out makes of it."""

from datetime import timedelta

import pytest

from tests.conftest import Connect
from tests.hotel_builder import HotelBuilder
from tests.past_triggers import checks_alone, switch_triggers_off
from tests.refusal import refused_by


def at_hour(hotel: HotelBuilder, day: int, hour: str) -> object:
    """Return an hour of a day counted from the hotel's today, on the hotel's clock."""
    return hotel.value(
        "SELECT (%s::date + %s::time) AT TIME ZONE time_zone FROM hotelmate.hotel"
        " WHERE hotel_id = %s",
        hotel.today() + timedelta(days=day),
        hour,
        hotel.hotel_id,
    )


@pytest.mark.parametrize("status", ["PENDING_PAYMENT", "PENDING_APPROVAL"])
def test_booking_check_in_needs_confirmed__rejects_before_confirmation(
    hotel: HotelBuilder, status: str
) -> None:
    booking = hotel.booking(status)
    with refused_by("booking_check_in_needs_confirmed"):
        hotel.check_in(booking)


def test_booking_check_in_needs_confirmed__allows_a_confirmed_booking(hotel: HotelBuilder) -> None:
    booking = hotel.assigned(hotel.room())
    hotel.check_in(booking)
    assert hotel.read("room_booking", booking, "occupancy") == "IN_HOUSE"


def test_booking_check_in_needs_room__rejects_a_check_in_without(hotel: HotelBuilder) -> None:
    booking = hotel.booking("CONFIRMED")
    with refused_by("booking_check_in_needs_room"):
        hotel.check_in(booking)


def test_booking_check_in_needs_room__rejects_taking_the_room_from_a_guest(
    hotel: HotelBuilder,
) -> None:
    booking = hotel.in_house(hotel.room())
    with refused_by("booking_check_in_needs_room"):
        hotel.assign(booking, None)


def test_booking_check_in_needs_room__allows_assignment_and_check_in_at_once(
    hotel: HotelBuilder,
) -> None:
    room = hotel.room()
    booking = hotel.booking("CONFIRMED")
    now = hotel.value("SELECT now()")
    hotel.update("room_booking", booking, assigned_room_id=room, checked_in_at=now)
    assert hotel.read("room", room, "in_house_booking_id") == booking


@pytest.mark.parametrize(("arrival", "nights"), [(1, 1), (-2, 1)])
def test_booking_check_in_within_stay_dates__rejects_another_day(
    hotel: HotelBuilder, arrival: int, nights: int
) -> None:
    booking = hotel.assigned(hotel.room(), arrival=arrival, nights=nights)
    with refused_by("booking_check_in_within_stay_dates"):
        hotel.check_in(booking)


@pytest.mark.parametrize(("arrival", "nights"), [(0, 1), (-1, 1), (-1, 2)])
def test_booking_check_in_within_stay_dates__allows_from_arrival_to_departure(
    hotel: HotelBuilder, arrival: int, nights: int
) -> None:
    assert hotel.in_house(hotel.room(), arrival=arrival, nights=nights)


def test_booking_check_in_within_stay_dates__rejects_the_minute_before_midnight(
    hotel: HotelBuilder,
) -> None:
    hotel = HotelBuilder(hotel.connection, time_zone="America/New_York")
    booking = hotel.assigned(hotel.room(), arrival=-1)
    with refused_by("booking_check_in_within_stay_dates"):
        hotel.update("room_booking", booking, checked_in_at=at_hour(hotel, -2, "23:59:59"))
    assert hotel.update("room_booking", booking, checked_in_at=at_hour(hotel, -1, "00:00")) == 1


def test_booking_check_in_within_stay_dates__rejects_by_the_calendar_of_the_hotel(
    hotel: HotelBuilder,
) -> None:
    # Between these two zones the date always differs: today there is still to come over here.
    ahead = HotelBuilder(hotel.connection, time_zone="Pacific/Kiritimati")
    behind = HotelBuilder(hotel.connection, time_zone="Pacific/Pago_Pago")
    arrival = (ahead.today() - behind.today()).days
    early = behind.assigned(behind.room(), arrival=arrival)
    with refused_by("booking_check_in_within_stay_dates"):
        behind.check_in(early)
    assert ahead.in_house(ahead.room(), arrival=0)


def test_booking_check_in_within_stay_dates__rejects_dates_moved_past_the_check_in(
    hotel: HotelBuilder,
) -> None:
    booking = hotel.in_house(hotel.room(), nights=3)
    with refused_by("booking_check_in_within_stay_dates"):
        hotel.update("room_booking", booking, check_in=hotel.today() + timedelta(days=1))


def test_booking_check_in_within_stay_dates__allows_a_longer_stay(hotel: HotelBuilder) -> None:
    booking = hotel.in_house(hotel.room())
    later = hotel.today() + timedelta(days=9)
    assert hotel.update("room_booking", booking, check_out=later) == 1


def test_booking_check_out_after_check_in__rejects_a_time_before(hotel: HotelBuilder) -> None:
    booking = hotel.in_house(hotel.room())
    before = hotel.read("room_booking", booking, "checked_in_at") - timedelta(microseconds=1)
    with refused_by("booking_check_out_after_check_in"):
        hotel.update("room_booking", booking, checked_out_at=before)


def test_booking_check_out_after_check_in__rejects_without_check_in(hotel: HotelBuilder) -> None:
    booking = hotel.assigned(hotel.room())
    with refused_by("booking_check_out_after_check_in"):
        hotel.check_out(booking)


def test_booking_check_out_after_check_in__allows_the_same_moment(hotel: HotelBuilder) -> None:
    booking = hotel.in_house(hotel.room())
    same = hotel.read("room_booking", booking, "checked_in_at")
    assert hotel.update("room_booking", booking, checked_out_at=same) == 1


def test_booking_checks_out_of_its_room__rejects_leaving_a_room_never_entered(
    hotel: HotelBuilder,
) -> None:
    booking, other = hotel.in_house(hotel.room()), hotel.room()
    now = hotel.value("SELECT now()")
    with refused_by("booking_checks_out_of_its_room"), hotel.acting(reason="noise"):
        hotel.update("room_booking", booking, assigned_room_id=other, checked_out_at=now)


def test_booking_checks_out_of_its_room__rejects_a_stay_in_one_statement(
    hotel: HotelBuilder,
) -> None:
    booking = hotel.assigned(hotel.room())
    now = hotel.value("SELECT now()")
    with refused_by("booking_checks_out_of_its_room"):
        hotel.update("room_booking", booking, checked_in_at=now, checked_out_at=now)


def test_booking_checks_out_of_its_room__allows_a_stay_of_a_moment(hotel: HotelBuilder) -> None:
    booking = hotel.assigned(hotel.room())
    with hotel.connection.transaction():
        hotel.check_in(booking)
        hotel.check_out(booking)
    assert hotel.read("room_booking", booking, "status") == "COMPLETED"


def test_booking_checks_out_of_its_room__allows_leaving_after_a_move(hotel: HotelBuilder) -> None:
    booking, new = hotel.in_house(hotel.room()), hotel.room()
    with hotel.acting(reason="noise"):
        hotel.assign(booking, new)
    hotel.check_out(booking)
    assert hotel.read("room_booking", booking, "assigned_room_id") == new


@pytest.mark.parametrize("state", ["assigned", "in_house"])
def test_booking_completed_when_checked_out__rejects_completing_by_hand(
    hotel: HotelBuilder, state: str
) -> None:
    booking = getattr(hotel, state)(hotel.room())
    with refused_by("booking_completed_when_checked_out"):
        hotel.update("room_booking", booking, status="COMPLETED")


def test_booking_completed_when_checked_out__rejects_a_departed_guest_still_confirmed(
    hotel: HotelBuilder,
) -> None:
    booking = hotel.in_house(hotel.room())
    # The status is derived with the stamp; the check holds without.
    with refused_by("booking_completed_when_checked_out"), checks_alone(hotel.connection):
        hotel.check_out(booking)


def test_booking_completed_when_checked_out__allows_both_in_one_statement(
    hotel: HotelBuilder,
) -> None:
    booking = hotel.in_house(hotel.room())
    now = hotel.value("SELECT now()")
    hotel.update("room_booking", booking, status="COMPLETED", checked_out_at=now)
    assert hotel.read("room_booking", booking, "occupancy") == "DEPARTED"


@pytest.mark.parametrize("step", ["cancel", "no_show"])
def test_booking_closed_never_in_house__rejects_closing_a_stay(
    hotel: HotelBuilder, step: str
) -> None:
    booking = hotel.in_house(hotel.room(), arrival=-1)
    with refused_by("booking_closed_never_in_house"):
        getattr(hotel, step)(booking)


def test_booking_closed_never_in_house__rejects_check_in_of_a_cancelled_booking(
    hotel: HotelBuilder,
) -> None:
    booking = hotel.booking("CANCELLED")
    room = hotel.room()
    # The room of a closed booking is frozen, so only past the triggers is there one to enter.
    with refused_by("booking_closed_never_in_house"), checks_alone(hotel.connection):
        hotel.run(
            "UPDATE hotelmate.room_booking SET assigned_room_id = %s, room_assigned_at = now(),"
            " room_assigned_by = 'desk', checked_in_at = now() WHERE hotel_id = %s AND id = %s",
            room,
            hotel.hotel_id,
            booking,
        )


@pytest.mark.parametrize("status", ["CANCELLED", "CANCELLED_DRAFT", "DECLINED", "NO_SHOW"])
def test_booking_closed_never_in_house__rejects_a_plain_check_in_of_a_closed_booking(
    hotel: HotelBuilder, status: str
) -> None:
    booking = hotel.booking(status, arrival=-1)
    with refused_by("booking_closed_never_in_house"):
        hotel.check_in(booking)


@pytest.mark.parametrize("step", ["cancel", "no_show"])
def test_booking_closed_never_in_house__allows_closing_before_arrival(
    hotel: HotelBuilder, step: str
) -> None:
    booking = hotel.assigned(hotel.room(), arrival=-1)
    getattr(hotel, step)(booking)
    assert hotel.read("room_booking", booking, "occupancy") == "AVAILABLE"


UNREADY: tuple[dict[str, object], ...] = (
    {"turnover_status": "CHECKOUT_DIRTY"},
    {"turnover_status": "CLEANED_UNINSPECTED"},
    {"is_out_of_order": True},
    {"maintenance_required": True},
    {"is_active": False},
)


@pytest.mark.parametrize("unready", UNREADY)
def test_booking_enters_ready_room__rejects_an_unready_room(
    hotel: HotelBuilder, unready: dict[str, object]
) -> None:
    room = hotel.room(**unready)
    arriving, staying = hotel.booking("CONFIRMED"), hotel.in_house(hotel.room())
    now = hotel.value("SELECT now()")
    with refused_by("booking_enters_ready_room"):
        hotel.update("room_booking", arriving, assigned_room_id=room, checked_in_at=now)
    with refused_by("booking_enters_ready_room"), hotel.acting(reason="noise"):
        hotel.assign(staying, room)


def test_booking_enters_ready_room__allows_a_ready_one_and_leaves_the_old_dirty(
    hotel: HotelBuilder,
) -> None:
    old, new = hotel.room(), hotel.room()
    booking = hotel.in_house(old)
    with hotel.acting(reason="noise"):
        hotel.assign(booking, new)
    assert hotel.read("room", new, "room_status") == "OCCUPIED"
    assert hotel.read("room", old, "room_status") == "CHECKOUT_DIRTY"


def test_booking_in_house_occupies_room__rejects_a_room_that_says_it_is_vacant(
    hotel: HotelBuilder,
) -> None:
    room = hotel.room()
    hotel.in_house(room)
    with refused_by("booking_in_house_occupies_room"):
        hotel.update("room", room, in_house_booking_id=None)


def test_booking_in_house_occupies_room__rejects_a_room_that_is_vacant_for_a_moment(
    hotel: HotelBuilder,
) -> None:
    room = hotel.room()
    booking = hotel.in_house(room)
    with refused_by("booking_in_house_occupies_room"), hotel.connection.transaction():
        hotel.update("room", room, in_house_booking_id=None)
        hotel.check_out(booking)


def test_booking_in_house_occupies_room__rejects_a_check_in_that_the_room_does_not_follow(
    clone: str, connect: Connect
) -> None:
    hotel = HotelBuilder(connect(url=clone))
    booking = hotel.assigned(hotel.room())
    # Only without the triggers is the room left behind.
    switch_triggers_off(hotel.connection, "room_booking")
    with refused_by("booking_in_house_occupies_room"):
        hotel.check_in(booking)


def test_booking_in_house_occupies_room__allows_to_write_the_room_after_the_booking(
    clone: str, connect: Connect
) -> None:
    hotel = HotelBuilder(connect(url=clone))
    room = hotel.room()
    booking = hotel.assigned(room)
    switch_triggers_off(hotel.connection, "room_booking")
    now = hotel.value("SELECT now()")
    with hotel.connection.transaction():
        hotel.update("room_booking", booking, checked_in_at=now)
        occupied = {"in_house_booking_id": booking, "turnover_status": "CHECKOUT_DIRTY"}
        hotel.update("room", room, **occupied)
    assert hotel.read("room", room, "room_status") == "OCCUPIED"


def test_booking_in_house_occupies_room__allows_the_room_to_follow(hotel: HotelBuilder) -> None:
    room = hotel.room()
    booking = hotel.in_house(room)
    assert hotel.read("room", room, "in_house_booking_id") == booking
    hotel.check_out(booking)
    assert hotel.read("room", room, "in_house_booking_id") is None
