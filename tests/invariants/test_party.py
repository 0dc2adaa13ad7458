"""The party: exactly one PRIMARY, always, and every member named and of one booking."""

import pytest

from tests.hotel_builder import HotelBuilder
from tests.refusal import refused_by

NO_SUCH = -1


def members(hotel: HotelBuilder, booking: int) -> list[int]:
    """Return the ids of a party, the PRIMARY first."""
    rows = hotel.connection.execute(
        "SELECT id FROM hotelmate.booking_guest WHERE hotel_id = %s AND booking_id = %s"
        " ORDER BY role DESC, id",
        (hotel.hotel_id, booking),
    ).fetchall()
    return [row[0] for row in rows]


def remove(hotel: HotelBuilder, guest: int) -> int:
    return hotel.run(
        "DELETE FROM hotelmate.booking_guest WHERE hotel_id = %s AND id = %s", hotel.hotel_id, guest
    )


@pytest.mark.parametrize("name", [{"first_name": ""}, {"last_name": "  "}])
def test_booking_guest_has_name__rejects_a_guest_without(
    hotel: HotelBuilder, name: dict[str, str]
) -> None:
    primary, _ = members(hotel, hotel.booking(guests=2))
    with refused_by("booking_guest_has_name"):
        hotel.update("booking_guest", primary, **name)


def test_booking_guest_has_name__allows_one_letter(hotel: HotelBuilder) -> None:
    (primary,) = members(hotel, hotel.booking())
    assert hotel.update("booking_guest", primary, first_name="Ø", last_name="Å") == 1


def test_booking_guest_of_booking__rejects_a_booking_that_does_not_exist(
    hotel: HotelBuilder,
) -> None:
    with refused_by("booking_guest_of_booking"):
        hotel.guest(NO_SUCH)


def test_booking_guest_of_booking__rejects_a_booking_of_another_hotel(hotel: HotelBuilder) -> None:
    elsewhere = HotelBuilder(hotel.connection).booking()
    with refused_by("booking_guest_of_booking"):
        hotel.guest(elsewhere)


def test_booking_guest_of_booking__allows_a_guest_to_change_bookings(hotel: HotelBuilder) -> None:
    one, other = hotel.booking(guests=2), hotel.booking()
    _, companion = members(hotel, one)
    hotel.update("booking_guest", companion, booking_id=other)
    assert hotel.read("room_booking", one, "staying_guest_count") == 1
    assert hotel.read("room_booking", other, "staying_guest_count") == 2


@pytest.mark.parametrize("role", ["", "primary", "CHILD"])
def test_booking_guest_role_known__rejects_a_third(hotel: HotelBuilder, role: str) -> None:
    booking = hotel.booking()
    with refused_by("booking_guest_role_known"):
        hotel.guest(booking, role)


def test_booking_guest_role_known__allows_the_two(hotel: HotelBuilder) -> None:
    assert len(members(hotel, hotel.booking(guests=2))) == 2


def test_party_has_primary__rejects_a_booking_without_party(hotel: HotelBuilder) -> None:
    with refused_by("party_has_primary"):
        hotel.booking(guests=0, adults=1)


def test_party_has_primary__rejects_a_party_of_companions(hotel: HotelBuilder) -> None:
    (primary,) = members(hotel, hotel.booking())
    with refused_by("party_has_primary"):
        hotel.update("booking_guest", primary, role="COMPANION")


@pytest.mark.parametrize("status", ["PENDING_PAYMENT", "CONFIRMED", "CANCELLED"])
def test_party_has_primary__rejects_taking_the_primary_away(
    hotel: HotelBuilder, status: str
) -> None:
    primary, _ = members(hotel, hotel.booking(status, guests=2))
    with refused_by("party_has_primary"):
        remove(hotel, primary)


def test_party_has_primary__rejects_moving_the_primary_to_another_booking(
    hotel: HotelBuilder,
) -> None:
    (primary,) = members(hotel, hotel.booking())
    other = hotel.booking()
    with refused_by("party_has_primary"), hotel.connection.transaction():
        hotel.update("booking_guest", primary, booking_id=other, role="COMPANION")


def test_party_has_primary__allows_another_in_the_same_transaction(hotel: HotelBuilder) -> None:
    primary, companion = members(hotel, hotel.booking(guests=2))
    with hotel.connection.transaction():
        hotel.update("booking_guest", primary, role="COMPANION")
        hotel.update("booking_guest", companion, role="PRIMARY")
    assert hotel.read("booking_guest", companion, "role") == "PRIMARY"


def test_party_has_primary__allows_a_primary_who_does_not_stay(hotel: HotelBuilder) -> None:
    booking = hotel.booking(guests=2)
    primary, _ = members(hotel, booking)
    hotel.update("booking_guest", primary, is_staying=False)
    assert hotel.read("room_booking", booking, "staying_guest_count") == 1


def test_party_single_primary__rejects_a_second(hotel: HotelBuilder) -> None:
    booking = hotel.booking(guests=2)
    _, companion = members(hotel, booking)
    with refused_by("party_single_primary"):
        hotel.update("booking_guest", companion, role="PRIMARY")
    with refused_by("party_single_primary"):
        hotel.guest(booking, "PRIMARY")


def test_party_single_primary__allows_one_for_each_booking(hotel: HotelBuilder) -> None:
    assert members(hotel, hotel.booking()) != members(hotel, hotel.booking())
