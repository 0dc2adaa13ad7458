"""Contradictions about rooms: who is in them, how clean they are, and what they are called."""

from tests.checks.planting import NAMED_GUEST, Plant, Planting
from tests.hotel_builder import HotelBuilder

# Longer than any hotel of the tests allows.
LONG = 5 * 24 * 60


def cleaned(hotel: HotelBuilder) -> tuple[int, int]:
    """Return a room that is being cleaned, and the task that does it."""
    room = hotel.room(turnover_status="CHECKOUT_DIRTY")
    hotel.update("room", room, turnover_status="CLEANING_IN_PROGRESS")
    return room, int(hotel.read("room", room, "cleaning_task_id"))


def left_as_it_is(hotel: HotelBuilder, status: str, minutes: int, **columns: object) -> int:
    """Make a room that has been in a turnover status for some minutes.

    The trail of rooms is evidence: whoever calls has dropped what keeps it as it was.
    """
    room = hotel.room(turnover_status="CHECKOUT_DIRTY", **columns)
    for step in ("CLEANING_IN_PROGRESS", "CLEANED_UNINSPECTED"):
        if hotel.read("room", room, "turnover_status") != status:
            hotel.update("room", room, turnover_status=step)
    begun_before(hotel, room, minutes)
    return room


def begun_before(hotel: HotelBuilder, room: int, minutes: int) -> None:
    """Let every change of a room have been some minutes ago."""
    hotel.run(
        "UPDATE hotelmate.room_status_event SET created_at = now() - make_interval(mins => %s)"
        " WHERE hotel_id = %s AND room_id = %s",
        minutes,
        hotel.hotel_id,
        room,
    )


def name_a_guest_who_left(planting: Planting) -> None:
    hotel = planting.hotel
    room = hotel.room()
    booking = hotel.checked_out(room)
    planting.drop("room_occupied_by_in_house_booking", NAMED_GUEST)
    hotel.update("room", room, in_house_booking_id=booking)


def name_nobody(planting: Planting) -> None:
    hotel = planting.hotel
    room = hotel.room()
    hotel.in_house(room)
    planting.drop("booking_in_house_occupies_room", NAMED_GUEST)
    hotel.update("room", room, in_house_booking_id=None)


def be_ready_with_a_guest(planting: Planting) -> None:
    hotel = planting.hotel
    room = hotel.room()
    hotel.in_house(room)
    planting.drop("room_ready_is_vacant")
    with hotel.acting(source="MANAGER_OVERRIDE", reason="planted"):
        hotel.update("room", room, turnover_status="READY_FOR_GUEST")


def be_out_of_order_with_a_guest(planting: Planting) -> None:
    hotel = planting.hotel
    room = hotel.room()
    hotel.in_house(room)
    planting.drop("room_out_of_service_is_vacant")
    hotel.update("room", room, is_out_of_order=True)


def be_of_no_turnover_status(planting: Planting) -> None:
    hotel = planting.hotel
    room = hotel.room()
    planting.drop("room_turnover_status_known")
    with hotel.acting(source="MANAGER_OVERRIDE", reason="planted"):
        hotel.update("room", room, turnover_status="SPOTLESS")


def keep_a_device(planting: Planting) -> None:
    hotel = planting.hotel
    room = hotel.room()
    planting.drop("room_device_needs_guest")
    hotel.update("room", room, guest_fcm_token="device")


def be_cleaned_by_nobody(planting: Planting) -> None:
    hotel = planting.hotel
    room, _ = cleaned(hotel)
    planting.drop("room_cleaning_has_task", "task_in_progress_cleans_room")
    hotel.update("room", room, cleaning_task_id=None)


def be_cleaned_by_a_task_that_is_done(planting: Planting) -> None:
    hotel = planting.hotel
    _, task = cleaned(hotel)
    planting.commits()
    with planting.unguarded():
        hotel.run(
            "UPDATE hotelmate.housekeeping_task SET status = 'DONE',"
            " previous_status = 'IN_PROGRESS', completed_at = now()"
            " WHERE hotel_id = %s AND id = %s",
            hotel.hotel_id,
            task,
        )


def have_a_number_that_is_a_path(planting: Planting) -> None:
    planting.drop("room_number_well_formed")
    planting.hotel.room(room_number="../101")


def room_type(rule: str, **columns: object) -> Plant:
    def plant(planting: Planting) -> None:
        planting.drop(rule)
        made = {"code": "SGL", "name": "Single", "max_occupancy": 1, "nightly_rate": 1}
        planting.hotel.insert("room_type", **{**made, **columns})

    return plant


def stand_too_long(status: str) -> Plant:
    def plant(planting: Planting) -> None:
        planting.drop("evidence_is_append_only")
        left_as_it_is(planting.hotel, status, LONG)

    return plant


PLANTS: dict[str, Plant] = {
    "room_occupied_by_in_house_booking": name_a_guest_who_left,
    "booking_in_house_occupies_room": name_nobody,
    "room_ready_is_vacant": be_ready_with_a_guest,
    "room_out_of_service_is_vacant": be_out_of_order_with_a_guest,
    "room_turnover_status_known": be_of_no_turnover_status,
    "room_device_needs_guest": keep_a_device,
    "room_cleaning_has_task": be_cleaned_by_nobody,
    "room_cleaned_by_task_in_progress": be_cleaned_by_a_task_that_is_done,
    "room_number_well_formed": have_a_number_that_is_a_path,
    "room_type_code_well_formed": room_type("room_type_code_well_formed", code="single room"),
    "room_type_capacity_positive": room_type("room_type_capacity_positive", max_occupancy=0),
    "room_type_rate_positive": room_type("room_type_rate_positive", nightly_rate=0),
    "room_type_overbooking_not_negative": room_type(
        "room_type_overbooking_not_negative", overbooking_allowance=-1
    ),
    "rooms_dirty_too_long": stand_too_long("CHECKOUT_DIRTY"),
    "rooms_in_cleaning_too_long": stand_too_long("CLEANING_IN_PROGRESS"),
    "rooms_uninspected_too_long": stand_too_long("CLEANED_UNINSPECTED"),
}
