"""Each answer obeys the rule of its kind, whoever writes it, and is kept in one spelling."""

from typing import Any

import pytest
from psycopg.types.json import Jsonb

from tests.hotel_builder import HotelBuilder
from tests.precheckin import (
    CONSENT_TEXTS,
    field,
    link,
    members,
    publish,
    save,
    save_guest,
    submit,
)
from tests.refusal import refused_by

WORDS = CONSENT_TEXTS["en"]
LONG_MAIL = "a@" + ".".join(["b" * 60] * 4) + ".example"  # 253 characters

# (what was written, what is kept) by kind.
KEPT: dict[str, list[tuple[Any, Any]]] = {
    "TEXT": [
        ("x", "x"),
        ("  two words\t\n", "two words"),
        ("a\nb\tc\r\nd", "a\nb\tc\r\nd"),
        ("x" * 1000, "x" * 1000),
        ("  " + "x" * 1000 + "  ", "x" * 1000),
        ("😀 ملاحظة", "😀 ملاحظة"),
    ],
    "DATE": [
        ("2024-02-29", "2024-02-29"),
        ("2000-02-29", "2000-02-29"),
        (" 1900-01-01 ", "1900-01-01"),
        ("2199-12-31", "2199-12-31"),
    ],
    "CHOICE": [("a", "a"), (" b ", "b")],
    "PHONE": [
        ("+4420794", "+4420794"),
        ("+123456789012345", "+123456789012345"),
        ("+44 (20) 7946-0000", "+442079460000"),
        ("+44.20\u00a079460000", "+442079460000"),
    ],
    "COUNTRY": [("DE", "DE"), ("gb", "GB"), (" ie ", "IE")],
    "DOCUMENT_NUMBER": [
        ("C01X00T47", "C01X00T47"),
        ("ab 12-34/5.6", "AB 12-34/5.6"),
        ("A12", "A12"),
        ("A" * 30, "A" * 30),
    ],
    "EMAIL": [
        ("a@b.example", "a@b.example"),
        (" A.B+c!#$%&'*/=?^_`{|}~-@X-1.example ", "A.B+c!#$%&'*/=?^_`{|}~-@X-1.example"),
        ("a" * 64 + "@b.example", "a" * 64 + "@b.example"),
        (LONG_MAIL, LONG_MAIL),
    ],
    "SIGNATURE": [("Al", "Al"), (" Ada Lovelace ", "Ada Lovelace"), ("x" * 200, "x" * 200)],
}
REFUSED: dict[str, list[Any]] = {
    "TEXT": ["x" * 1001, "a\x01", "a\x7fb", "a\x85b", "a\x1bb", "\u00a0", "\u3000"],
    "DATE": [
        "2023-02-29", "1900-02-29", "2024-02-30", "2024-13-01", "2024-00-10", "2024-1-1",
        "1899-12-31", "2200-01-01", "24-02-2024", "2024/02/24", "today", "2024-02-29T00:00",
        "2024-02-29 12:00", "2024-02-2\u0669",
    ],
    "CHOICE": ["c", "A", "ab", "a,b", "{a}"],
    "PHONE": [
        "+442079", "+1234567890123456", "442079460000", "00442079460000", "+0442079460000",
        "+44 20 call", "++442079460000", "+44207946000\u0660",
    ],
    "COUNTRY": ["XX", "DEU", "D", "Germany", "ZZ", "\u0131e"],
    "DOCUMENT_NUMBER": ["A1", "A" * 31, "-A1", "A1-", "A_1", "ÄB1", "A\n1", "A\t1"],
    "EMAIL": [
        "a", "a@b", "@b.example", "a@.example", "a@b..example", "a b@c.example", "a@b.example.",
        "a@-b.example", "a@b-.example", "a@b_c.example", "ä@b.example", "a@ä.example",
        "a@b.example\nBcc: c@d.example", "a" * 65 + "@b.example",
        "a@" + "b" * 64 + ".example", "aa" + LONG_MAIL,
    ],
    "CONSENT": [
        "true", "yes", 1, [True], {"given": True},
        {"given": False, "language": "en", "text": WORDS},
        {"given": "true", "language": "en", "text": WORDS},
        {"given": True, "language": "en", "text": "I keep some rules."},
        {"given": True, "language": "fr", "text": WORDS},
        {"given": True, "language": "de", "text": WORDS},
        {"given": True, "text": WORDS},
        {"given": True, "language": "en", "text": WORDS, "by": "staff"},
    ],
    "SIGNATURE": ["x", "x" * 201, "Ada\nLovelace", "Ada\tLovelace", "Ada\x07", "\u00a0\u00a0"],
}  # fmt: skip
NO_TEXT: list[Any] = [5, 1.5, True, False, [], ["a"], {}, {"a": "b"}]


