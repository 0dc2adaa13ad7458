"""Contradictions about pre-check-in: its forms, and the answers that were submitted by them."""

from typing import Any

from psycopg.types.json import Jsonb

from tests.checks.planting import Plant, Planting
from tests.hotel_builder import HotelBuilder
from tests.precheckin import (
    add_field,
    field,
    members,
    publish,
    publish_earlier,
    required,
    save_guest,
    submit,
)


def form_with(rule: str, **told: Any) -> Plant:
    """Publish a form of one field that breaks a rule."""

    def plant(planting: Planting) -> None:
        planting.drop(rule)
        publish(planting.hotel, {**field("a"), **told})

    return plant


def be_in_no_place(planting: Planting) -> None:
    planting.drop("precheckin_field_position_counted")
    hotel = planting.hotel
    add_field(hotel, int(hotel.insert("precheckin_form")), 0, **field("a"))


def count_from_nought(planting: Planting) -> None:
    planting.drop("precheckin_form_counted")
    with planting.unguarded():
        planting.hotel.insert("precheckin_form", version=0)


def be_a_country_of_three_letters(planting: Planting) -> None:
    planting.drop("country_code_is_iso_3166_1")
    planting.hotel.run("INSERT INTO hotelmate.country (code) VALUES ('DEU')")


def submitted(hotel: HotelBuilder, *fields: dict[str, Any], **answers: Any) -> int:
    """Make a booking of which pre-check-in is submitted."""
    publish_earlier(hotel, *fields)
    booking = hotel.booking("CONFIRMED", guests=1)
    submit(hotel, booking, **answers)
    return booking


def answer_without_fields(planting: Planting) -> None:
    hotel = planting.hotel
    booking = hotel.booking()
    planting.drop("precheckin_answers_are_object")
    hotel.update("room_booking", booking, precheckin_payload=Jsonb(["passport"]))


def answer_amiss(planting: Planting) -> None:
    hotel = planting.hotel
    booking = submitted(hotel, field("arrival", "DATE"))
    with planting.unguarded():
        hotel.update("room_booking", booking, precheckin_payload=Jsonb({"arrival": "29 February"}))


def submit_an_empty_form(planting: Planting) -> None:
    hotel = planting.hotel
    publish_earlier(hotel, required("passport"))
    booking = hotel.booking("CONFIRMED")
    planting.drop("booking_precheckin_complete")
    version = hotel.value(
        "SELECT max(version) FROM hotelmate.precheckin_form WHERE hotel_id = %s", hotel.hotel_id
    )
    now = hotel.value("SELECT now()")
    hotel.update(
        "room_booking", booking, precheckin_submitted_at=now, precheckin_form_version=version
    )


def have_submitted_alone(planting: Planting) -> None:
    hotel = planting.hotel
    (guest, *_) = members(hotel, hotel.booking())
    now = hotel.value("SELECT now()")
    with planting.unguarded():
        hotel.update("booking_guest", guest, precheckin_submitted_at=now)


PLANTS: dict[str, Plant] = {
    "precheckin_form_counted": count_from_nought,
    "precheckin_field_asked_of_known": form_with(
        "precheckin_field_asked_of_known", asked_of="STAFF"
    ),
    "precheckin_field_name_well_formed": form_with(
        "precheckin_field_name_well_formed", name="Name of guest"
    ),
    "precheckin_field_position_counted": be_in_no_place,
    "precheckin_field_has_label": form_with("precheckin_field_has_label", labels={"en": " "}),
    "precheckin_field_choices_offered": form_with(
        "precheckin_field_choices_offered", kind="CHOICE", choices=["a", " a"]
    ),
    "precheckin_field_choice_labels_known": form_with(
        "precheckin_field_choice_labels_known",
        kind="CHOICE",
        choices=["a"],
        choice_labels={"b": {"en": "B"}},
    ),
    "precheckin_field_consent_has_text": form_with(
        "precheckin_field_consent_has_text", kind="CONSENT"
    ),
    "country_code_is_iso_3166_1": be_a_country_of_three_letters,
    "precheckin_answers_are_object": answer_without_fields,
    "precheckin_answers_fit_form": answer_amiss,
    "booking_precheckin_complete": submit_an_empty_form,
    "precheckin_stamps_agree": have_submitted_alone,
}


def smuggle(planting: Planting, kind: str, answer: Any) -> None:
    """Write an answer to a submitted form past the triggers."""
    hotel = planting.hotel
    booking = submitted(hotel, field("a", kind))
    with planting.unguarded():
        hotel.update("room_booking", booking, precheckin_payload=Jsonb({"a": answer}))


def answer_what_is_not_asked(planting: Planting) -> None:
    hotel = planting.hotel
    booking = submitted(hotel, field("arrival"))
    with planting.unguarded():
        hotel.update("room_booking", booking, precheckin_payload=Jsonb({"departure": "noon"}))


def be_a_guest_who_answered_amiss(planting: Planting) -> None:
    hotel = planting.hotel
    publish_earlier(hotel, field("phone", "PHONE", "GUEST"))
    booking = hotel.booking("CONFIRMED", guests=1)
    (guest,) = members(hotel, booking)
    save_guest(hotel, guest, phone="+442079460000")
    submit(hotel, booking)
    with planting.unguarded():
        hotel.update("booking_guest", guest, precheckin_payload=Jsonb({"phone": "at home"}))


def be_a_guest_who_answered_nothing(planting: Planting) -> None:
    hotel = planting.hotel
    publish_earlier(hotel, required("phone", "PHONE", "GUEST"))
    booking = hotel.booking("CONFIRMED", guests=1)
    (guest,) = members(hotel, booking)
    save_guest(hotel, guest, phone="+442079460000")
    submit(hotel, booking)
    with planting.unguarded():
        hotel.update("booking_guest", guest, precheckin_payload=Jsonb({}))


def have_submitted_before_the_booking(planting: Planting) -> None:
    hotel = planting.hotel
    booking = submitted(hotel)
    before = hotel.value("SELECT now() - interval '1 day'")
    with planting.unguarded():
        hotel.update("booking_guest", members(hotel, booking)[0], precheckin_submitted_at=before)


def ask_for_more_after_it_was_submitted(planting: Planting) -> None:
    """A form that changed past its guard asks for what nobody was shown."""
    hotel = planting.hotel
    submitted(hotel, field("arrival"))
    version = hotel.value(
        "SELECT max(version) FROM hotelmate.precheckin_form WHERE hotel_id = %s", hotel.hotel_id
    )
    with planting.unguarded():
        add_field(hotel, version, 2, **required("passport"))


MORE: tuple[tuple[str, Plant], ...] = (
    ("precheckin_answers_fit_form", answer_what_is_not_asked),
    ("precheckin_answers_fit_form", be_a_guest_who_answered_amiss),
    ("booking_precheckin_complete", be_a_guest_who_answered_nothing),
    ("booking_precheckin_complete", ask_for_more_after_it_was_submitted),
    ("precheckin_stamps_agree", have_submitted_before_the_booking),
)
