"""Forms of pre-check-in: counted, published whole, never changed; every field is well formed."""

from typing import Any

import pytest

from tests.conftest import Connect
from tests.hotel_builder import HotelBuilder
from tests.past_triggers import checks_alone, switch_triggers_off
from tests.precheckin import add_field, field, link, publish, required, save, submit
from tests.refusal import refused_by

NO_SUCH = -1


def version_of(hotel: HotelBuilder) -> int:
    return int(
        hotel.value(
            "SELECT max(version) FROM hotelmate.precheckin_form WHERE hotel_id = %s", hotel.hotel_id
        )
    )


@pytest.mark.parametrize("code", ["", "d", "de", "D1", "DEU", "D ", "ÄÖ"])
def test_country_code_is_iso_3166_1__rejects_other_spellings(
    hotel: HotelBuilder, code: str
) -> None:
    with refused_by("country_code_is_iso_3166_1"):
        hotel.run("INSERT INTO hotelmate.country (code) VALUES (%s)", code)


def test_country_code_is_iso_3166_1__allows_a_new_country(hotel: HotelBuilder) -> None:
    with hotel.connection.transaction(force_rollback=True):
        assert hotel.run("INSERT INTO hotelmate.country (code) VALUES ('QZ')") == 1


def test_country_code_is_iso_3166_1__allows_the_249_of_the_standard(hotel: HotelBuilder) -> None:
    assert hotel.value("SELECT count(*) FROM hotelmate.country") == 249


def test_precheckin_form_of_hotel__rejects_no_hotel(hotel: HotelBuilder) -> None:
    with refused_by("precheckin_form_of_hotel"):
        hotel.run("INSERT INTO hotelmate.precheckin_form (hotel_id) VALUES (%s)", NO_SUCH)


def test_precheckin_form_of_hotel__allows_its_own(hotel: HotelBuilder) -> None:
    assert publish(hotel) == 1


def test_precheckin_form_counted__rejects_zero(hotel: HotelBuilder) -> None:
    with refused_by("precheckin_form_counted"), checks_alone(hotel.connection):
        hotel.insert("precheckin_form", version=0)


def test_precheckin_form_counted__allows_one_after_another_whatever_is_written(
    hotel: HotelBuilder,
) -> None:
    assert publish(hotel) == 1
    hotel.run(
        "INSERT INTO hotelmate.precheckin_form (hotel_id, version) VALUES (%s, 7), (%s, 7)",
        hotel.hotel_id,
        hotel.hotel_id,
    )
    assert version_of(hotel) == 3
    assert publish(HotelBuilder(hotel.connection)) == 1


def test_precheckin_form_is_final__rejects_a_field_that_comes_later(hotel: HotelBuilder) -> None:
    version = publish(hotel, field("arrival"))
    with refused_by("precheckin_form_is_final"):
        add_field(hotel, version, 2, **field("departure"))


def test_precheckin_form_is_final__allows_fields_in_the_transaction_of_their_form(
    hotel: HotelBuilder,
) -> None:
    assert publish(hotel, field("arrival"), field("departure")) == 1


def test_precheckin_form_is_final__allows_fields_in_a_part_of_the_transaction(
    hotel: HotelBuilder,
) -> None:
    with hotel.connection.transaction():
        version = hotel.insert("precheckin_form")
        with hotel.connection.transaction():
            add_field(hotel, version, 1, **field("arrival"))


def test_precheckin_form_is_final__rejects_submitting_by_a_form_that_may_still_grow(
    hotel: HotelBuilder,
) -> None:
    booking = hotel.booking("CONFIRMED")
    with refused_by("precheckin_form_is_final"), hotel.connection.transaction():
        version = hotel.insert("precheckin_form")
        submit(hotel, booking)
        add_field(hotel, version, 1, **required("passport"))
    assert hotel.read("room_booking", booking, "precheckin_submitted_at") is None


def test_precheckin_form_is_final__rejects_a_link_to_a_form_that_may_still_grow(
    hotel: HotelBuilder,
) -> None:
    booking = hotel.booking("CONFIRMED")
    with refused_by("precheckin_form_is_final"), hotel.connection.transaction():
        hotel.insert("precheckin_form")
        with hotel.connection.transaction():
            link(hotel, booking)


