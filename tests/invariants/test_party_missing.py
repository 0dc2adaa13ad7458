"""What a party lacks, asked for in SQL: of the own hotel, and never an answer."""

import psycopg
import pytest
from psycopg.types.json import Jsonb

from schema import roles
from tests.hotel_builder import HotelBuilder
from tests.invariants.conftest import LogIn

WHAT = "SELECT what, count, guest_id, field, label, rule FROM hotelmate.party_missing(%s, %s)"


def lacks(hotel: HotelBuilder, booking: int) -> list[tuple[object, ...]]:
    """Return what, how many, of whom, which field, called what, by which rule."""
    return hotel.connection.execute(WHAT, (hotel.hotel_id, booking)).fetchall()


def ask_for_a_passport(hotel: HotelBuilder) -> None:
    with hotel.connection.transaction():
        version = hotel.insert("precheckin_form")
        hotel.insert(
            "precheckin_field",
            form_version=version,
            name="passport",
            asked_of="GUEST",
            kind="DOCUMENT_NUMBER",
            is_required=True,
            position=1,
            labels=Jsonb({"de": "Reisepass", "pt": "Passaporte"}),
        )


def test_a_complete_party_that_is_asked_nothing_lacks_nothing(hotel: HotelBuilder) -> None:
    assert lacks(hotel, hotel.booking(guests=1, named_children=1)) == []


@pytest.mark.parametrize("status", ["PENDING_PAYMENT", "CONFIRMED", "CANCELLED"])
@pytest.mark.parametrize(("adults", "children"), [(1, 0), (2, 0), (1, 1)])
def test_what_is_missing_and_party_complete_say_the_same(
    hotel: HotelBuilder, status: str, adults: int, children: int
) -> None:
    booking = hotel.booking(status, guests=1, adults=adults, children=children)
    is_complete = hotel.read("room_booking", booking, "party_complete")
    assert is_complete == ((adults, children) == (1, 0))
    assert (lacks(hotel, booking) == []) == is_complete


def test_an_adult_in_place_of_a_child_is_one_missing_and_one_too_many(
    hotel: HotelBuilder,
) -> None:
    booking = hotel.booking(guests=2, adults=1, children=1)
    assert [(what, count) for what, count, *_ in lacks(hotel, booking)] == [
        ("ADULT_TOO_MANY", 1),
        ("CHILD", 1),
    ]


def test_a_label_is_in_a_language_that_there_is(hotel: HotelBuilder) -> None:
    ask_for_a_passport(hotel)
    booking = hotel.booking(guests=1)
    (primary,) = hotel.connection.execute(
        "SELECT id FROM hotelmate.booking_guest WHERE hotel_id = %s AND booking_id = %s",
        (hotel.hotel_id, booking),
    ).fetchone() or (0,)
    told = ("ANSWER", 1, primary, "passport", "Reisepass", "field_is_required")
    assert lacks(hotel, booking) == [told]
    hotel.update("booking_guest", primary, precheckin_payload=Jsonb({"passport": "PD 4711"}))
    assert lacks(hotel, booking) == []


def test_a_form_that_is_published_later_does_not_count_for_a_link(hotel: HotelBuilder) -> None:
    with hotel.connection.transaction():
        hotel.insert("precheckin_form")
    linked, other = hotel.booking(), hotel.booking()
    hotel.run(
        "INSERT INTO hotelmate.booking_token"
        " (hotel_id, booking_id, purpose, token_hash, expires_at)"
        " VALUES (%s, %s, 'PRECHECKIN', sha256('linked'), now() + interval '1 day')",
        hotel.hotel_id,
        linked,
    )
    ask_for_a_passport(hotel)
    assert lacks(hotel, linked) == []
    assert [field for _, _, _, field, *_ in lacks(hotel, other)] == ["passport"]


def test_whoever_acts_for_a_hotel_asks_of_no_other(hotel: HotelBuilder, log_in: LogIn) -> None:
    other = HotelBuilder(hotel.connection)
    mine, theirs = hotel.booking(adults=2), other.booking(adults=2)
    auditor = hotel.through(log_in(f"IN ROLE {roles.OF_STAFF['AUDITOR']}"))
    assert len(lacks(auditor, mine)) == 1
    assert auditor.connection.execute(WHAT, (other.hotel_id, theirs)).fetchall() == []


def test_a_guest_does_not_ask_at_all(hotel: HotelBuilder, log_in: LogIn) -> None:
    booking = hotel.booking(adults=2)
    guest = hotel.through(log_in(f"IN ROLE {roles.GUEST}"))
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        lacks(guest, booking)
