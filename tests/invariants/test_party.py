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


@pytest.mark.parametrize("age_group", ["", "child", "TEENAGER"])
def test_booking_guest_age_group_known__rejects_a_third(
    hotel: HotelBuilder, age_group: str
) -> None:
    (_, companion) = members(hotel, hotel.booking(guests=2))
    with refused_by("booking_guest_age_group_known"):
        hotel.update("booking_guest", companion, age_group=age_group)


def test_booking_guest_age_group_known__allows_adults_and_children_counted_apart(
    hotel: HotelBuilder,
) -> None:
    booking = hotel.booking(guests=2, adults=1, children=1)
    (_, companion) = members(hotel, booking)
    hotel.update("booking_guest", companion, age_group="ADULT")
    assert hotel.read("room_booking", booking, "party_complete") is False
    hotel.update("booking_guest", companion, age_group="CHILD")
    assert hotel.read("room_booking", booking, "party_complete") is True
    assert hotel.read("room_booking", booking, "staying_child_count") == 1


def test_booking_guest_primary_is_adult__rejects_a_child(hotel: HotelBuilder) -> None:
    (primary,) = members(hotel, hotel.booking())
    with refused_by("booking_guest_primary_is_adult"):
        hotel.update("booking_guest", primary, age_group="CHILD")


def test_booking_guest_primary_is_adult__allows_a_child_who_is_a_companion(
    hotel: HotelBuilder,
) -> None:
    (_, companion) = members(hotel, hotel.booking(guests=2))
    assert hotel.update("booking_guest", companion, age_group="CHILD") == 1


def as_guest(hotel: HotelBuilder, booking: int, age_group: str) -> None:
    """Name somebody as the guest of a link does."""
    with hotel.acting(
        hotel_id=hotel.hotel_id, guest_booking_id=booking, actor="guest:BK", source="GUEST"
    ):
        hotel.run("SET LOCAL ROLE hotelmate_guest")
        hotel.run(
            "INSERT INTO hotelmate.booking_guest"
            " (hotel_id, booking_id, role, age_group, first_name, last_name)"
            " VALUES (%s, %s, 'COMPANION', %s, 'Eve', 'Hill')",
            hotel.hotel_id,
            booking,
            age_group,
        )


def test_party_named_by_guest_within_booked__rejects_one_more(hotel: HotelBuilder) -> None:
    booking = hotel.booking("CONFIRMED", guests=1, room_type_id=hotel.family)
    for age_group in ("ADULT", "CHILD"):
        with refused_by("party_named_by_guest_within_booked"):
            as_guest(hotel, booking, age_group)


def test_party_named_by_guest_within_booked__allows_as_many_as_booked(hotel: HotelBuilder) -> None:
    booking = hotel.booking("CONFIRMED", guests=1, room_type_id=hotel.family, adults=2, children=1)
    for age_group in ("ADULT", "CHILD"):
        as_guest(hotel, booking, age_group)
    assert hotel.read("room_booking", booking, "party_complete") is True


def test_party_named_by_guest_within_booked__allows_the_hotel_to_name_more(
    hotel: HotelBuilder,
) -> None:
    booking = hotel.booking("CONFIRMED", guests=1, room_type_id=hotel.family)
    assert hotel.guest(booking)


def test_party_has_primary__rejects_a_booking_without_party(hotel: HotelBuilder) -> None:
    with refused_by("party_has_primary"):
        hotel.booking(guests=0, adults=1)


def test_party_has_primary__rejects_a_party_of_companions(hotel: HotelBuilder) -> None:
    (primary,) = members(hotel, hotel.booking())
    with refused_by("party_has_primary"):
        hotel.update("booking_guest", primary, role="COMPANION")


@pytest.mark.parametrize("status", ["PENDING_PAYMENT", "CONFIRMED"])
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