def test_precheckin_form_is_final__allows_links_and_answers_by_the_forms_before(
    hotel: HotelBuilder,
) -> None:
    publish(hotel, field("arrival"))
    invited, other = hotel.booking("CONFIRMED"), hotel.booking("CONFIRMED")
    link(hotel, invited)
    with hotel.connection.transaction():
        hotel.insert("precheckin_form")
        assert submit(hotel, invited, arrival="noon") == 1
        link(hotel, other, purpose="GUEST_CHAT")
    assert hotel.read("room_booking", invited, "precheckin_form_version") == 1
    link(hotel, other)
    assert submit(hotel, other) == 1


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE hotelmate.precheckin_form SET published_by = 'nobody' WHERE hotel_id = %s",
        "UPDATE hotelmate.precheckin_form SET published_in = pg_current_xact_id()"
        " WHERE hotel_id = %s",
        "DELETE FROM hotelmate.precheckin_form WHERE hotel_id = %s",
        "UPDATE hotelmate.precheckin_field SET is_required = true WHERE hotel_id = %s",
        "DELETE FROM hotelmate.precheckin_field WHERE hotel_id = %s",
    ],
)
def test_precheckin_form_is_final__rejects_any_change(hotel: HotelBuilder, statement: str) -> None:
    publish(hotel, field("arrival"))
    with refused_by("precheckin_form_is_final"):
        hotel.run(statement, hotel.hotel_id)


@pytest.mark.parametrize("table", ["precheckin_form", "precheckin_field"])
def test_precheckin_form_is_final__rejects_truncate(hotel: HotelBuilder, table: str) -> None:
    with refused_by("precheckin_form_is_final"):
        hotel.run(f"TRUNCATE hotelmate.{table} CASCADE")


def test_precheckin_form_is_final__allows_a_new_version(hotel: HotelBuilder) -> None:
    booking = hotel.booking("CONFIRMED")
    first = publish(hotel, field("arrival"))
    token = link(hotel, booking)
    second = publish(hotel, field("departure"))
    assert hotel.read("booking_token", token, "form_version") == first
    assert hotel.read("booking_token", link(hotel, booking), "form_version") == second


NO_LABELS: tuple[dict[str, Any], ...] = (
    {},
    {"en": ""},
    {"en": " "},
    {"EN": "A"},
    {"eng": "A"},
    {"en": 1},
    {"en": {}},
)
NO_CHOICE_LABELS: tuple[dict[str, Any], ...] = (
    {"c": {"en": "C"}},
    {"a": "A"},
    {"a": {}},
    {"a": {"en": ""}},
)
REJECTED: dict[str, list[dict[str, Any]]] = {
    "precheckin_field_asked_of_known": [field("a", asked_of=""), field("a", asked_of="STAFF")],
    "precheckin_field_kind_known": [field("a", "NUMBER"), field("a", "text")],
    "precheckin_field_name_well_formed": [
        field(name, labels={"en": "A"})
        for name in ("", "A", "1a", "_a", "a-b", "a b", "ä", "a" * 51, "a\n")
    ],
    "precheckin_field_has_label": [field("a", labels=labels) for labels in NO_LABELS],
    "precheckin_field_choices_offered": [
        field("a", "CHOICE", choices=[]),
        field("a", "CHOICE", choices=["x", None]),
        field("a", "CHOICE", choices=["x", "x"]),
        field("a", "CHOICE", choices=["x", ""]),
        field("a", "CHOICE", choices=[" x"]),
        field("a", "CHOICE", choices=["x\n"]),
        field("a", "CHOICE", choices=["x\ty"]),
        field("a", "CHOICE", choices=[str(number) for number in range(101)]),
        field("a", "TEXT", choices=["x"]),
    ],
    "precheckin_field_choice_labels_known": [
        field("a", "CHOICE", choice_labels=labels) for labels in NO_CHOICE_LABELS
    ],
    "precheckin_field_consent_has_text": [
        field("a", "CONSENT", consent_texts=None),
        field("a", "CONSENT", consent_texts={}),
        field("a", "CONSENT", consent_texts={"en": " "}),
        field("a", "TEXT", consent_texts={"en": "Yes"}),
    ],
}
ALLOWED: dict[str, list[dict[str, Any]]] = {
    "precheckin_field_asked_of_known": [field("a"), field("a", asked_of="GUEST")],
    "precheckin_field_name_well_formed": [field("a"), field("a1_b"), field("a" * 50)],
    "precheckin_field_has_label": [field("a", labels={"de": "Ä", "ar": "\u0627"})],
    "precheckin_field_choices_offered": [
        field("a", "CHOICE", choices=["x"]),
        field("a", "CHOICE", choices=["x", "X", "two words"]),
        field("a", "CHOICE", choices=[str(number) for number in range(100)]),
        field("a", "TEXT"),
    ],
    "precheckin_field_choice_labels_known": [
        field("a", "CHOICE", choice_labels={"a": {"en": "A", "de": "Ah"}}),
        field("a", "CHOICE", choice_labels={}),
    ],
    "precheckin_field_consent_has_text": [field("a", "CONSENT"), field("a", "TEXT")],
}
KINDS = (
    "TEXT", "DATE", "CHOICE", "PHONE", "COUNTRY", "DOCUMENT_NUMBER", "EMAIL", "CONSENT",
    "SIGNATURE",
)  # fmt: skip