@pytest.fixture
def booking(hotel: HotelBuilder) -> int:
    """A booking whose form has a field of each kind, of the booking and of each guest."""
    kinds = [*KEPT, "CONSENT"]
    asked = [(kind.lower(), kind, of) for kind in kinds for of in ("BOOKING", "GUEST")]
    publish(hotel, *(field(*each) for each in asked))
    return hotel.booking("CONFIRMED", guests=1)


def kept(hotel: HotelBuilder, booking: int, name: str) -> Any:
    return hotel.read("room_booking", booking, "precheckin_payload").get(name)


def rules_broken(hotel: HotelBuilder, answers: dict[str, Any]) -> list[tuple[str, str]]:
    """Return what is wrong with answers for the booking, as whoever was refused is told."""
    return hotel.connection.execute(
        "SELECT field, rule FROM hotelmate.precheckin_faults(%s, 1, 'BOOKING',"
        " hotelmate.precheckin_normalised(%s, 1, 'BOOKING', %s), false)",
        (hotel.hotel_id, hotel.hotel_id, Jsonb(answers)),
    ).fetchall()


@pytest.mark.parametrize("kind", REFUSED)
def test_precheckin_answers_fit_form__rejects_what_breaks_the_rule_of_a_kind(
    hotel: HotelBuilder, booking: int, kind: str
) -> None:
    name = kind.lower()
    (guest,) = members(hotel, booking)
    rule = hotel.value("SELECT rule FROM hotelmate.precheckin_kind WHERE name = %s", kind)
    for answer in [*REFUSED[kind], *(NO_TEXT if kind != "CONSENT" else ())]:
        assert rules_broken(hotel, {name: answer}) == [(name, rule)], answer
        with refused_by("precheckin_answers_fit_form"):
            save(hotel, booking, **{name: answer})
        with refused_by("precheckin_answers_fit_form"):
            save_guest(hotel, guest, **{name: answer})
        with refused_by("precheckin_answers_fit_form"):
            submit(hotel, booking, **{name: answer})


@pytest.mark.parametrize("kind", KEPT)
def test_precheckin_answers_fit_form__allows_what_the_rule_of_a_kind_does(
    hotel: HotelBuilder, booking: int, kind: str
) -> None:
    name = kind.lower()
    (guest,) = members(hotel, booking)
    for answer, spelling in KEPT[kind]:
        save(hotel, booking, **{name: answer})
        assert kept(hotel, booking, name) == spelling
        save_guest(hotel, guest, **{name: answer})
        assert hotel.read("booking_guest", guest, "precheckin_payload") == {name: spelling}


@pytest.mark.parametrize("kind", KEPT)
@pytest.mark.parametrize("nothing", ["", "   ", "\t\r\n ", None])
def test_precheckin_answers_fit_form__allows_nothing_as_no_answer(
    hotel: HotelBuilder, booking: int, kind: str, nothing: str | None
) -> None:
    save(hotel, booking, **{kind.lower(): nothing})
    assert hotel.read("room_booking", booking, "precheckin_payload") == {}


@pytest.mark.parametrize("name", ["passport", "Text", "text ", "", "given"])
def test_precheckin_answers_fit_form__rejects_a_field_that_is_not_on_the_form(
    hotel: HotelBuilder, booking: int, name: str
) -> None:
    assert rules_broken(hotel, {name: "x"}) == [(name, "field_is_enabled")]
    with refused_by("precheckin_answers_fit_form"):
        save(hotel, booking, **{name: "x"})


def test_precheckin_answers_fit_form__rejects_any_answer_where_nothing_is_asked(
    hotel: HotelBuilder,
) -> None:
    with refused_by("precheckin_answers_fit_form"):
        save(hotel, hotel.booking("CONFIRMED"), text="x")


def test_precheckin_answers_fit_form__rejects_what_is_asked_of_the_other(
    hotel: HotelBuilder,
) -> None:
    publish(hotel, field("arrival"), field("diet", asked_of="GUEST"))
    booking = hotel.booking("CONFIRMED")
    with refused_by("precheckin_answers_fit_form"):
        save(hotel, booking, diet="vegan")
    with refused_by("precheckin_answers_fit_form"):
        save_guest(hotel, members(hotel, booking)[0], arrival="noon")


def test_precheckin_answers_fit_form__rejects_every_fault_by_its_rule(
    hotel: HotelBuilder, booking: int
) -> None:
    answers = {"text": "ok", "date": "29 February", "phone": "5", "passport": "P"}
    assert sorted(rules_broken(hotel, answers)) == [
        ("date", "date_is_day"),
        ("passport", "field_is_enabled"),
        ("phone", "phone_is_e164"),
    ]


def test_precheckin_answers_fit_form__rejects_an_insert_as_it_does_an_update(
    hotel: HotelBuilder, booking: int
) -> None:
    member = {"booking_id": booking, "role": "COMPANION", "first_name": "Eve", "last_name": "Hill"}
    with refused_by("precheckin_answers_fit_form"):
        hotel.insert("booking_guest", **member, precheckin_payload=Jsonb({"date": "soon"}))
    with refused_by("precheckin_answers_fit_form"):
        hotel.booking(precheckin_payload=Jsonb({"date": "soon"}))


