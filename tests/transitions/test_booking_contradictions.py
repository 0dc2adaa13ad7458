"""The five illegal combinations and the five invariants of the state report, as a DBA's UPDATEs.

D.1-D.5 and F.3.1-F.3.5 are the numbers of the report. The writer owns the schema: nothing but the
schema stands in the way.
"""

import psycopg
import pytest

from tests.hotel_builder import HotelBuilder
from tests.refusal import refused_by


def test_d1_a_guest_in_house_in_a_room_that_is_ready(hotel: HotelBuilder) -> None:
    room = hotel.room()
    hotel.in_house(room)
    with refused_by("room_ready_is_vacant"):
        hotel.update("room", room, turnover_status="READY_FOR_GUEST")


def test_d1_a_check_in_to_a_room_that_is_dirty(hotel: HotelBuilder) -> None:
    booking, dirty = hotel.booking("CONFIRMED"), hotel.room(turnover_status="CHECKOUT_DIRTY")
    now = hotel.value("SELECT now()")
    with refused_by("booking_enters_ready_room"):
        hotel.update("room_booking", booking, assigned_room_id=dirty, checked_in_at=now)


def test_d2_a_vacant_room_with_a_guest_in_house(hotel: HotelBuilder) -> None:
    room = hotel.room()
    hotel.in_house(room)
    with pytest.raises(psycopg.errors.GeneratedAlways):
        hotel.update("room", room, is_occupied=False)
    with refused_by("booking_in_house_occupies_room"):
        hotel.update("room", room, in_house_booking_id=None)


def test_d2_an_occupied_room_without_a_guest_in_house(hotel: HotelBuilder) -> None:
    room = hotel.room(turnover_status="CHECKOUT_DIRTY")
    booking = hotel.booking("CONFIRMED")
    with refused_by("room_occupied_by_in_house_booking"):
        hotel.update("room", room, in_house_booking_id=booking)


@pytest.mark.parametrize("source", ["HOUSEKEEPING", "MANAGER_OVERRIDE"])
def test_d3_housekeeping_says_ready_while_the_room_is_occupied(
    hotel: HotelBuilder, source: str
) -> None:
    room = hotel.room()
    hotel.in_house(room)
    for step in ("CLEANING_IN_PROGRESS", "CLEANED_UNINSPECTED"):
        hotel.update("room", room, turnover_status=step)
    with refused_by("room_ready_is_vacant"), hotel.acting(source=source, reason="inspected"):
        hotel.update("room", room, turnover_status="READY_FOR_GUEST")


def test_d3_room_status_itself_is_written(hotel: HotelBuilder) -> None:
    room = hotel.room()
    hotel.in_house(room)
    with pytest.raises(psycopg.errors.GeneratedAlways):
        hotel.update("room", room, room_status="READY_FOR_GUEST")


def test_d4_a_cancelled_booking_that_keeps_its_room(hotel: HotelBuilder) -> None:
    room = hotel.room()
    booking = hotel.assigned(room)
    # Even asked to keep the room, the cancelled booking has none; nor does it get one again.
    hotel.update("room_booking", booking, status="CANCELLED", assigned_room_id=room)
    assert hotel.read("room_booking", booking, "assigned_room_id") is None
    with refused_by("booking_final_is_frozen"):
        hotel.assign(booking, room)


def test_d4_a_stay_that_is_cancelled(hotel: HotelBuilder) -> None:
    booking = hotel.in_house(hotel.room())
    with refused_by("booking_closed_never_in_house"):
        hotel.cancel(booking)


def test_d5_two_stays_in_one_room(hotel: HotelBuilder) -> None:
    room = hotel.room()
    hotel.in_house(room)
    second = hotel.booking("CONFIRMED")
    now = hotel.value("SELECT now()")
    with refused_by("room_single_active_assignment"):
        hotel.update("room_booking", second, assigned_room_id=room, checked_in_at=now)