def refuses(hotel: HotelBuilder, rule: str) -> None:
    for told in REJECTED[rule]:
        with refused_by(rule):
            publish(hotel, told)


def accepts(hotel: HotelBuilder, rule: str) -> None:
    for told in ALLOWED[rule]:
        assert publish(hotel, told)


def test_precheckin_field_asked_of_known__rejects_others(hotel: HotelBuilder) -> None:
    refuses(hotel, "precheckin_field_asked_of_known")


def test_precheckin_field_asked_of_known__allows_booking_and_guest(hotel: HotelBuilder) -> None:
    accepts(hotel, "precheckin_field_asked_of_known")


def test_precheckin_field_kind_known__rejects_others(hotel: HotelBuilder) -> None:
    refuses(hotel, "precheckin_field_kind_known")


def test_precheckin_field_kind_known__allows_the_nine(hotel: HotelBuilder) -> None:
    assert publish(hotel, *(field(f"f_{kind.lower()}", kind) for kind in KINDS))
    assert hotel.value("SELECT count(*) FROM hotelmate.precheckin_kind") == len(KINDS)


def test_precheckin_field_name_well_formed__rejects_others(hotel: HotelBuilder) -> None:
    refuses(hotel, "precheckin_field_name_well_formed")


def test_precheckin_field_name_well_formed__allows_letters_first(hotel: HotelBuilder) -> None:
    accepts(hotel, "precheckin_field_name_well_formed")


def test_precheckin_field_has_label__rejects_nothing_said(hotel: HotelBuilder) -> None:
    refuses(hotel, "precheckin_field_has_label")


def test_precheckin_field_has_label__allows_any_language(hotel: HotelBuilder) -> None:
    accepts(hotel, "precheckin_field_has_label")


def test_precheckin_field_choices_offered__rejects_what_cannot_be_chosen(
    hotel: HotelBuilder,
) -> None:
    refuses(hotel, "precheckin_field_choices_offered")


def test_precheckin_field_choices_offered__allows_one_to_a_hundred(hotel: HotelBuilder) -> None:
    accepts(hotel, "precheckin_field_choices_offered")


def test_precheckin_field_choice_labels_known__rejects_labels_of_nothing(
    hotel: HotelBuilder,
) -> None:
    refuses(hotel, "precheckin_field_choice_labels_known")


def test_precheckin_field_choice_labels_known__allows_some_or_none(hotel: HotelBuilder) -> None:
    accepts(hotel, "precheckin_field_choice_labels_known")


def test_precheckin_field_consent_has_text__rejects_consent_to_nothing(
    hotel: HotelBuilder,
) -> None:
    refuses(hotel, "precheckin_field_consent_has_text")


