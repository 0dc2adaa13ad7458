"""What the page says: every rule in every language, and colours that can be read."""

import string
from typing import Any

import psycopg
import pytest

from app.guests.page.colors import contrast, text_on
from app.guests.page.endings import OF_HOTEL, name_of
from app.guests.page.languages import FALLBACK, Language, languages
from app.guests.page.sending import SHAPE

LANGUAGES = list(languages().values())
# What a guest at the page may break besides the rules of kinds.
RULES = {
    "field_is_required",
    "field_is_enabled",
    "booking_guest_has_name",
    "booking_guest_primary_is_adult",
    "booking_guest_age_group_known",
    "booking_party_within_capacity",
    "party_named_by_guest_within_booked",
    "precheckin_answers_fit_form",
    "booking_precheckin_complete",
    "precheckin_submitted_is_final",
    "party_member_unknown",
    "value_invalid",
    "database_busy",
    "request_too_large",
    SHAPE,
}


OWN_PAGES = ("link-unknown", "too-many-requests", "request-too-large", "internal-error")


@pytest.fixture(params=LANGUAGES, ids=lambda language: language.code)
def language(request: pytest.FixtureRequest) -> Language:
    found: Language = request.param
    return found


def test_there_is_a_language_that_is_read_from_the_right() -> None:
    assert {"rtl", "ltr"} == {each.direction for each in LANGUAGES}


def test_every_rule_of_a_kind_has_its_words(
    language: Language, owner: psycopg.Connection[Any]
) -> None:
    kinds = {row[0] for row in owner.execute("SELECT rule FROM hotelmate.precheckin_kind")}

    assert kinds | RULES <= set(language.rules)


def test_every_language_says_all_that_english_says(language: Language) -> None:
    english = languages()[FALLBACK]
    for part in ("texts", "hints", "rules"):
        own, theirs = getattr(language, part), getattr(english, part)
        assert set(own) == set(theirs)
        for name, text in theirs.items():
            assert _places(own[name]) == _places(text), name
    assert {name: set(words) for name, words in language.endings.items()} == {
        name: set(words) for name, words in english.endings.items()
    }


def _places(text: str) -> set[str | None]:
    return {name for _, name, _, _ in string.Formatter().parse(text)} - {None}


def test_a_rule_without_words_is_told_in_words_that_are_true(language: Language) -> None:
    assert language.rule("a_rule_of_tomorrow") == language.rules["other"]


def test_every_problem_of_a_link_has_its_page(language: Language) -> None:
    for problem in (*OF_HOTEL, *OWN_PAGES):
        assert name_of(problem, 500) in language.endings


def test_every_country_has_a_name(language: Language, owner: psycopg.Connection[Any]) -> None:
    codes = {row[0] for row in owner.execute("SELECT code FROM hotelmate.country")}

    assert codes <= set(language.locale.territories)


def test_text_on_any_color_can_be_read() -> None:
    steps = range(0, 256, 15)
    colors = [
        f"#{red:02x}{green:02x}{blue:02x}" for red in steps for green in steps for blue in steps
    ]

    assert min(contrast(text_on(color), color) for color in colors) >= 4.5
