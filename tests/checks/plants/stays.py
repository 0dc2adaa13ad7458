"""Contradictions about who was in which room, and when."""

from datetime import timedelta

from tests.checks.planting import Plant, Planting
from tests.hotel_builder import HotelBuilder


def make_ready(hotel: HotelBuilder, room: int) -> None:
    """Clean and inspect a room that a guest has left."""
    for turnover in ("CLEANING_IN_PROGRESS", "CLEANED_UNINSPECTED", "READY_FOR_GUEST"):
        hotel.update("room", room, turnover_status=turnover)


def check_in_without_a_room(planting: Planting) -> None:
    hotel = planting.hotel
    booking = hotel.booking("CONFIRMED")
    planting.drop("booking_check_in_needs_room")
    hotel.check_in(booking)


def check_in_before_approval(planting: Planting) -> None:
    hotel = planting.hotel
    booking = hotel.booking("PENDING_APPROVAL")
    planting.drop("booking_assignment_needs_confirmed", "booking_check_in_needs_confirmed")
    hotel.assign(booking, hotel.room())
    hotel.check_in(booking)


def check_in_days_before_arrival(planting: Planting) -> None:
    hotel = planting.hotel
    booking = hotel.assigned(hotel.room(), arrival=3)
    planting.drop("booking_check_in_within_stay_dates")
    hotel.check_in(booking)


def check_out_without_having_come(planting: Planting) -> None:
    hotel = planting.hotel
    booking = hotel.assigned(hotel.room())
    planting.drop("booking_check_out_after_check_in")
    hotel.check_out(booking)


def complete_a_stay_that_goes_on(planting: Planting) -> None:
    hotel = planting.hotel
    booking = hotel.booking("CONFIRMED")
    planting.drop("booking_completed_when_checked_out")
    hotel.update("room_booking", booking, status="COMPLETED")


def cancel_a_stay(planting: Planting) -> None:
    hotel = planting.hotel
    booking = hotel.in_house(hotel.room())
    planting.drop("booking_closed_never_in_house")
    hotel.cancel(booking)


def come_and_go_in_one_step(planting: Planting) -> None:
    hotel = planting.hotel
    booking = hotel.assigned(hotel.room())
    planting.drop("booking_checks_out_of_its_room")
    now = hotel.value("SELECT now()")
    hotel.update("room_booking", booking, checked_in_at=now, checked_out_at=now)


def move_into_a_dirty_room(planting: Planting) -> None:
    hotel = planting.hotel
    old, dirty = hotel.room(), hotel.room(turnover_status="CHECKOUT_DIRTY")
    booking = hotel.in_house(old)
    planting.drop("booking_enters_ready_room")
    with hotel.acting(reason="noise"):
        hotel.assign(booking, dirty)
        # The trigger would have told the rooms, too.
        hotel.update("room", old, in_house_booking_id=None)
        hotel.update("room", dirty, in_house_booking_id=booking)


def come_before_the_last_guest_left(planting: Planting) -> None:
    hotel = planting.hotel
    room = hotel.room()
    hotel.checked_out(room)
    make_ready(hotel, room)
    second = hotel.assigned(room, arrival=-1)
    planting.drop("booking_enters_after_last_guest_left")
    earlier = hotel.value("SELECT now()") - timedelta(hours=1)
    hotel.update("room_booking", second, checked_in_at=earlier)


PLANTS: dict[str, Plant] = {
    "booking_check_in_needs_confirmed": check_in_before_approval,
    "booking_check_in_needs_room": check_in_without_a_room,
    "booking_check_in_within_stay_dates": check_in_days_before_arrival,
    "booking_check_out_after_check_in": check_out_without_having_come,
    "booking_checks_out_of_its_room": come_and_go_in_one_step,
    "booking_closed_never_in_house": cancel_a_stay,
    "booking_completed_when_checked_out": complete_a_stay_that_goes_on,
    "booking_enters_after_last_guest_left": come_before_the_last_guest_left,
    "booking_enters_ready_room": move_into_a_dirty_room,
}
