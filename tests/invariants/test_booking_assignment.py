"""A room for a booking: whose, when, and that it stays ready until its guest is in it."""

import pytest

from tests.conftest import Connect
from tests.hotel_builder import HotelBuilder
from tests.past_triggers import checks_alone
from tests.refusal import refused_by

NO_SUCH = -1
UNREADY: dict[str, dict[str, object]] = {
    "dirty": {"turnover_status": "CHECKOUT_DIRTY"},
    "uninspected": {"turnover_status": "CLEANED_UNINSPECTED"},
    "out of order": {"is_out_of_order": True},
    "under maintenance": {"maintenance_required": True},
    "inactive": {"is_active": False},
}


def test_booking_assigned_room_exists__rejects_a_room_that_does_not(hotel: HotelBuilder) -> None:
    booking = hotel.booking("CONFIRMED")
    with refused_by("booking_assigned_room_exists"):
        hotel.assign(booking, NO_SUCH)


def test_booking_assigned_room_exists__rejects_a_room_of_another_hotel(
    hotel: HotelBuilder,
) -> None:
    elsewhere = HotelBuilder(hotel.connection).room()
    booking = hotel.booking("CONFIRMED")
    with refused_by("booking_assigned_room_exists"):
        hotel.assign(booking, elsewhere)


def test_booking_assigned_room_exists__allows_a_room_of_its_own(hotel: HotelBuilder) -> None:
    room = hotel.room()
    booking = hotel.assigned(room)
    assert hotel.read("room_booking", booking, "assigned_room_id") == room


@pytest.mark.parametrize("status", ["PENDING_PAYMENT", "PENDING_APPROVAL"])
def test_booking_assignment_needs_confirmed__rejects_before_confirmation(
    hotel: HotelBuilder, status: str
) -> None:
    booking = hotel.booking(status)
    room = hotel.room()
    with refused_by("booking_assignment_needs_confirmed"):
        hotel.assign(booking, room)


def test_booking_assignment_needs_confirmed__allows_with_the_confirmation(
    hotel: HotelBuilder,
) -> None:
    booking = hotel.booking("PENDING_APPROVAL")
    hotel.update("room_booking", booking, status="CONFIRMED", assigned_room_id=hotel.room())
    assert hotel.read("room_booking", booking, "occupancy") == "ASSIGNED"


@pytest.mark.parametrize("stamp", ["room_assigned_at", "room_assigned_by"])
def test_booking_assignment_stamped__rejects_an_assignment_without(
    hotel: HotelBuilder, stamp: str
) -> None:
    booking = hotel.assigned(hotel.room())
    # The stamps are derived from what happened; the check holds without.
    with refused_by("booking_assignment_stamped"), checks_alone(hotel.connection):
        hotel.update("room_booking", booking, **{stamp: None})


def test_booking_assignment_stamped__rejects_stamps_without_a_room(hotel: HotelBuilder) -> None:
    booking = hotel.booking("CONFIRMED")
    now = hotel.value("SELECT now()")
    with refused_by("booking_assignment_stamped"), checks_alone(hotel.connection):
        hotel.update("room_booking", booking, room_assigned_at=now, room_assigned_by="desk")


def test_booking_assignment_stamped__allows_the_assignment_to_stamp_itself(
    hotel: HotelBuilder,
) -> None:
    booking = hotel.assigned(hotel.room())
    assert hotel.read("room_booking", booking, "room_assigned_at") is not None
    hotel.assign(booking, None)
    assert hotel.read("room_booking", booking, "room_assigned_at") is None
    assert hotel.read("room_booking", booking, "room_assigned_by") is None


def test_booking_assignment_stamped__allows_no_forged_stamp_to_survive(
    hotel: HotelBuilder,
) -> None:
    booking = hotel.assigned(hotel.room())
    by = hotel.read("room_booking", booking, "room_assigned_by")
    hotel.update("room_booking", booking, room_assigned_at=None, room_assigned_by="nobody")
    assert hotel.read("room_booking", booking, "room_assigned_at") is not None
    assert hotel.read("room_booking", booking, "room_assigned_by") == by


@pytest.mark.parametrize("status", ["CANCELLED", "CANCELLED_DRAFT", "DECLINED", "NO_SHOW"])
def test_booking_closed_holds_no_room__rejects_keeping_the_room(
    hotel: HotelBuilder, status: str
) -> None:
    booking = hotel.assigned(hotel.room(), arrival=-1)
    query = (
        "UPDATE hotelmate.room_booking SET status = %(status)s,"
        " cancelled_at = CASE WHEN %(status)s LIKE 'CANCELLED%%' THEN now() END,"
        " cancellation_fee_amount = CASE WHEN %(status)s = 'CANCELLED' THEN 0 END,"
        " approved_at = CASE WHEN %(status)s IN ('CANCELLED', 'NO_SHOW') THEN approved_at END,"
        " no_show_at = CASE WHEN %(status)s = 'NO_SHOW' THEN now() END"
        " WHERE hotel_id = %(hotel)s AND id = %(booking)s"
    )
    # A trigger takes the room away with the step, so only past it is there one to keep.
    with refused_by("booking_closed_holds_no_room"), checks_alone(hotel.connection):
        hotel.connection.execute(
            query, {"status": status, "hotel": hotel.hotel_id, "booking": booking}
        )


@pytest.mark.parametrize("step", ["cancel", "no_show"])
def test_booking_closed_holds_no_room__allows_closing_to_release_it(
    hotel: HotelBuilder, step: str
) -> None:
    room = hotel.room()
    getattr(hotel, step)(hotel.assigned(room, arrival=-1))
    assert hotel.assigned(room)


