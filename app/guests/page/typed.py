"""What a browser sends: the fields of the page by their names, as they were typed.

A field is named as a problem of the API names it: `answers.phone`, `guests.0.first_name`,
`guests.1.answers.passport`.
"""

import re
from dataclasses import dataclass, field
from urllib.parse import parse_qsl

from app.models.precheckin import MAX_ANSWERS_BYTES, MOST_FIELDS, MOST_GUESTS, AgeGroup
from app.problems import ProblemError

MEDIA_TYPE = "application/x-www-form-urlencoded"
# Every field of every guest that the API takes, with id, age and two names, and the two buttons.
MAX_FIELDS = MOST_GUESTS * (MOST_FIELDS + 4) + MOST_FIELDS + 2
_LONGEST_NAME = len("guests.49.answers.=&") + 50
# A browser writes a byte of an answer as three (%D8), so that what can be handed on fits in here.
MAX_PAGE_BYTES = 3 * MAX_ANSWERS_BYTES + _LONGEST_NAME * MAX_FIELDS
_OF_GUEST = re.compile(r"guests\.(?P<place>[0-9]{1,3})\.(?P<name>.+)", re.DOTALL)
_ANSWER = "answers."


@dataclass(slots=True)
class TypedGuest:
    """What was typed for one member of the party.

    Attributes:
        guest_id: whom the page was showing, None for somebody new.
        names: first_name and last_name.
        age_group: of somebody new.
        answers: by field.
    """

    guest_id: int | None = None
    names: dict[str, str] = field(default_factory=dict)
    age_group: AgeGroup = "ADULT"
    answers: dict[str, str] = field(default_factory=dict)

    @property
    def says_nothing(self) -> bool:
        """Whether nothing at all was typed."""
        return not any(text.strip() for text in (*self.names.values(), *self.answers.values()))

    @property
    def called(self) -> tuple[str, str]:
        """First and last name, as they are compared."""
        first, last = self.names.get("first_name", ""), self.names.get("last_name", "")
        return first.strip(), last.strip()


@dataclass(slots=True)
class Typed:
    """What was typed.

    Attributes:
        answers: for the booking, by field.
        guests: in the order of the page.
        submits: whether it was sent, and not only saved.
        turns_to: code of the language that the page is to be shown in instead.
    """

    answers: dict[str, str] = field(default_factory=dict)
    guests: list[TypedGuest] = field(default_factory=list)
    submits: bool = False
    turns_to: str | None = None


def read(media_type: str, body: bytes) -> Typed:
    """Read the body of a form.

    Raises:
        ProblemError: `media-type-unsupported`, or `request-invalid` where it is no form of ours.
    """
    if media_type.partition(";")[0].strip().lower() != MEDIA_TYPE:
        raise ProblemError("media-type-unsupported")
    try:
        pairs = parse_qsl(
            body.decode("ascii"),
            keep_blank_values=True,
            errors="strict",
            max_num_fields=MAX_FIELDS,
        )
    except ValueError as error:
        raise ProblemError("request-invalid") from error
    return _of_pairs(pairs)


def _of_pairs(pairs: list[tuple[str, str]]) -> Typed:
    typed, guests = Typed(), dict[int, TypedGuest]()
    for name, text in pairs:
        of_guest = _OF_GUEST.fullmatch(name)
        if of_guest is not None:
            _take(guests.setdefault(int(of_guest["place"]), TypedGuest()), of_guest["name"], text)
        elif name.startswith(_ANSWER):
            typed.answers[name.removeprefix(_ANSWER)] = text
        elif name == "do":
            typed.submits = text == "send"
        elif name == "turn_to":
            typed.turns_to = text
    typed.guests = [guests[place] for place in sorted(guests)]
    return typed


def _take(guest: TypedGuest, name: str, text: str) -> None:
    if name.startswith(_ANSWER):
        guest.answers[name.removeprefix(_ANSWER)] = text
    elif name in ("first_name", "last_name"):
        guest.names[name] = text
    elif name == "age_group" and text == "CHILD":
        guest.age_group = "CHILD"
    elif name == "id" and text.isascii() and text.isdigit() and len(text) < 16:
        guest.guest_id = int(text)