def test_d5_a_guest_moves_in_with_another(hotel: HotelBuilder) -> None:
    room = hotel.room()
    hotel.in_house(room)
    second = hotel.in_house(hotel.room())
    with refused_by("room_single_active_assignment"), hotel.acting(reason="friends"):
        hotel.assign(second, room)


def test_f31_single_active_assignment(hotel: HotelBuilder) -> None:
    room = hotel.room()
    hotel.assigned(room)
    second = hotel.booking("CONFIRMED", arrival=100)
    with refused_by("room_single_active_assignment"):
        hotel.assign(second, room)


def test_f32_occupancy_consistency(hotel: HotelBuilder) -> None:
    room, other = hotel.room(), hotel.room(turnover_status="CHECKOUT_DIRTY")
    booking = hotel.in_house(room)
    with refused_by("room_occupied_by_in_house_booking"):
        hotel.update("room", other, in_house_booking_id=booking)
    with refused_by("booking_in_house_occupies_room"), hotel.connection.transaction():
        hotel.update("room", room, in_house_booking_id=None)
        hotel.update("room", other, in_house_booking_id=booking)


@pytest.mark.parametrize(
    "unready",
    [
        {"turnover_status": "CLEANED_UNINSPECTED"},
        {"is_out_of_order": True},
        {"maintenance_required": True},
        {"is_active": False},
    ],
)
def test_f33_assignment_prerequisites(hotel: HotelBuilder, unready: dict[str, object]) -> None:
    booking, room = hotel.booking("CONFIRMED"), hotel.room(**unready)
    with refused_by("booking_waits_for_ready_room"):
        hotel.assign(booking, room)


def test_f33_an_assigned_room_stops_being_ready(hotel: HotelBuilder) -> None:
    room = hotel.room()
    hotel.assigned(room)
    with refused_by("booking_waits_for_ready_room"):
        hotel.update("room", room, turnover_status="CHECKOUT_DIRTY")


def test_f34_payment_status_consistency(hotel: HotelBuilder) -> None:
    unpaid = hotel.booking()
    with refused_by("booking_legal_transition"):
        hotel.update("room_booking", unpaid, status="CONFIRMED")
    authorised = hotel.booking()
    hotel.pay_by_stripe(authorised, "AUTHORISED", 20000)
    with refused_by("booking_confirmed_is_paid"):
        hotel.update("room_booking", authorised, status="CONFIRMED")
    now = hotel.value("SELECT now()")
    # A stamp without a capture in the ledger does not make it paid.
    with refused_by("booking_payment_stamped"):
        hotel.update("room_booking", authorised, status="CONFIRMED", paid_at=now)


def test_f34_a_confirmed_booking_loses_its_payment(hotel: HotelBuilder) -> None:
    booking = hotel.booking("CONFIRMED")
    with refused_by("booking_stamps_are_final"):
        hotel.update("room_booking", booking, paid_at=None)


def test_f34_a_booking_that_waits_for_payment_is_stamped_paid(hotel: HotelBuilder) -> None:
    booking = hotel.booking()
    now = hotel.value("SELECT now()")
    with refused_by("booking_payment_stamped"):
        hotel.update("room_booking", booking, payment_authorized_at=now, paid_at=now)


def test_f35_party_completion(hotel: HotelBuilder) -> None:
    booking, room = hotel.booking("CONFIRMED", guests=1, children=1), hotel.room()
    with pytest.raises(psycopg.errors.GeneratedAlways):
        hotel.update("room_booking", booking, party_complete=True)
    with refused_by("booking_room_needs_complete_party"):
        hotel.assign(booking, room)


def test_f35_the_party_of_an_assigned_room_becomes_incomplete(hotel: HotelBuilder) -> None:
    booking = hotel.assigned(hotel.room(), guests=2)
    with refused_by("booking_room_needs_complete_party"):
        hotel.run(
            "DELETE FROM hotelmate.booking_guest"
            " WHERE hotel_id = %s AND booking_id = %s AND role = 'COMPANION'",
            hotel.hotel_id,
            booking,
        )
