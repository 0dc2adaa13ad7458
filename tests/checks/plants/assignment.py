"""Contradictions about which booking has which room."""

from tests.checks.planting import Plant, Planting


def hold_twice(planting: Planting) -> None:
    hotel = planting.hotel
    room = hotel.room()
    hotel.assigned(room)
    second = hotel.booking("CONFIRMED")
    planting.drop("room_single_active_assignment")
    hotel.assign(second, room)


def hold_while_closed(planting: Planting) -> None:
    hotel = planting.hotel
    booking = hotel.booking("CANCELLED")
    planting.drop("booking_closed_holds_no_room", "booking_final_is_frozen")
    hotel.assign(booking, hotel.room())


def hold_before_confirmed(planting: Planting) -> None:
    hotel = planting.hotel
    planting.drop("booking_assignment_needs_confirmed")
    hotel.assign(hotel.booking("PENDING_APPROVAL"), hotel.room())


def hold_without_saying_who_assigned(planting: Planting) -> None:
    hotel = planting.hotel
    booking = hotel.assigned(hotel.room())
    planting.drop("booking_assignment_stamped")
    with planting.unguarded():
        hotel.update("room_booking", booking, room_assigned_by=None)


def move_without_saying_from_where(planting: Planting) -> None:
    hotel = planting.hotel
    booking = hotel.booking("CONFIRMED")
    planting.drop("booking_move_stamped")
    with planting.unguarded():
        hotel.update("room_booking", booking, room_moved_by="the desk")


def let_the_waiting_room_get_dirty(planting: Planting) -> None:
    hotel = planting.hotel
    room = hotel.room()
    hotel.assigned(room)
    planting.drop("booking_waits_for_ready_room")
    hotel.update("room", room, turnover_status="CHECKOUT_DIRTY")


def count_with_another_room(planting: Planting) -> None:
    hotel = planting.hotel
    room = hotel.room()
    hotel.assigned(room)
    planting.drop("booking_capacity_is_of_room", "tg_room__5_pass_room_type_on")
    hotel.update("room", room, room_type_id=hotel.family)


def count_with_a_former_capacity(planting: Planting) -> None:
    hotel = planting.hotel
    hotel.booking(room_type_id=hotel.family)
    planting.drop("booking_capacity_is_of_type", "tg_room_type__1_pass_capacity_on")
    hotel.update("room_type", hotel.family, max_occupancy=5)


def count_with_a_type_that_was_not_booked(planting: Planting) -> None:
    hotel = planting.hotel
    booking = hotel.booking()
    planting.drop("booking_capacity_is_of_booked_type")
    columns = {"accommodating_room_type_id": hotel.family, "capacity": 4}
    hotel.update("room_booking", booking, **columns)


PLANTS: dict[str, Plant] = {
    "booking_assignment_needs_confirmed": hold_before_confirmed,
    "booking_assignment_stamped": hold_without_saying_who_assigned,
    "booking_capacity_is_of_booked_type": count_with_a_type_that_was_not_booked,
    "booking_capacity_is_of_room": count_with_another_room,
    "booking_capacity_is_of_type": count_with_a_former_capacity,
    "booking_closed_holds_no_room": hold_while_closed,
    "booking_move_stamped": move_without_saying_from_where,
    "booking_waits_for_ready_room": let_the_waiting_room_get_dirty,
    "room_single_active_assignment": hold_twice,
}
