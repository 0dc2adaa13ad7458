"""Forms of pre-check-in, what they ask of whom, and how a DBA publishes one."""

from dataclasses import dataclass, field
from typing import Any

import psycopg
from psycopg.types.json import Jsonb

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
