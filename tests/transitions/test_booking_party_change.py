"""Changing the party: counters, completeness, and the guest records of a stay."""

from tests.hotel_builder import HotelBuilder
from tests.refusal import refused_by
from tests.transitions.booking_trail import columns_of, rows_of
from tests.transitions.trail import Outbox

COUNTERS = ("staying_guest_count", "party_complete", "party_version")


def companions(hotel: HotelBuilder, booking: int, assignments: str) -> int:
    """Change the companions of a booking by one statement."""
    return hotel.run(
        f"UPDATE hotelmate.booking_guest SET {assignments}"
        " WHERE hotel_id = %s AND booking_id = %s AND role = 'COMPANION'",
        hotel.hotel_id,
        booking,
    )


def test_each_member_counts(hotel: HotelBuilder) -> None:
    booking = hotel.booking(guests=1, adults=2)
    assert columns_of(hotel, booking, *COUNTERS) == (1, False, 1)
    hotel.guest(booking)
    assert columns_of(hotel, booking, *COUNTERS) == (2, True, 2)
    companions(hotel, booking, "is_staying = false")
    assert columns_of(hotel, booking, *COUNTERS) == (1, False, 3)
    hotel.run(
        "DELETE FROM hotelmate.booking_guest"
        " WHERE hotel_id = %s AND booking_id = %s AND role = 'COMPANION'",
        hotel.hotel_id,
        booking,
    )
    assert columns_of(hotel, booking, *COUNTERS) == (1, False, 4)


def test_children_count_apart(hotel: HotelBuilder) -> None:
    booking = hotel.booking(guests=1, children=1)
    counters = ("staying_guest_count", "staying_child_count", "party_complete")
    joined = hotel.guest(booking)
    assert columns_of(hotel, booking, *counters) == (2, 0, False)
    hotel.update("booking_guest", joined, age_group="CHILD")
    assert columns_of(hotel, booking, *counters) == (2, 1, True)
    hotel.update("booking_guest", joined, is_staying=False)
    assert columns_of(hotel, booking, *counters) == (1, 0, False)


def test_a_statement_for_a_whole_party_counts_once(hotel: HotelBuilder) -> None:
    booking = hotel.booking(guests=3, room_type_id=hotel.family)
    outbox = Outbox(hotel)
    before = hotel.read("room_booking", booking, "party_version")
    companions(hotel, booking, "is_staying = false")
    assert columns_of(hotel, booking, *COUNTERS) == (1, False, before + 1)
    assert [event.event_type for event in outbox.new()] == ["booking_party_updated"]


def test_a_statement_for_two_parties_counts_each(hotel: HotelBuilder) -> None:
    one, two = hotel.booking(guests=2), hotel.booking(guests=2)
    hotel.run(
        "UPDATE hotelmate.booking_guest SET is_staying = false"
        " WHERE hotel_id = %s AND role = 'COMPANION'",
        hotel.hotel_id,
    )
    assert columns_of(hotel, one, *COUNTERS[:2]) == (1, False)
    assert columns_of(hotel, two, *COUNTERS[:2]) == (1, False)


def test_a_statement_that_finds_nobody_changes_nothing(hotel: HotelBuilder) -> None:
    booking = hotel.booking(guests=1)
    outbox = Outbox(hotel)
    assert companions(hotel, booking, "is_staying = false") == 0
    assert outbox.new() == []


RECORD = ("booking_guest_id", "room_id", "checked_out_at IS NULL")


def test_a_guest_who_joins_in_house_gets_a_record(hotel: HotelBuilder) -> None:
    room = hotel.room()
    booking = hotel.in_house(room, guests=1)
    with hotel.connection.transaction():
        joined = hotel.guest(booking)
        hotel.update("room_booking", booking, adults=2)
    records = rows_of(hotel, booking, "guest", *RECORD)
    assert len(records) == 2
    assert (joined, room, True) in records