def test_precheckin_field_consent_has_text__allows_words_of_a_consent_alone(
    hotel: HotelBuilder,
) -> None:
    accepts(hotel, "precheckin_field_consent_has_text")


@pytest.mark.parametrize("position", [-1, 0, 101])
def test_precheckin_field_position_counted__rejects_others(
    hotel: HotelBuilder, position: int
) -> None:
    with refused_by("precheckin_field_position_counted"), hotel.connection.transaction():
        add_field(hotel, hotel.insert("precheckin_form"), position, **field("a"))


def test_precheckin_field_position_counted__allows_the_hundredth(hotel: HotelBuilder) -> None:
    with hotel.connection.transaction():
        add_field(hotel, hotel.insert("precheckin_form"), 100, **field("a"))


def test_precheckin_field_position_unique__rejects_two_in_one_place(hotel: HotelBuilder) -> None:
    with refused_by("precheckin_field_position_unique"), hotel.connection.transaction():
        version = hotel.insert("precheckin_form")
        add_field(hotel, version, 1, **field("a"))
        add_field(hotel, version, 1, **field("b"))


def test_precheckin_field_position_unique__allows_gaps(hotel: HotelBuilder) -> None:
    with hotel.connection.transaction():
        version = hotel.insert("precheckin_form")
        add_field(hotel, version, 9, **field("a"))
        add_field(hotel, version, 3, **field("b"))


def test_precheckin_field_of_form__rejects_a_form_that_is_not_there(hotel: HotelBuilder) -> None:
    with refused_by("precheckin_field_of_form"):
        add_field(hotel, 1, 1, **field("a"))


def test_precheckin_field_of_form__allows_the_same_name_of_booking_and_guest(
    hotel: HotelBuilder,
) -> None:
    assert publish(hotel, field("a"), field("a", asked_of="GUEST"))


def test_token_of_form__rejects_a_form_of_another_hotel(connect: Connect, clone: str) -> None:
    hotel = HotelBuilder(connect(url=clone))
    publish(HotelBuilder(hotel.connection))
    booking = hotel.booking()
    # A link takes the newest of its own hotel, so only without triggers is there another.
    switch_triggers_off(hotel.connection, "booking_token")
    with refused_by("token_of_form"):
        link(hotel, booking, form_version=1)


def test_token_of_form__allows_no_forged_form(hotel: HotelBuilder) -> None:
    version = publish(hotel)
    booking = hotel.booking()
    token = link(hotel, booking, form_version=NO_SUCH)
    assert hotel.read("booking_token", token, "form_version") == version
    other = link(hotel, booking, purpose="MANAGEMENT", form_version=version)
    assert hotel.read("booking_token", other, "form_version") is None


def test_token_of_form__allows_a_link_where_nothing_is_asked(hotel: HotelBuilder) -> None:
    token = link(hotel, hotel.booking())
    assert hotel.read("booking_token", token, "form_version") is None


def test_booking_precheckin_by_form__rejects_a_form_that_is_not_there(
    connect: Connect, clone: str
) -> None:
    hotel = HotelBuilder(connect(url=clone))
    booking = hotel.booking("CONFIRMED")
    switch_triggers_off(hotel.connection, "room_booking")
    with refused_by("booking_precheckin_by_form"):
        hotel.update(
            "room_booking",
            booking,
            precheckin_submitted_at=hotel.value("SELECT now()"),
            precheckin_form_version=NO_SUCH,
        )


def test_booking_precheckin_by_form__allows_no_forged_form(hotel: HotelBuilder) -> None:
    version = publish(hotel, field("arrival"))
    booking = hotel.booking("CONFIRMED")
    hotel.update("room_booking", booking, precheckin_form_version=version)
    assert hotel.read("room_booking", booking, "precheckin_form_version") is None
    save(hotel, booking, arrival="noon")
    submit(hotel, booking)
    publish(hotel)
    for forged in (None, NO_SUCH, version + 1):
        hotel.update("room_booking", booking, precheckin_form_version=forged)
        assert hotel.read("room_booking", booking, "precheckin_form_version") == version
