"""The page, the API and the database come to one verdict, which is that of the documents.

`make proof-guests` compares for minutes what is compared here in a moment.
"""

from collections.abc import Iterator
from typing import Any

import httpx
import psycopg
import pytest

from app.main import create_app
from bench.guests import oracle
from bench.guests.page import Page
from bench.guests.same_verdict import WAYS, Bench, Compared, compare_some
from bench.guests.ways import Divergence, Sent, Verdict
from tests.api.serving import serving, settings_for
from tests.hotel_builder import HotelBuilder
from tests.page.forms import BOOKING, GUEST, Field, Form

EXAMPLES, SEED = 20, 20260101
CHOICES = ("train", "car")
WORDS = {"en": "I agree.", "ar": "أوافق."}
KEPT_CONSENT = {"given": True, "language": "ar", "text": "أوافق.", "at": "2026-01-02T03:04:05Z"}
RIGHT: dict[str, tuple[Any, ...]] = {
    "TEXT": ("two\nlines", " x ", "é" * 1000),
    "DATE": ("1984-02-29", "1900-01-01", "2199-12-31"),
    "CHOICE": CHOICES,
    "PHONE": ("+491701234567", "+49 (170) 123-456", "+1234567"),
    "COUNTRY": ("DE", "de", " eg "),
    "DOCUMENT_NUMBER": ("C01X00T47", "ab 12/34-5"),
    "EMAIL": ("ada@example.org", f"{'a' * 64}@example.org"),
    "CONSENT": (True, KEPT_CONSENT),
    "SIGNATURE": ("Ada Lovelace", "李四"),
}
WRONG: dict[str, tuple[Any, ...]] = {
    "TEXT": ("a\x7fb", "é" * 1001),
    "DATE": ("1985-02-29", "1899-12-31", "2200-01-01", "01.02.1984"),
    "CHOICE": ("Train", "plane"),
    "PHONE": ("0170 1234567", "+49170", "+1234567890123456"),
    "COUNTRY": ("XK", "DEU", "Germany"),
    "DOCUMENT_NUMBER": ("-A1", "№ 7", "A1"),
    "EMAIL": ("ada@example", f"{'a' * 65}@example.org", "a@example.org\nBcc: b@example.org"),
    "CONSENT": ("true", {**KEPT_CONSENT, "text": "I agree."}),
    "SIGNATURE": ("A", "Ada\nLovelace", "x" * 201),
}


def field_of(kind: str) -> Field:
    """Return a field of a kind that each guest is asked."""
    choices = CHOICES if kind == "CHOICE" else ()
    return Field(
        "asked", GUEST, kind, True, {"en": "?"}, choices, WORDS if kind == "CONSENT" else None
    )


def guests_say(answer: Any, *, submit: bool = True) -> Sent:
    """Return what both guests send."""
    return Sent({}, ({"asked": answer}, {"asked": answer}), submit, "en")


@pytest.fixture(scope="module")
def address(database_url: str) -> Iterator[str]:
    """Address of the API that the ways lead to."""
    with serving(create_app(settings_for(database_url))) as running:
        yield running


@pytest.fixture
def compared() -> Compared:
    """What a test has compared."""
    return Compared()


@pytest.fixture
def bench(address: str, owner: psycopg.Connection[Any], compared: Compared) -> Iterator[Bench]:
    """A hotel whose guests send answers by every way."""
    with httpx.Client(base_url=address, timeout=60) as client:
        yield Bench(HotelBuilder(owner), client, compared)


@pytest.mark.proof
def test_forms_and_answers_by_lot_have_one_verdict(bench: Bench, compared: Compared) -> None:
    compare_some(bench, SEED, EXAMPLES)
    for way in WAYS:
        assert compared.verdicts[f"{way}_accepted"]
        assert compared.verdicts[f"{way}_refused"]


@pytest.mark.parametrize("kind", RIGHT)
def test_right_answers_are_accepted_by_every_way(
    bench: Bench, compared: Compared, kind: str
) -> None:
    for answer in RIGHT[kind]:
        page = isinstance(answer, str) or answer is True
        bench.compare(Form((field_of(kind),)), guests_say(answer), page=page)
    assert compared.verdicts["database_accepted"] == len(RIGHT[kind])


@pytest.mark.parametrize("kind", WRONG)
def test_wrong_answers_are_refused_by_every_way_with_the_rule_of_their_kind(
    bench: Bench, compared: Compared, kind: str
) -> None:
    for answer in WRONG[kind]:
        page = isinstance(answer, str) and kind != "CONSENT"
        bench.compare(Form((field_of(kind),)), guests_say(answer), page=page)
    assert compared.verdicts["database_refused"] == len(WRONG[kind])
    assert set(compared.rules) == {oracle.RULES[kind]}


def test_saved_in_part_nothing_is_required_by_any_way(bench: Bench, compared: Compared) -> None:
    form = Form((Field("asked", BOOKING, "TEXT", True, {"en": "?"}),))
    bench.compare(form, Sent({}, ({}, {}), False, "en"), page=True)
    bench.compare(form, Sent({}, ({}, {}), True, "en"), page=True)
    assert compared.verdicts["page_accepted"] == compared.verdicts["page_refused"] == 1
    assert set(compared.rules) == {oracle.FIELD_IS_REQUIRED}


def test_a_way_that_accepts_more_is_found_out(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Page, "send", lambda *_: Verdict(True))
    with pytest.raises(Divergence, match="page"):
        bench.compare(Form((field_of("DATE"),)), guests_say("tomorrow"), page=True)


def test_a_database_that_departs_from_the_documents_is_found_out(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(oracle.RULES, "DATE", "date_is_another")
    with pytest.raises(Divergence, match="documents"):
        bench.compare(Form((field_of("DATE"),)), guests_say("tomorrow"), page=False)