def test_a_guest_who_leaves_early_and_comes_back_keeps_the_record(hotel: HotelBuilder) -> None:
    room = hotel.room()
    booking = hotel.in_house(room, guests=2)
    with hotel.connection.transaction():
        companions(hotel, booking, "is_staying = false")
        hotel.update("room_booking", booking, adults=1)
    assert rows_of(hotel, booking, "guest", "room_id", "checked_out_at IS NULL") == [
        (room, True),
        (None, False),
    ]
    with hotel.connection.transaction():
        companions(hotel, booking, "is_staying = true")
        hotel.update("room_booking", booking, adults=2)
    assert rows_of(hotel, booking, "guest", *RECORD[1:]) == [(room, True)] * 2


def test_the_chat_stays_while_the_party_changes(hotel: HotelBuilder) -> None:
    booking = hotel.in_house(hotel.room(), guests=2)
    before = rows_of(hotel, booking, "guest_chat_session", "id", "room_id", "is_active")
    with hotel.connection.transaction():
        companions(hotel, booking, "is_staying = false")
        hotel.update("room_booking", booking, adults=1)
    assert rows_of(hotel, booking, "guest_chat_session", "id", "room_id", "is_active") == before


def test_a_child_in_house_becomes_an_adult_along_with_the_count(hotel: HotelBuilder) -> None:
    booking = hotel.in_house(hotel.room(), guests=1, named_children=1)
    before = rows_of(hotel, booking, "guest", *RECORD)
    with refused_by("booking_room_needs_complete_party"):
        companions(hotel, booking, "age_group = 'ADULT'")
    with hotel.connection.transaction():
        companions(hotel, booking, "age_group = 'ADULT'")
        hotel.update("room_booking", booking, adults=2, children=0)
    assert columns_of(hotel, booking, "staying_child_count", "party_complete") == (0, True)
    assert rows_of(hotel, booking, "guest", *RECORD) == before


def test_nobody_joins_or_leaves_in_house_without_the_count(hotel: HotelBuilder) -> None:
    room = hotel.room(room_type_id=hotel.family)
    booking = hotel.in_house(room, guests=2, named_children=1, room_type_id=hotel.family)
    before = rows_of(hotel, booking, "guest", *RECORD)
    with refused_by("booking_room_needs_complete_party"):
        hotel.guest(booking)
    with refused_by("booking_room_needs_complete_party"):
        companions(hotel, booking, "is_staying = false")
    # A child does not stand in for an adult.
    with refused_by("booking_room_needs_complete_party"), hotel.connection.transaction():
        hotel.guest(booking, age_group="CHILD")
        hotel.update("room_booking", booking, adults=3)
    assert rows_of(hotel, booking, "guest", *RECORD) == before


def test_nobody_joins_in_house_whom_the_room_does_not_hold(hotel: HotelBuilder) -> None:
    booking = hotel.in_house(hotel.room(), guests=2)
    with refused_by("booking_party_within_capacity"), hotel.connection.transaction():
        hotel.guest(booking)
        hotel.update("room_booking", booking, adults=3)
    assert columns_of(hotel, booking, "adults", "staying_guest_count") == (2, 2)


def test_another_becomes_primary_in_house(hotel: HotelBuilder) -> None:
    booking = hotel.in_house(hotel.room(), guests=1, named_children=1)
    primary, child = (
        row[0] for row in rows_of(hotel, booking, "booking_guest", "id", "role = 'PRIMARY'")
    )
    with refused_by("booking_guest_primary_is_adult"), hotel.connection.transaction():
        hotel.update("booking_guest", primary, role="COMPANION")
        hotel.update("booking_guest", child, role="PRIMARY")
    with hotel.connection.transaction():
        hotel.update("booking_guest", primary, role="COMPANION")
        hotel.update("booking_guest", child, role="PRIMARY", age_group="ADULT")
        hotel.update("room_booking", booking, adults=2, children=0)
    assert hotel.read("booking_guest", child, "primary_of_booking_id") == booking


def test_whoever_was_in_house_stays_on_record(hotel: HotelBuilder) -> None:
    booking = hotel.in_house(hotel.room(), guests=2)
    with refused_by("guest_is_party_member"), hotel.connection.transaction():
        hotel.run(
            "DELETE FROM hotelmate.booking_guest"
            " WHERE hotel_id = %s AND booking_id = %s AND role = 'COMPANION'",
            hotel.hotel_id,
            booking,
        )
        hotel.update("room_booking", booking, adults=1)
    assert len(rows_of(hotel, booking, "guest", "id")) == 2
