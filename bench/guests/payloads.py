"""Answers by lot: right, nearly right, wrong, of another type, and to fields that nobody asks."""

from datetime import date
from typing import Any

from hypothesis import strategies as st

from bench.guests.oracle import countries
from tests.page.forms import Field

# What a database or a browser may treat in its own way.
ODD = (
    "",
    " ",
    "\u00a0",
    "\u2003",
    "\u200b",
    "\r\n",
    "a\nb",
    "a\r\nb",
    "a\x00b",
    "a\x7fb",
    "a\x85b",
    "a\u2028b",
    "\ufeffa",
    "\u202eabc",
    "i\u0307",
    "\u0131t",
    "\u017fe",
    "e\u0301",
    "\u00e9",
    "\U0001f469\u200d\U0001f469\u200d\U0001f467",
    "\u0661\u0662\u0663",
    "'; DROP TABLE hotelmate.hotel; --",
    "<script>alert(1)</script>",
    "&amp;",
    "%s",
    "null",
    "true",
    "x" * 1000,
    "x" * 1001,
    "\U0001f600" * 1000,
)
_ANY_TEXT = st.text(st.characters(codec="utf-8"), max_size=40)
_DIGITS = st.text("0123456789", min_size=5, max_size=16)
_LOWER = st.text("abcdefghijklmnopqrstuvwxyz0123456789", min_size=1, max_size=8)

_NEARLY: dict[str, st.SearchStrategy[str]] = {
    "TEXT": st.one_of(_ANY_TEXT, st.integers(998, 1002).map(lambda count: "é" * count)),
    "DATE": st.one_of(
        st.dates().map(str),
        st.sampled_from(
            (
                "1984-02-29",
                "1985-02-29",
                "1900-02-29",
                "2000-02-29",
                "1899-12-31",
                "2199-12-31",
                "2200-01-01",
                "2024-1-1",
                "2024-13-01",
                "2024-04-31",
                "20240401",
                "01.04.2024",
                "2024-04-01T00:00",
                "2024-04-01 ",
                "\u0661\u0669\u0668\u0664-01-01",
                "infinity",
                "today",
            )
        ),
    ),
    "PHONE": st.one_of(
        _DIGITS.map(lambda digits: f"+{digits}"),
        _DIGITS,
        _DIGITS.map(lambda digits: f"+49 ({digits[:3]}) {digits[3:]}"),
        st.sampled_from(("+491701234567", "+0491701234", "00491701234567", "+49-170.123\u00a0456")),
    ),
    "COUNTRY": st.one_of(
        st.sampled_from(sorted(countries())),
        st.sampled_from(sorted(countries())).map(str.lower),
        st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=2, max_size=2),
        st.sampled_from(("EU", "XK", "UK", "DEU", "Germany", "\uff24\uff25", "ZZ")),
    ),
    "DOCUMENT_NUMBER": st.one_of(
        st.text("ABCxyz019 ./-", min_size=1, max_size=32),
        st.sampled_from(("C01X00T47", "A-1", "-A1", "A1", "ab 12/34.5", "Ä12345", "A\t12")),
    ),
    "EMAIL": st.one_of(
        st.tuples(
            _LOWER, _LOWER, st.sampled_from(("example.org", "localhost", "-a.org", "a..b"))
        ).map(lambda parts: f"{parts[0]}.{parts[1]}@{parts[2]}"),
        st.sampled_from(
            (
                "ada@example.org",
                "ada@@example.org",
                "ada@example",
                "Ada <ada@example.org>",
                "a\u00e9@example.org",
                "ada@ex\u00e4mple.org",
                ".@a.bc",
                "ada@example.org\nBcc: all@example.org",
                f"{'a' * 64}@example.org",
                f"{'a' * 65}@example.org",
                f"a@{'b' * 63}.org",
                f"a@{'b' * 64}.org",
                f"{'a' * 60}@{'.'.join(['b' * 48] * 4)}",
            )
        ),
    ),
    "SIGNATURE": st.one_of(
        _ANY_TEXT,
        st.sampled_from(("Ada Lovelace", "A", "李四", "Ada\nLovelace", "x" * 200, "x" * 201)),
    ),
}
_LETTERS = st.text(st.characters(codec="utf-8", categories=("L", "N")), min_size=2, max_size=40)
_RIGHT: dict[str, st.SearchStrategy[str]] = {
    "TEXT": st.one_of(_LETTERS, st.just("two\nlines\tand a tab")),
    "DATE": st.dates(date(1900, 1, 1), date(2199, 12, 31)).map(str),
    "PHONE": st.integers(1_000_000, 999_999_999_999_999).map(lambda number: f"+{number}"),
    "COUNTRY": st.sampled_from(sorted(countries())),
    "DOCUMENT_NUMBER": st.text("ABCXYZ0189", min_size=3, max_size=30),
    "EMAIL": _LOWER.map(lambda name: f"{name}@mail.example.org"),
    "SIGNATURE": _LETTERS,
}
_MOMENTS = st.sampled_from(("2026-01-02T03:04:05Z", "2026-13-02T03:04:05Z", "yesterday", "", "now"))


