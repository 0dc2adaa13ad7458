"""Pre-check-in: saved in part, submitted once and complete by the form of its link, final then."""

from datetime import timedelta
from typing import Any

import pytest
from psycopg.types.json import Jsonb

from tests.hotel_builder import HotelBuilder
from tests.past_triggers import checks_alone
from tests.precheckin import (
    erase,
    field,
    link,
    members,
    publish,
    required,
    save,
    save_guest,
    submit,
)
from tests.refusal import refused_by

NO_OBJECT: list[object] = [["email"], "email", 1, True, None]


@pytest.mark.parametrize("answers", [{}, {"arrival": "noon"}, {"diet": ""}, {"diet": "  "}])
def test_booking_precheckin_complete__rejects_a_missing_answer(
    hotel: HotelBuilder, answers: dict[str, Any]
) -> None:
    publish(hotel, required("diet"), field("arrival"))
    booking = hotel.booking("CONFIRMED")
    save(hotel, booking, **answers)
    with refused_by("booking_precheckin_complete"):
        submit(hotel, booking)


@pytest.mark.parametrize("withheld", [None, False])
def test_booking_precheckin_complete__rejects_a_consent_withheld(
    hotel: HotelBuilder, withheld: bool | None
) -> None:
    publish(hotel, required("rules", "CONSENT"))
    booking = hotel.booking("CONFIRMED")
    with refused_by("booking_precheckin_complete"):
        submit(hotel, booking, rules=withheld)


def test_booking_precheckin_complete__rejects_a_guest_who_did_not_answer(
    hotel: HotelBuilder,
) -> None:
    publish(hotel, required("phone", "PHONE", "GUEST"))
    booking = hotel.booking("CONFIRMED", guests=2)
    first, second = members(hotel, booking)
    save_guest(hotel, first, phone="+442079460000")
    with refused_by("booking_precheckin_complete"):
        submit(hotel, booking)
    assert hotel.read("booking_guest", first, "precheckin_submitted_at") is None
    save_guest(hotel, second, phone="+442079460001")
    assert submit(hotel, booking) == 1


def test_booking_precheckin_complete__rejects_what_the_form_of_the_link_asks(
    hotel: HotelBuilder,
) -> None:
    publish(hotel, required("passport"))
    booking = hotel.booking("CONFIRMED")
    link(hotel, booking)
    publish(hotel)
    with refused_by("booking_precheckin_complete"):
        submit(hotel, booking)


def test_booking_precheckin_complete__allows_what_was_asked_for_only_later(
    hotel: HotelBuilder,
) -> None:
    booking = hotel.booking("CONFIRMED")
    publish(hotel)
    token = link(hotel, booking)
    publish(hotel, required("passport"))
    submit(hotel, booking)
    submitted = hotel.read("room_booking", booking, "precheckin_submitted_at")
    assert hotel.read("booking_token", token, "used_at") == submitted


def test_booking_precheckin_complete__allows_all_in_one_statement(hotel: HotelBuilder) -> None:
    version = publish(hotel, required("arrival"), field("diet"))
    booking = hotel.booking("CONFIRMED")
    assert submit(hotel, booking, arrival=" noon ") == 1
    assert hotel.read("room_booking", booking, "precheckin_payload") == {"arrival": "noon"}
    assert hotel.read("room_booking", booking, "precheckin_form_version") == version


def test_booking_precheckin_complete__allows_submission_where_nothing_is_asked(
    hotel: HotelBuilder,
) -> None:
    booking = hotel.booking("CONFIRMED")
    assert submit(hotel, booking) == 1
    assert hotel.read("room_booking", booking, "precheckin_form_version") is None


def test_booking_precheckin_complete__allows_a_visitor_to_answer_nothing(
    hotel: HotelBuilder,
) -> None:
    publish(hotel, required("phone", "PHONE", "GUEST"))
    booking = hotel.booking("CONFIRMED", guests=1)
    visitor = hotel.guest(booking)
    hotel.update("booking_guest", visitor, is_staying=False)
    hotel.update("room_booking", booking, adults=1)
    save_guest(hotel, members(hotel, booking)[0], phone="+442079460000")
    assert submit(hotel, booking) == 1
    assert hotel.read("booking_guest", visitor, "precheckin_submitted_at") is None


def test_booking_precheckin_complete__allows_who_stays_to_be_stamped_with_the_booking(
    hotel: HotelBuilder,
) -> None:
    booking = hotel.booking("CONFIRMED", guests=2)
    submit(hotel, booking)
    at = hotel.read("room_booking", booking, "precheckin_submitted_at")
    stamps = [
        hotel.read("booking_guest", m, "precheckin_submitted_at") for m in members(hotel, booking)
    ]
    assert stamps == [at, at]


