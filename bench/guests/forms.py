"""Forms of pre-check-in by lot: all nine kinds, required or not, of the booking and the guests."""

from dataclasses import dataclass, field
from typing import Any

import psycopg
from hypothesis import strategies as st
from psycopg.types.json import Jsonb

KINDS = (
    "TEXT",
    "DATE",
    "CHOICE",
    "PHONE",
    "COUNTRY",
    "DOCUMENT_NUMBER",
    "EMAIL",
    "CONSENT",
    "SIGNATURE",
)
LANGUAGES = ("en", "ar", "de")
BOOKING, GUEST = "BOOKING", "GUEST"

_PUBLISH = (
    "INSERT INTO hotelmate.precheckin_form (hotel_id, version) VALUES (%s, 1) RETURNING version"
)
_ADD_FIELD = """\
INSERT INTO hotelmate.precheckin_field
    (hotel_id, form_version, name, asked_of, kind, is_required, position, labels, choices,
     consent_texts)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
"""


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a form.

    Attributes:
        choices: of a CHOICE.
        consent_texts: of a CONSENT, by language.
    """

    name: str
    asked_of: str
    kind: str
    is_required: bool
    labels: dict[str, str]
    choices: tuple[str, ...] = ()
    consent_texts: dict[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Form:
    """What is asked of the booking and of each guest."""

    fields: tuple[Field, ...] = field(default=())

    def asked_of(self, whom: str) -> tuple[Field, ...]:
        """Return what is asked of the BOOKING, or of each GUEST."""
        return tuple(each for each in self.fields if each.asked_of == whom)


def publish(owner: psycopg.Connection[Any], hotel_id: int, form: Form) -> int:
    """Publish a form as a DBA would, and return its version."""
    with owner.transaction():
        row = owner.execute(_PUBLISH, (hotel_id,)).fetchone()
        assert row is not None
        with owner.cursor() as cursor:
            cursor.executemany(
                _ADD_FIELD,
                [
                    (
                        hotel_id,
                        row[0],
                        each.name,
                        each.asked_of,
                        each.kind,
                        each.is_required,
                        place,
                        Jsonb(each.labels),
                        list(each.choices),
                        Jsonb(each.consent_texts) if each.consent_texts else None,
                    )
                    for place, each in enumerate(form.fields, 1)
                ],
            )
    return int(row[0])


_WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Z")), min_size=1, max_size=12
)
_TEXTS = st.dictionaries(st.sampled_from(LANGUAGES), _WORDS, min_size=1)


@st.composite
def fields(draw: st.DrawFn, name: str) -> Field:
    """Draw a field with this name."""
    kind = draw(st.sampled_from(KINDS))
    choices: list[str] = []
    if kind == "CHOICE":
        choices = draw(st.lists(_WORDS, min_size=1, max_size=4, unique=True))
    return Field(
        name,
        draw(st.sampled_from((BOOKING, GUEST))),
        kind,
        draw(st.booleans()),
        draw(_TEXTS),
        tuple(choices),
        draw(_TEXTS) if kind == "CONSENT" else None,
    )


@st.composite
def forms(draw: st.DrawFn) -> Form:
    """Draw a form; now and then a booking and a guest are asked a field of the same name."""
    count = draw(st.integers(1, 6))
    drawn = {}
    for place in range(count):
        name = draw(st.sampled_from((f"field_{place}", f"field_{place}", "same")))
        one = draw(fields(name))
        drawn[one.asked_of, name] = one
    return Form(tuple(drawn.values()))
