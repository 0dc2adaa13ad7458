"""What time does to bookings that nobody sees to."""

from datetime import timedelta

from psycopg import sql

from tests.checks.planting import Plant, Planting
from tests.hotel_builder import HotelBuilder


def keep_hours(hotel: HotelBuilder, **times: str) -> None:
    """Set the times of day from which guests come, and by which they leave."""
    for column, time in times.items():
        query = sql.SQL("UPDATE hotelmate.hotel SET {} = %s WHERE hotel_id = %s")
        hotel.connection.execute(query.format(sql.Identifier(column)), (time, hotel.hotel_id))


def stay_beyond_the_day_of_departure(planting: Planting) -> None:
    hotel = planting.hotel
    booking = hotel.assigned(hotel.room(), arrival=-3, nights=2)
    came = hotel.value("SELECT now()") - timedelta(days=2)
    hotel.update("room_booking", booking, checked_in_at=came)


def arrive_to_no_room(planting: Planting) -> None:
    hotel = planting.hotel
    hotel.booking("CONFIRMED")
    keep_hours(hotel, standard_check_in_time="00:00")


def not_come(planting: Planting) -> None:
    planting.hotel.booking("CONFIRMED", arrival=-1)


def wait_for_a_decision(planting: Planting) -> None:
    hotel = planting.hotel
    booking = hotel.booking("PENDING_APPROVAL")
    due = hotel.value("SELECT now()") - timedelta(minutes=1)
    with planting.unguarded():
        hotel.update("room_booking", booking, approval_deadline_at=due)


def wait_without_a_deadline(planting: Planting) -> None:
    """As long after the payment as the hotel allows itself, the decision was due all the same."""
    hotel = planting.hotel
    booking = hotel.booking()
    paid = hotel.value("SELECT now()") - timedelta(days=30)
    hotel.pay(booking, "AUTHORISED", 20000, occurred_at=paid)
    with planting.unguarded():
        hotel.update("room_booking", booking, approval_deadline_at=None)


def outlive_its_expiry(planting: Planting) -> None:
    hotel = planting.hotel
    hotel.booking(expires_at=hotel.value("SELECT now()") - timedelta(minutes=6))


PLANTS: dict[str, Plant] = {
    "approvals_overdue": wait_for_a_decision,
    "arrivals_not_come": not_come,
    "arrivals_without_room": arrive_to_no_room,
    "drafts_past_expiry": outlive_its_expiry,
    "guests_past_check_out": stay_beyond_the_day_of_departure,
}
# Other ways in which the same is wrong.
MORE: tuple[tuple[str, Plant], ...] = (("approvals_overdue", wait_without_a_deadline),)