def test_booking_room_needs_complete_party__rejects_an_unnamed_guest(hotel: HotelBuilder) -> None:
    booking = hotel.booking("CONFIRMED", guests=1, children=1)
    room = hotel.room()
    with refused_by("booking_room_needs_complete_party"):
        hotel.assign(booking, room)


def test_booking_room_needs_complete_party__rejects_taking_a_guest_away(
    hotel: HotelBuilder,
) -> None:
    booking = hotel.assigned(hotel.room(), guests=2)
    with refused_by("booking_room_needs_complete_party"):
        hotel.run(
            "DELETE FROM hotelmate.booking_guest"
            " WHERE hotel_id = %s AND booking_id = %s AND role = 'COMPANION'",
            hotel.hotel_id,
            booking,
        )
    with refused_by("booking_room_needs_complete_party"):
        hotel.update("room_booking", booking, adults=1)


def test_booking_room_needs_complete_party__rejects_a_guest_too_many(hotel: HotelBuilder) -> None:
    booking = hotel.in_house(hotel.room(), guests=1)
    with refused_by("booking_room_needs_complete_party"):
        hotel.guest(booking)


def test_booking_room_needs_complete_party__allows_the_last_name_to_complete_it(
    hotel: HotelBuilder,
) -> None:
    booking = hotel.booking("CONFIRMED", guests=1, children=1)
    hotel.guest(booking, age_group="CHILD")
    hotel.assign(booking, hotel.room())
    assert hotel.read("room_booking", booking, "occupancy") == "ASSIGNED"


def test_booking_room_needs_complete_party__allows_names_and_number_to_change_together(
    hotel: HotelBuilder,
) -> None:
    booking = hotel.assigned(hotel.room(), guests=1)
    with hotel.connection.transaction():
        hotel.guest(booking)
        hotel.update("room_booking", booking, adults=2)
    assert hotel.read("room_booking", booking, "party_complete") is True


@pytest.mark.parametrize("unready", UNREADY)
def test_booking_waits_for_ready_room__rejects_assigning_a_room_that_is(
    hotel: HotelBuilder, unready: str
) -> None:
    room = hotel.room(**UNREADY[unready])
    booking = hotel.booking("CONFIRMED")
    with refused_by("booking_waits_for_ready_room"):
        hotel.assign(booking, room)


@pytest.mark.parametrize("unready", [name for name in UNREADY if name != "uninspected"])
def test_booking_waits_for_ready_room__rejects_an_assigned_room_becoming(
    hotel: HotelBuilder, unready: str
) -> None:
    room = hotel.room()
    hotel.assigned(room)
    with refused_by("booking_waits_for_ready_room"):
        hotel.update("room", room, **UNREADY[unready])


def test_booking_waits_for_ready_room__rejects_an_occupied_room(
    clone: str, connect: Connect
) -> None:
    hotel = HotelBuilder(connect(url=clone))
    room = hotel.room()
    hotel.in_house(room)
    booking = hotel.booking("CONFIRMED")
    # An occupied room has an active booking too, whose key refuses first.
    hotel.run("DROP INDEX hotelmate.room_single_active_assignment")
    with refused_by("booking_waits_for_ready_room"):
        hotel.assign(booking, room)


def test_booking_waits_for_ready_room__allows_releasing_it_in_the_same_transaction(
    hotel: HotelBuilder,
) -> None:
    room = hotel.room()
    booking = hotel.assigned(room)
    with hotel.connection.transaction():
        hotel.assign(booking, None)
        hotel.update("room", room, is_out_of_order=True)
    assert hotel.read("room", room, "room_status") == "OUT_OF_ORDER"


def test_booking_waits_for_ready_room__allows_maintenance_once_the_guest_is_in(
    hotel: HotelBuilder,
) -> None:
    room = hotel.room()
    hotel.in_house(room)
    assert hotel.update("room", room, maintenance_required=True) == 1


@pytest.mark.parametrize("first", ["assigned", "in_house"])
def test_room_single_active_assignment__rejects_a_second_booking(
    hotel: HotelBuilder, first: str
) -> None:
    room = hotel.room()
    getattr(hotel, first)(room)
    second = hotel.booking("CONFIRMED", arrival=30)
    with refused_by("room_single_active_assignment"):
        hotel.assign(second, room)


def test_room_single_active_assignment__rejects_it_without_triggers_too(
    hotel: HotelBuilder,
) -> None:
    room = hotel.room()
    hotel.in_house(room)
    second = hotel.booking("CONFIRMED")
    with refused_by("room_single_active_assignment"), checks_alone(hotel.connection):
        hotel.update(
            "room_booking",
            second,
            assigned_room_id=room,
            room_assigned_at=hotel.value("SELECT now()"),
            room_assigned_by="desk",
        )


def test_room_single_active_assignment__allows_the_next_after_check_out(
    hotel: HotelBuilder,
) -> None:
    room = hotel.room()
    hotel.checked_out(room)
    with hotel.acting(source="MANAGER_OVERRIDE", reason="cleaned by the night shift"):
        hotel.update("room", room, turnover_status="READY_FOR_GUEST")
    assert hotel.assigned(room)


@pytest.mark.parametrize("release", ["cancel", "unassign"])
def test_room_single_active_assignment__allows_the_next_after_release(
    hotel: HotelBuilder, release: str
) -> None:
    room = hotel.room()
    first = hotel.assigned(room)
    if release == "cancel":
        hotel.cancel(first)
    else:
        hotel.assign(first, None)
    assert hotel.assigned(room)
