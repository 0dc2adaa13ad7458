"""Parties, guests in house, chats and links: the check of a rule, and no other, finds a breach."""

import pytest

from tests.checks.planting import Asked, Plant, Planting, asked_both_ways, finds_only, found_in
from tests.checks.plants.party import DAY, MORE, PLANTS, chat_of, link, record_of
from tests.hotel_builder import HotelBuilder


@asked_both_ways
@pytest.mark.parametrize("rule", sorted(PLANTS))
def test_only_the_check_of_a_rule_finds_what_breaks_it(
    rule: str, asked: Asked, house: HotelBuilder
) -> None:
    finds_only(rule, PLANTS[rule], house, asked)


def have_two_primary_guests(planting: Planting) -> None:
    booking = planting.hotel.booking()
    planting.drop("party_has_primary", "party_single_primary")
    planting.hotel.guest(booking, "PRIMARY")


def have_an_adult_for_a_child(planting: Planting) -> None:
    hotel = planting.hotel
    booking = hotel.booking("CONFIRMED", guests=2)
    hotel.assign(booking, hotel.room())
    planting.commits()
    with planting.unguarded():
        hotel.update("room_booking", booking, adults=1, children=1)


def stay_on_record_after_check_out(planting: Planting) -> None:
    hotel = planting.hotel
    room = hotel.room()
    record = record_of(hotel, hotel.checked_out(room))
    planting.drop("guest_in_room_of_booking")
    hotel.update("guest", record, room_id=room, checked_out_at=None)


def be_checked_out_alone(planting: Planting) -> None:
    hotel = planting.hotel
    record = record_of(hotel, hotel.in_house(hotel.room()))
    planting.drop("guest_in_house_while_booking_is")
    now = hotel.value("SELECT now()")
    hotel.update("guest", record, room_id=None, checked_out_at=now)


def be_in_house_without_staying(planting: Planting) -> None:
    hotel = planting.hotel
    room = hotel.room()
    booking = hotel.in_house(room)
    companion = hotel.insert(
        "booking_guest",
        booking_id=booking,
        role="COMPANION",
        first_name="Visiting",
        last_name="Friend",
        is_staying=False,
    )
    planting.drop("guest_in_house_while_booking_is")
    now = hotel.value("SELECT now()")
    record = {"booking_guest_id": companion, "room_id": room, "checked_in_at": now}
    hotel.insert("guest", booking_id=booking, **record)


def lose_the_chat(planting: Planting) -> None:
    hotel = planting.hotel
    chat = chat_of(hotel, hotel.in_house(hotel.room()))
    planting.drop("chat_open_until_check_out")
    hotel.run(
        "DELETE FROM hotelmate.guest_chat_session WHERE hotel_id = %s AND id = %s",
        hotel.hotel_id,
        chat,
    )


def chat_in_another_room(planting: Planting) -> None:
    hotel = planting.hotel
    chat = chat_of(hotel, hotel.in_house(hotel.room()))
    planting.drop("chat_open_while_in_house")
    hotel.update("guest_chat_session", chat, room_id=hotel.room())


def leave_before_arrival(planting: Planting) -> None:
    """Check-in makes the record, and cannot where there is one."""
    hotel = planting.hotel
    booking = hotel.booking("CONFIRMED")
    planting.drop("guest_in_house_while_booking_is")
    now = hotel.value("SELECT now()")
    member = hotel.value("SELECT id FROM hotelmate.booking_guest WHERE booking_id = %s", booking)
    record = {"booking_guest_id": member, "checked_in_at": now, "checked_out_at": now}
    hotel.insert("guest", booking_id=booking, **record)


def be_in_house_before_the_booking(planting: Planting) -> None:
    hotel = planting.hotel
    record = record_of(hotel, hotel.in_house(hotel.room()))
    came = hotel.read("guest", record, "checked_in_at")
    with planting.unguarded():
        hotel.update("guest", record, checked_in_at=came - DAY)


def have_left_after_the_booking(planting: Planting) -> None:
    hotel = planting.hotel
    record = record_of(hotel, hotel.checked_out(hotel.room()))
    with planting.unguarded():
        hotel.update("guest", record, checked_out_at="infinity")


def have_come_in_the_future(planting: Planting) -> None:
    hotel = planting.hotel
    record = record_of(hotel, hotel.in_house(hotel.room()))
    with planting.unguarded():
        hotel.update("guest", record, checked_in_at="infinity")


def chat_before_the_stay(planting: Planting) -> None:
    hotel = planting.hotel
    chat = chat_of(hotel, hotel.checked_out(hotel.room()))
    opened = hotel.read("guest_chat_session", chat, "opened_at")
    with planting.unguarded():
        hotel.update("guest_chat_session", chat, opened_at=opened - DAY)


def chat_after_the_stay(planting: Planting) -> None:
    hotel = planting.hotel
    chat = chat_of(hotel, hotel.checked_out(hotel.room()))
    closed = hotel.read("guest_chat_session", chat, "closed_at")
    with planting.unguarded():
        hotel.update("guest_chat_session", chat, closed_at=closed + DAY)


def chat_before_arrival(planting: Planting) -> None:
    hotel = planting.hotel
    booking = hotel.booking("CONFIRMED")
    planting.drop("chat_open_until_check_out")
    now = hotel.value("SELECT now()")
    hotel.insert("guest_chat_session", booking_id=booking, opened_at=now, closed_at=now)


@asked_both_ways
@pytest.mark.parametrize(
    ("rule", "plant"),
    [
        ("party_has_primary", have_two_primary_guests),
        ("booking_room_needs_complete_party", have_an_adult_for_a_child),
        ("guest_in_house_while_booking_is", stay_on_record_after_check_out),
        ("guest_in_house_while_booking_is", be_checked_out_alone),
        ("guest_in_house_while_booking_is", be_in_house_without_staying),
        ("guest_in_house_while_booking_is", leave_before_arrival),
        ("guest_in_room_until_check_out", be_in_house_before_the_booking),
        ("guest_in_room_until_check_out", have_left_after_the_booking),
        ("guest_in_room_until_check_out", have_come_in_the_future),
        ("chat_open_until_check_out", lose_the_chat),
        ("chat_open_until_check_out", chat_before_arrival),
        ("chat_closes_after_opening", chat_before_the_stay),
        ("chat_closes_after_opening", chat_after_the_stay),
        ("chat_open_while_in_house", chat_in_another_room),
        *MORE,
    ],
)
def test_other_breaches_of_a_rule_are_found_as_well(
    rule: str, plant: Plant, asked: Asked, house: HotelBuilder
) -> None:
    finds_only(rule, plant, house, asked)


def test_links_that_are_over_may_stay_with_a_closed_booking(house: HotelBuilder) -> None:
    with house.connection.transaction(force_rollback=True):
        booking = house.booking("CONFIRMED")
        link(house, booking)
        link(house, booking, used_at=house.value("SELECT now()"))
        house.cancel(booking)
        assert found_in(house.connection) == []


def test_a_member_of_the_party_who_leaves_early_is_in_order(house: HotelBuilder) -> None:
    with house.connection.transaction(force_rollback=True):
        booking = house.in_house(house.room(), guests=2)
        house.update("room_booking", booking, adults=1)
        house.run(
            "UPDATE hotelmate.booking_guest SET is_staying = false"
            " WHERE hotel_id = %s AND booking_id = %s AND role = 'COMPANION'",
            house.hotel_id,
            booking,
        )
        assert found_in(house.connection) == []