def texts(asked: Field) -> st.SearchStrategy[str]:
    """Draw text that is, or nearly is, an answer to a field; a browser can send it."""
    near = _NEARLY.get(asked.kind, st.just("true"))
    if asked.kind == "CHOICE":
        near = st.one_of(st.sampled_from(asked.choices), _ANY_TEXT)
    padded = st.tuples(st.sampled_from(("", " ", "\t", "\r\n")), near).map(
        lambda parts: f"{parts[0]}{parts[1]}{parts[0]}"
    )
    return st.one_of(near, near, padded, st.sampled_from(ODD))


def consents(asked: Field) -> st.SearchStrategy[Any]:
    """Draw a consent as it is sent or kept, or nearly so."""
    spoken = asked.consent_texts or {"en": "?"}
    kept = st.fixed_dictionaries(
        {},
        optional={
            "given": st.booleans() | st.just("true"),
            "language": st.sampled_from((*spoken, "fr")),
            "text": st.sampled_from((*spoken.values(), "other words")),
            "at": _MOMENTS,
            "by": st.just("somebody"),
        },
    )
    right = st.sampled_from(sorted(spoken)).map(
        lambda language: {
            "given": True,
            "language": language,
            "text": spoken[language],
            "at": "2026-01-02T03:04:05Z",
        }
    )
    return st.one_of(st.just(True), st.just(True), st.just(False), right, kept, st.just("true"))


_OTHER_TYPES: st.SearchStrategy[Any] = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**31), 2**31),
    st.just(1.5),
    st.just([]),
    st.just(["DE"]),
    st.just({}),
    st.just({"given": True}),
    st.just({"a": {"b": [None]}}),
)
_STRANGE_NAMES = st.sampled_from(
    ("nobody_asked", "", "Field_0", "field_0 ", "a.b", "ключ", "x" * 60)
)


@st.composite
def answers(draw: st.DrawFn, asked: tuple[Field, ...]) -> dict[str, Any]:
    """Draw what somebody sends by a program: most fields, most of them nearly right."""
    drawn: dict[str, Any] = {}
    for each in asked:
        how = draw(st.sampled_from(("near",) * 8 + ("nothing", "other")))
        if how == "near":
            drawn[each.name] = draw(consents(each) if each.kind == "CONSENT" else texts(each))
        elif how == "other":
            drawn[each.name] = draw(_OTHER_TYPES)
    if draw(st.integers(0, 4)) == 0:
        drawn[draw(_STRANGE_NAMES)] = draw(st.one_of(st.just("something"), _OTHER_TYPES))
    return drawn


@st.composite
def typed(draw: st.DrawFn, asked: tuple[Field, ...]) -> dict[str, Any]:
    """Draw what somebody types into a page: text, and consents that are ticked or not."""
    drawn: dict[str, Any] = {}
    for each in asked:
        if draw(st.integers(0, 9)):
            drawn[each.name] = True if each.kind == "CONSENT" else draw(texts(each))
    return drawn


@st.composite
def right(draw: st.DrawFn, asked: tuple[Field, ...]) -> dict[str, Any]:
    """Draw answers that are all right; what is required is there."""
    drawn: dict[str, Any] = {}
    for each in asked:
        if each.is_required or draw(st.booleans()):
            near = _RIGHT.get(each.kind, st.just(True))
            drawn[each.name] = draw(st.sampled_from(each.choices) if each.choices else near)
    return drawn
