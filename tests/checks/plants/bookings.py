"""Contradictions in what a booking says of itself: its status, dates, party size and stamps."""

from tests.checks.planting import Plant, Planting


def be_in_a_status_of_its_own(planting: Planting) -> None:
    hotel = planting.hotel
    step = ("PENDING_PAYMENT", "WAITLISTED")
    booking = hotel.booking()
    planting.drop("booking_status_known", "booking_legal_transition")
    # The trigger that derives the stamps of a step asks the table of steps, too.
    hotel.run(
        "INSERT INTO hotelmate.booking_transition VALUES (%s, %s, 'the hotel is full')", *step
    )
    hotel.update("room_booking", booking, status="WAITLISTED")
    hotel.run(
        "DELETE FROM hotelmate.booking_transition WHERE (from_status, to_status) = (%s, %s)", *step
    )


def depart_on_the_day_of_arrival(planting: Planting) -> None:
    planting.drop("booking_departs_after_arrival")
    planting.hotel.booking(nights=0)


def bring_no_adult(planting: Planting) -> None:
    planting.drop("booking_has_adult")
    planting.hotel.booking(adults=0, children=1)


def cost_nothing(planting: Planting) -> None:
    planting.drop("booking_price_positive")
    planting.hotel.booking(total_amount=0)


def be_confirmed_without_approval(planting: Planting) -> None:
    hotel = planting.hotel
    booking = hotel.booking("CONFIRMED")
    planting.drop("booking_approval_fits_status")
    with planting.unguarded():
        hotel.update("room_booking", booking, approved_at=None)


def cancel_without_deciding_the_fee(planting: Planting) -> None:
    hotel = planting.hotel
    booking = hotel.booking("CANCELLED")
    planting.drop("booking_cancellation_fee_stamped")
    with planting.unguarded():
        hotel.update("room_booking", booking, cancellation_fee_amount=None)


def cancel_at_no_time(planting: Planting) -> None:
    hotel = planting.hotel
    booking = hotel.booking("CANCELLED")
    planting.drop("booking_closing_stamped")
    with planting.unguarded():
        hotel.update("room_booking", booking, cancelled_at=None)


def miss_a_guest_who_may_still_come(planting: Planting) -> None:
    hotel = planting.hotel
    booking = hotel.booking("CONFIRMED")
    planting.drop("booking_no_show_after_arrival_date")
    hotel.no_show(booking)


def be_on_another_calendar(planting: Planting) -> None:
    hotel = planting.hotel
    booking = hotel.booking()
    planting.drop("booking_of_hotel")
    with planting.unguarded():
        hotel.update("room_booking", booking, time_zone="Pacific/Auckland")


def submit_a_form_tomorrow(planting: Planting) -> None:
    hotel = planting.hotel
    booking = hotel.booking("CONFIRMED")
    planting.drop("booking_stamps_not_in_future")
    tomorrow = hotel.value("SELECT now() + interval '1 day'")
    hotel.update("room_booking", booking, precheckin_submitted_at=tomorrow)


def approve_more_stays_than_rooms(planting: Planting) -> None:
    hotel = planting.hotel
    single = hotel.room_type("SGL", 1)
    hotel.update("room_type", single, overbooking_allowance=0)
    hotel.room(room_type_id=single)
    planting.drop("booking_approval_within_rooms")
    for arrival in (0, 1):
        hotel.booking("CONFIRMED", room_type_id=single, arrival=arrival)


def book_more_guests_than_fit(planting: Planting) -> None:
    planting.drop("booking_party_within_capacity")
    planting.hotel.booking(guests=3)


def hold_a_room_for_more_than_booked(planting: Planting) -> None:
    hotel = planting.hotel
    booking = hotel.assigned(hotel.room())
    planting.drop("booking_room_needs_complete_party")
    hotel.guest(booking)


def miscount_the_party(planting: Planting) -> None:
    hotel = planting.hotel
    booking = hotel.booking()
    with planting.unguarded():
        hotel.guest(booking)


PLANTS: dict[str, Plant] = {
    "booking_approval_fits_status": be_confirmed_without_approval,
    "booking_approval_within_rooms": approve_more_stays_than_rooms,
    "booking_cancellation_fee_stamped": cancel_without_deciding_the_fee,
    "booking_closing_stamped": cancel_at_no_time,
    "booking_departs_after_arrival": depart_on_the_day_of_arrival,
    "booking_guests_counted": miscount_the_party,
    "booking_has_adult": bring_no_adult,
    "booking_no_show_after_arrival_date": miss_a_guest_who_may_still_come,
    "booking_of_hotel": be_on_another_calendar,
    "booking_party_within_capacity": book_more_guests_than_fit,
    "booking_price_positive": cost_nothing,
    "booking_room_needs_complete_party": hold_a_room_for_more_than_booked,
    "booking_stamps_not_in_future": submit_a_form_tomorrow,
    "booking_status_known": be_in_a_status_of_its_own,
}
