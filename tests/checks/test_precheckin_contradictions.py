"""Pre-check-in: the check of a rule, and no other, finds what was smuggled past it."""

from typing import Any

import pytest

from app.consistency.checks import all_checks
from tests.checks.planting import Asked, Plant, Planting, asked_both_ways, finds_only, found_in
from tests.checks.plants.precheckin import MORE, PLANTS, smuggle
from tests.hotel_builder import HotelBuilder
from tests.precheckin import erase, field, link, members, publish_earlier, save, save_guest, submit

OF_ANSWERS = [check for check in all_checks() if check.name == "precheckin_answers"]
KINDS: dict[str, list[Any]] = {
    "TEXT": ["", "x" * 1001, "a\x07", 5, None, {}, []],
    "DATE": ["2023-02-29", "1899-12-31", "today", "", 20240229],
    "CHOICE": ["c", "", ["a"]],
    "PHONE": ["+44 20 7946 0000", "112", "+0442079460000", 112],
    "COUNTRY": ["de", "XX", "DEU", None],
    "DOCUMENT_NUMBER": ["a1b", "A", "-A1", "A" * 31],
    "EMAIL": ["desk", "a@b", "a b@c.example", "a@b.example\nBcc: c@d.example"],
    "CONSENT": [
        True,
        "true",
        {},
        [],
        {"given": False, "language": "en", "text": "I keep the house rules.", "at": "2026-01-01"},
        {"given": True, "language": "en", "text": "Other words.", "at": "2026-01-01"},
        {"given": True, "language": "en", "text": "I keep the house rules.", "at": "soon"},
        {"given": True, "language": "en", "text": "I keep the house rules."},
    ],
    "SIGNATURE": ["x", "a\nb", "x" * 201],
}


@asked_both_ways
@pytest.mark.parametrize("rule", sorted(PLANTS))
def test_only_the_check_of_a_rule_finds_what_breaks_it(
    rule: str, asked: Asked, house: HotelBuilder
) -> None:
    finds_only(rule, PLANTS[rule], house, asked)


@asked_both_ways
@pytest.mark.parametrize(("rule", "plant"), MORE)
def test_other_breaches_of_a_rule_are_found_as_well(
    rule: str, plant: Plant, asked: Asked, house: HotelBuilder
) -> None:
    finds_only(rule, plant, house, asked)


@asked_both_ways
@pytest.mark.parametrize("kind", KINDS)
def test_an_answer_that_breaks_the_rule_of_its_kind_is_found(
    kind: str, asked: Asked, house: HotelBuilder
) -> None:
    checks = OF_ANSWERS if asked is Asked.ITS_OWN else None
    for answer in KINDS[kind]:
        with house.connection.transaction(force_rollback=True):
            planting = Planting(house)
            smuggle(planting, kind, answer)
            found = [finding.check_name for _, finding in found_in(house.connection, checks)]
            assert found == ["precheckin_answers_fit_form"], answer


def test_what_was_submitted_in_order_is_in_order(house: HotelBuilder) -> None:
    answers = {
        "text": "a\nb",
        "date": "2024-02-29",
        "choice": "b",
        "phone": "+44 20 7946 0000",
        "country": "de",
        "document_number": "ab-12",
        "email": "o'hara+1@x-1.example",
        "consent": True,
        "signature": "Ada Lovelace",
    }
    with house.connection.transaction(force_rollback=True):
        kinds = [name.upper() for name in answers]
        asked = [field(kind.lower(), kind, of) for kind in kinds for of in ("BOOKING", "GUEST")]
        publish_earlier(house, *(each | {"is_required": True} for each in asked))
        booking = house.booking("CONFIRMED", guests=1)
        link(house, booking)
        (guest,) = members(house, booking)
        save_guest(house, guest, **answers)
        submit(house, booking, **answers)
        late = house.guest(booking)
        house.update("booking_guest", late, is_staying=False)
        save_guest(house, late, **answers)
        assert found_in(house.connection) == []
        house.cancel(booking)
        for member in members(house, booking):
            erase(house, member)
        assert found_in(house.connection) == []


def test_answers_that_were_saved_by_an_older_form_are_in_order(house: HotelBuilder) -> None:
    with house.connection.transaction(force_rollback=True):
        publish_earlier(house, field("arrival"))
        booking = house.booking("CONFIRMED")
        link(house, booking)
        save(house, booking, arrival="noon")
        publish_earlier(house)
        link(house, booking)
        assert found_in(house.connection) == []