@pytest.mark.parametrize("answers", [{}, {"phone": ""}])
def test_booking_precheckin_complete__rejects_a_late_joiner_who_hands_in_half(
    hotel: HotelBuilder, answers: dict[str, Any]
) -> None:
    publish(hotel, required("phone", "PHONE", "GUEST"), field("diet", asked_of="GUEST"))
    booking = hotel.booking("CONFIRMED", guests=1, room_type_id=hotel.family)
    save_guest(hotel, members(hotel, booking)[0], phone="+442079460000")
    submit(hotel, booking)
    late = hotel.guest(booking)
    with refused_by("booking_precheckin_complete"):
        save_guest(hotel, late, diet="vegan", **answers)
    with refused_by("booking_precheckin_complete"):
        hotel.update("booking_guest", late, precheckin_submitted_at=hotel.value("SELECT now()"))
    with refused_by("booking_precheckin_complete"):
        hotel.insert(
            "booking_guest",
            booking_id=booking,
            role="COMPANION",
            first_name="Eve",
            last_name="Late",
            precheckin_payload=Jsonb({"diet": "vegan"}),
        )


def test_booking_precheckin_complete__allows_a_late_joiner_once(hotel: HotelBuilder) -> None:
    publish(hotel, required("phone", "PHONE", "GUEST"))
    booking = hotel.booking("CONFIRMED", guests=1, room_type_id=hotel.family)
    save_guest(hotel, members(hotel, booking)[0], phone="+442079460000")
    submit(hotel, booking)
    late = hotel.guest(booking)
    assert hotel.read("booking_guest", late, "precheckin_submitted_at") is None
    # What a newer form asks is not asked of them: the booking has one form.
    publish(hotel, required("passport", asked_of="GUEST"))
    save_guest(hotel, late, phone="+442079460001")
    assert hotel.read("booking_guest", late, "precheckin_submitted_at") is not None
    with refused_by("precheckin_submitted_is_final"):
        save_guest(hotel, late, phone="+442079460002")


def test_precheckin_submitted_is_final__rejects_other_answers(hotel: HotelBuilder) -> None:
    publish(hotel, field("diet"), field("diet", asked_of="GUEST"))
    booking = hotel.booking("CONFIRMED")
    (guest, *_) = members(hotel, booking)
    save_guest(hotel, guest, diet="vegan")
    submit(hotel, booking, diet="vegan")
    for answers in ({}, {"diet": "none"}):
        with refused_by("precheckin_submitted_is_final"):
            save(hotel, booking, **answers)
        with refused_by("precheckin_submitted_is_final"):
            save_guest(hotel, guest, **answers)


def test_precheckin_submitted_is_final__rejects_another_stamp_of_a_guest(
    hotel: HotelBuilder,
) -> None:
    booking = hotel.booking("CONFIRMED")
    submit(hotel, booking)
    for forged in (None, "2020-01-01T00:00Z"):
        with refused_by("precheckin_submitted_is_final"):
            hotel.update(
                "booking_guest", members(hotel, booking)[0], precheckin_submitted_at=forged
            )


def test_precheckin_submitted_is_final__rejects_taking_answers_to_another_booking(
    hotel: HotelBuilder,
) -> None:
    booking, other = hotel.booking("CONFIRMED", guests=2), hotel.booking(guests=1)
    companion = members(hotel, booking)[1]
    submit(hotel, booking)
    with refused_by("precheckin_submitted_is_final"):
        hotel.update("booking_guest", companion, booking_id=other)


def test_precheckin_submitted_is_final__rejects_taking_answers_to_another_hotel(
    hotel: HotelBuilder,
) -> None:
    booking, other = hotel.booking("CONFIRMED", guests=2), HotelBuilder(hotel.connection)
    submit(hotel, booking)
    other.booking("CONFIRMED", id=booking)
    with refused_by("precheckin_submitted_is_final"):
        hotel.update("booking_guest", members(hotel, booking)[1], hotel_id=other.hotel_id)


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM hotelmate.country WHERE code = 'ZW'",
        "UPDATE hotelmate.country SET code = 'XX' WHERE code = 'ZW'",
        "TRUNCATE hotelmate.country",
    ],
)
def test_precheckin_submitted_is_final__rejects_taking_away_what_was_answered(
    hotel: HotelBuilder, statement: str
) -> None:
    with (
        refused_by("precheckin_submitted_is_final"),
        hotel.connection.transaction(force_rollback=True),
    ):
        hotel.run(statement)


