"""Contradictions about erasure: too early, not of everything, counted wrongly, too late."""

from tests.checks.planting import Plant, Planting
from tests.hotel_builder import HotelBuilder
from tests.precheckin import erase, members


def erased(hotel: HotelBuilder) -> tuple[int, int]:
    """Make a booking for two that was cancelled, and erased with its primary guest."""
    booking = hotel.booking("CANCELLED", guests=2)
    (primary, _) = members(hotel, booking)
    erase(hotel, primary)
    return booking, primary


def be_erased_before_arrival(planting: Planting) -> None:
    hotel = planting.hotel
    booking = hotel.booking("CONFIRMED", guests=1)
    planting.drop("personal_data_erased_after_stay")
    erase(hotel, members(hotel, booking)[0])


def be_told_of_after_erasure(planting: Planting) -> None:
    hotel = planting.hotel
    _, guest = erased(hotel)
    planting.drop("erased_holds_no_personal_data")
    with planting.unguarded():
        hotel.update("booking_guest", guest, last_name="Lovelace")


def keep_the_booker(planting: Planting) -> None:
    hotel = planting.hotel
    booking, _ = erased(hotel)
    planting.drop("erased_holds_no_personal_data")
    with planting.unguarded():
        hotel.update("room_booking", booking, booker_email="ada@example.org")


def erase_past_the_count(planting: Planting) -> None:
    hotel = planting.hotel
    (_, companion) = members(hotel, hotel.booking("CANCELLED", guests=2))
    now = hotel.value("SELECT now()")
    nobody = {"first_name": "(erased)", "last_name": "(erased)", "personal_data_erased_at": now}
    with planting.unguarded():
        hotel.update("booking_guest", companion, **nobody)


def erase_the_primary_guest_alone(planting: Planting) -> None:
    hotel = planting.hotel
    booking = hotel.booking("CANCELLED", guests=1)
    now = hotel.value("SELECT now()")
    nobody = {"first_name": "(erased)", "last_name": "(erased)", "personal_data_erased_at": now}
    with planting.unguarded():
        hotel.update("booking_guest", members(hotel, booking)[0], **nobody)
        hotel.update("room_booking", booking, erased_guest_count=1)


def miscount_the_party(planting: Planting) -> None:
    hotel = planting.hotel
    booking = hotel.booking("CANCELLED", guests=2)
    with planting.unguarded():
        hotel.update("room_booking", booking, guest_count=1)


PLANTS: dict[str, Plant] = {
    "personal_data_erased_after_stay": be_erased_before_arrival,
    "erased_holds_no_personal_data": be_told_of_after_erasure,
    "personal_data_counted": erase_past_the_count,
}
MORE: tuple[tuple[str, Plant], ...] = (
    ("erased_holds_no_personal_data", keep_the_booker),
    ("personal_data_counted", erase_the_primary_guest_alone),
    ("personal_data_counted", miscount_the_party),
)
