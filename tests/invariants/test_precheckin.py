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


def link(hotel: HotelBuilder, booking: int, **columns: object) -> int:
    return int(
        hotel.insert(
            "booking_token",
            **{
                "booking_id": booking,
                "purpose": "PRECHECKIN",
                "token_hash": hashlib.sha256(secrets.token_bytes()).digest(),
                "expires_at": hotel.value("SELECT now() + interval '1 day'"),
                **columns,
            },
        )
    )


def submit(hotel: HotelBuilder, booking: int, **answers: object) -> int:
    return hotel.update(
        "room_booking",
        booking,
        precheckin_payload=Jsonb(answers),
        precheckin_submitted_at=hotel.value("SELECT now()"),
    )


@pytest.mark.parametrize(
    "answers",
    [
        {},
        {"email": "a@example.org"},
        {"Passport": "P"},
        {"email": "a@example.org", "passport": None},
        {"email": None, "passport": None},
    ],
)
def test_booking_precheckin_complete__rejects_a_missing_field(
    hotel: HotelBuilder, answers: dict[str, object]
) -> None:
    require(hotel, "email", "passport")
    booking = hotel.booking("CONFIRMED")
    with refused_by("booking_precheckin_complete"):
        submit(hotel, booking, **answers)


@pytest.mark.parametrize("answers", [["email"], "email", 1, True, None])
@pytest.mark.parametrize("fields", [(), ("email",)])
def test_booking_precheckin_complete__rejects_what_is_no_form(
    hotel: HotelBuilder, answers: object, fields: tuple[str, ...]
) -> None:
    require(hotel, *fields)
    booking = hotel.booking("CONFIRMED")
    now = hotel.value("SELECT now()")
    # A list or a word that names every field answers none of them.
    with refused_by("booking_precheckin_complete"):
        hotel.update(
            "room_booking",
            booking,
            precheckin_payload=Jsonb(answers),
            precheckin_submitted_at=now,
        )


def test_booking_precheckin_complete__allows_an_empty_form_where_nothing_is_asked(
    hotel: HotelBuilder,
) -> None:
    assert submit(hotel, hotel.booking("CONFIRMED")) == 1


def test_booking_precheckin_complete__rejects_taking_an_answer_back(hotel: HotelBuilder) -> None:
    require(hotel, "email")
    booking = hotel.booking("CONFIRMED")
    submit(hotel, booking, email="a@example.org")
    for nothing in ({}, {"email": None}):
        with refused_by("booking_precheckin_complete"):
            hotel.update("room_booking", booking, precheckin_payload=Jsonb(nothing))


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


def test_booking_precheckin_complete__allows_null_where_nothing_is_required(
    hotel: HotelBuilder,
) -> None:
    require(hotel, "email")
    booking = hotel.booking("CONFIRMED")
    assert submit(hotel, booking, email="a@example.org", diet=None) == 1


def test_booking_precheckin_complete__allows_no_forged_questions_to_survive(
    hotel: HotelBuilder,
) -> None:
    require(hotel, "email")
    booking = hotel.booking("CONFIRMED")
    hotel.update("room_booking", booking, precheckin_required_fields=["diet"])
    assert hotel.read("room_booking", booking, "precheckin_required_fields") is None
    submit(hotel, booking, email="a@example.org")
    for forged in (None, [], ["diet"]):
        hotel.update("room_booking", booking, precheckin_required_fields=forged)
        assert hotel.read("room_booking", booking, "precheckin_required_fields") == ["email"]


def test_booking_precheckin_complete__rejects_forging_the_questions_with_the_answers(
    hotel: HotelBuilder,
) -> None:
    require(hotel, "email")
    booking = hotel.booking("CONFIRMED")
    now = hotel.value("SELECT now()")
    with refused_by("booking_precheckin_complete"):
        hotel.update(
            "room_booking", booking, precheckin_submitted_at=now, precheckin_required_fields=[]
        )


def test_token_used_before_expiry__allows_submission_to_revoke_an_expired_link(
    hotel: HotelBuilder,
) -> None:
    booking = hotel.booking("CONFIRMED")
    token = link(
        hotel,
        booking,
        created_at=hotel.value("SELECT now() - interval '2 days'"),
        expires_at=hotel.value("SELECT now() - interval '1 day'"),
    )
    with hotel.connection.transaction():
        assert submit(hotel, booking) == 1
        now = hotel.value("SELECT now()")
    columns = ("used_at", "revoked_at", "revoked_reason", "live_booking_id")
    assert [hotel.read("booking_token", token, column) for column in columns] == [
        None,
        now,
        "EXPIRED",
        None,
    ]


def test_token_used_before_expiry__allows_submission_at_the_last_moment(
    hotel: HotelBuilder,
) -> None:
    booking = hotel.booking("CONFIRMED")
    made = hotel.value("SELECT now() - interval '2 days'")
    with hotel.connection.transaction():
        token = link(hotel, booking, created_at=made, expires_at=hotel.value("SELECT now()"))
        submit(hotel, booking)
    expiry = hotel.read("booking_token", token, "expires_at")
    assert hotel.read("booking_token", token, "used_at") == expiry
    assert hotel.read("booking_token", token, "revoked_at") is None