def test_precheckin_is_not_submitted_before_there_was_a_booking(hotel: HotelBuilder) -> None:
    booking = hotel.booking("CONFIRMED")
    hotel.update("room_booking", booking, precheckin_submitted_at="-infinity")
    made = hotel.read("room_booking", booking, "created_at")
    assert hotel.read("room_booking", booking, "precheckin_submitted_at") == made


def test_precheckin_submitted_is_final__allows_the_same_again_and_what_is_no_answer(
    hotel: HotelBuilder,
) -> None:
    publish(hotel, field("diet"), field("diet", asked_of="GUEST"))
    booking = hotel.booking("CONFIRMED")
    (guest, *_) = members(hotel, booking)
    save_guest(hotel, guest, diet="vegan")
    submit(hotel, booking, diet="vegan")
    save(hotel, booking, diet="vegan")
    save_guest(hotel, guest, diet="vegan")
    hotel.update("booking_guest", guest, last_name="Byron", is_staying=True)
    hotel.update("room_booking", booking, special_requests="a quiet room")


def test_precheckin_submitted_is_final__allows_erasure(hotel: HotelBuilder) -> None:
    publish(hotel, field("diet"), field("diet", asked_of="GUEST"))
    booking = hotel.booking("CONFIRMED", guests=1)
    (guest,) = members(hotel, booking)
    save_guest(hotel, guest, diet="vegan")
    submit(hotel, booking, diet="vegan")
    hotel.cancel(booking)
    erase(hotel, guest)
    assert hotel.read("booking_guest", guest, "precheckin_payload") == {}
    assert hotel.read("room_booking", booking, "precheckin_payload") == {}
    assert hotel.read("booking_guest", guest, "precheckin_submitted_at") is not None


def test_a_guest_is_not_stamped_before_the_booking(hotel: HotelBuilder) -> None:
    booking = hotel.booking("CONFIRMED")
    (guest, *_) = members(hotel, booking)
    hotel.update("booking_guest", guest, precheckin_submitted_at=hotel.value("SELECT now()"))
    assert hotel.read("booking_guest", guest, "precheckin_submitted_at") is None


def test_answers_that_were_saved_stay_when_a_newer_link_comes(hotel: HotelBuilder) -> None:
    publish(hotel, field("diet"))
    booking = hotel.booking("CONFIRMED")
    link(hotel, booking)
    save(hotel, booking, diet="vegan")
    publish(hotel, field("arrival"))
    # Until then the form of the live link counts, though there is a newer one.
    save(hotel, booking, diet="none")
    link(hotel, booking)
    assert hotel.read("room_booking", booking, "precheckin_payload") == {"diet": "none"}
    with refused_by("precheckin_answers_fit_form"):
        submit(hotel, booking)
    assert submit(hotel, booking, arrival="noon") == 1


@pytest.mark.parametrize("answers", NO_OBJECT)
def test_precheckin_answers_are_object__rejects_anything_else(
    hotel: HotelBuilder, answers: object
) -> None:
    publish(hotel, required("email"), field("email", asked_of="GUEST"))
    booking = hotel.booking("CONFIRMED")
    (guest, *_) = members(hotel, booking)
    # A list or a word that names every field answers none of them.
    with refused_by("precheckin_answers_are_object"), checks_alone(hotel.connection):
        hotel.update("room_booking", booking, precheckin_payload=Jsonb(answers))
    with refused_by("precheckin_answers_are_object"):
        hotel.update("room_booking", booking, precheckin_payload=Jsonb(answers))
    with refused_by("precheckin_answers_are_object"):
        hotel.update("booking_guest", guest, precheckin_payload=Jsonb(answers))


def test_precheckin_answers_are_object__allows_no_answer(hotel: HotelBuilder) -> None:
    publish(hotel, field("email"))
    booking = hotel.booking("CONFIRMED")
    save(hotel, booking, email=None)
    assert hotel.read("room_booking", booking, "precheckin_payload") == {}


def test_token_used_before_expiry__allows_submission_to_revoke_an_expired_link(
    hotel: HotelBuilder,
) -> None:
    booking = hotel.booking("CONFIRMED")
    now = hotel.value("SELECT now()")
    two_days, day = timedelta(days=2), timedelta(days=1)
    token = link(hotel, booking, created_at=now - two_days, expires_at=now - day)
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
