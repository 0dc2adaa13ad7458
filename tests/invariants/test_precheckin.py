"""Pre-check-in is submitted with every field that the link's configuration asks for."""

import hashlib
import secrets

import pytest
from psycopg.types.json import Jsonb

from tests.hotel_builder import HotelBuilder
from tests.refusal import refused_by


def require(hotel: HotelBuilder, *fields: str) -> None:
    """Let the hotel ask for these fields from now on."""
    hotel.run(
        "UPDATE hotelmate.hotel SET precheckin_enabled_fields = %s, precheckin_required_fields = %s"
        " WHERE hotel_id = %s",
        list(fields),
        list(fields),
        hotel.hotel_id,
    )


def link(hotel: HotelBuilder, booking: int) -> int:
    return int(
        hotel.insert(
            "booking_token",
            booking_id=booking,
            purpose="PRECHECKIN",
            token_hash=hashlib.sha256(secrets.token_bytes()).digest(),
            expires_at=hotel.value("SELECT now() + interval '1 day'"),
        )
    )


def submit(hotel: HotelBuilder, booking: int, **answers: str) -> int:
    return hotel.update(
        "room_booking",
        booking,
        precheckin_payload=Jsonb(answers),
        precheckin_submitted_at=hotel.value("SELECT now()"),
    )


@pytest.mark.parametrize("answers", [{}, {"email": "a@example.org"}, {"Passport": "P"}])
def test_booking_precheckin_complete__rejects_a_missing_field(
    hotel: HotelBuilder, answers: dict[str, str]
) -> None:
    require(hotel, "email", "passport")
    booking = hotel.booking("CONFIRMED")
    with refused_by("booking_precheckin_complete"):
        submit(hotel, booking, **answers)


def test_booking_precheckin_complete__rejects_taking_an_answer_back(hotel: HotelBuilder) -> None:
    require(hotel, "email")
    booking = hotel.booking("CONFIRMED")
    submit(hotel, booking, email="a@example.org")
    with refused_by("booking_precheckin_complete"):
        hotel.update("room_booking", booking, precheckin_payload=Jsonb({}))


def test_booking_precheckin_complete__rejects_what_the_links_snapshot_asked_for(
    hotel: HotelBuilder,
) -> None:
    require(hotel, "passport")
    booking = hotel.booking("CONFIRMED")
    link(hotel, booking)
    require(hotel)
    with refused_by("booking_precheckin_complete"):
        submit(hotel, booking)


def test_booking_precheckin_complete__allows_every_field_and_more(hotel: HotelBuilder) -> None:
    require(hotel, "email", "passport")
    booking = hotel.booking("CONFIRMED")
    assert submit(hotel, booking, email="a@example.org", passport="P1", diet="vegan") == 1


def test_booking_precheckin_complete__allows_what_was_asked_for_only_later(
    hotel: HotelBuilder,
) -> None:
    booking = hotel.booking("CONFIRMED")
    token = link(hotel, booking)
    require(hotel, "passport")
    submit(hotel, booking)
    submitted = hotel.read("room_booking", booking, "precheckin_submitted_at")
    assert hotel.read("booking_token", token, "used_at") == submitted


def test_booking_precheckin_complete__allows_a_draft_of_answers(hotel: HotelBuilder) -> None:
    require(hotel, "email")
    booking = hotel.booking("CONFIRMED")
    assert hotel.update("room_booking", booking, precheckin_payload=Jsonb({"diet": "vegan"})) == 1
