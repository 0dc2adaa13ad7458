"""Changing the party: counters, completeness, and the guest records of a stay."""

from tests.hotel_builder import HotelBuilder
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
    booking = hotel.booking(guests=1, children=1)
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