def test_precheckin_answers_fit_form__allows_an_insert_with_answers(
    hotel: HotelBuilder, booking: int
) -> None:
    made = hotel.booking(precheckin_payload=Jsonb({"date": " 2026-01-01"}))
    assert kept(hotel, made, "date") == "2026-01-01"
    guest = hotel.insert(
        "booking_guest",
        booking_id=booking,
        role="COMPANION",
        first_name="Eve",
        last_name="Hill",
        precheckin_payload=Jsonb({"country": "ie"}),
        precheckin_submitted_at="2020-01-01T00:00Z",
    )
    assert hotel.read("booking_guest", guest, "precheckin_payload") == {"country": "IE"}
    assert hotel.read("booking_guest", guest, "precheckin_submitted_at") is None


def test_precheckin_answers_fit_form__rejects_answers_taken_to_a_booking_of_another_form(
    hotel: HotelBuilder,
) -> None:
    publish(hotel, field("diet", asked_of="GUEST"))
    booking, other = (hotel.booking(guests=guests) for guests in (2, 1))
    companion = members(hotel, booking)[1]
    save_guest(hotel, companion, diet="vegan")
    publish(hotel)
    link(hotel, other)
    with refused_by("precheckin_answers_fit_form"):
        hotel.update("booking_guest", companion, booking_id=other)
    save_guest(hotel, companion)
    assert hotel.update("booking_guest", companion, booking_id=other) == 1


def test_precheckin_answers_fit_form__rejects_answers_taken_to_another_hotel(
    hotel: HotelBuilder,
) -> None:
    publish(hotel, field("diet", asked_of="GUEST"))
    booking, other = hotel.booking("CONFIRMED", guests=2), HotelBuilder(hotel.connection)
    guest = members(hotel, booking)[1]
    save_guest(hotel, guest, diet="vegan")
    other.booking("CONFIRMED", id=booking)
    with refused_by("precheckin_answers_fit_form"):
        hotel.update("booking_guest", guest, hotel_id=other.hotel_id)


@pytest.mark.parametrize(
    ("language", "spoken"), [("", "en"), ("en", "en"), ("de", "de"), ("fr", "en")]
)
def test_precheckin_answers_fit_form__allows_consent_with_the_words_that_were_shown(
    hotel: HotelBuilder, booking: int, language: str, spoken: str
) -> None:
    with hotel.acting(language=language):
        save(hotel, booking, consent=True)
        now = hotel.value(
            """SELECT to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')"""
        )
    assert kept(hotel, booking, "consent") == {
        "given": True,
        "language": spoken,
        "text": CONSENT_TEXTS[spoken],
        "at": now,
    }


@pytest.mark.parametrize("at", ["2001-01-01T00:00:00Z", "2999-01-01T00:00:00Z", "soon", None, 7])
def test_precheckin_answers_fit_form__allows_no_forged_time_of_consent(
    hotel: HotelBuilder, booking: int, at: object
) -> None:
    said = {"given": True, "language": "de", "text": CONSENT_TEXTS["de"], "at": at}
    with hotel.connection.transaction():
        save(hotel, booking, consent=said)
        now = hotel.value("SELECT date_trunc('second', now())")
    assert hotel.value("SELECT %s::timestamptz", kept(hotel, booking, "consent")["at"]) == now


def test_precheckin_answers_fit_form__allows_consent_to_stay_as_it_was_given(
    hotel: HotelBuilder, booking: int
) -> None:
    (guest,) = members(hotel, booking)
    given = {"given": True, "language": "en", "text": WORDS, "at": "2020-02-02T00:00:00Z"}
    with hotel.connection.transaction():
        hotel.run("SET LOCAL session_replication_role = replica")  # given long ago
        save(hotel, booking, consent=given)
        save_guest(hotel, guest, consent=given)
    with hotel.acting(language="de"):
        save(hotel, booking, consent=True, text="more")
        save_guest(hotel, guest, consent=given, text="more")
    assert kept(hotel, booking, "consent") == given
    assert hotel.read("booking_guest", guest, "precheckin_payload")["consent"] == given


def test_precheckin_answers_fit_form__allows_consent_to_be_withdrawn(
    hotel: HotelBuilder, booking: int
) -> None:
    save(hotel, booking, consent=True)
    save(hotel, booking, consent=False)
    assert kept(hotel, booking, "consent") is None


def test_precheckin_answers_fit_form__allows_consent_to_new_words_from_then_on(
    hotel: HotelBuilder, booking: int
) -> None:
    save(hotel, booking, consent=True)
    publish(hotel, field("consent", "CONSENT", consent_texts={"en": "I keep all the rules."}))
    save(hotel, booking, consent=True)
    assert kept(hotel, booking, "consent")["text"] == "I keep all the rules."
