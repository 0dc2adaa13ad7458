"""From what was typed to what the API takes, and from its refusal back to the page's fields."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
from msgspec import UNSET

from app.guests.page.party import Place
from app.guests.page.typed import Typed, TypedGuest
from app.models.precheckin import MAX_ANSWERS_BYTES, FormField, Precheckin, PrecheckinAnswers
from app.models.problem import FieldError
from app.requests.shapes import wrong

# Of a field that is not even of the shape that the API takes.
SHAPE = "value_has_shape"
_TOO_LARGE = "request_too_large"
# A member of the party by the place in what was handed in, or by id where nothing was.
_BY_PLACE = re.compile(r"guests[.\[](?P<place>[0-9]+)\]?(?P<rest>.*)", re.DOTALL)
_BY_ID = re.compile(r"guests#(?P<id>[0-9]+)(?P<rest>.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that is wrong.

    Attributes:
        field: its name on the page, empty where it is about no field.
        rule: which it breaks.
    """

    field: str
    rule: str


class MisshapenError(Exception):
    """What was typed is not even of the shape that the API takes.

    Attributes:
        faults: what is wrong.
    """

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__()
        self.faults = faults


@dataclass(frozen=True, slots=True)
class Sending:
    """What is handed to the API.

    Attributes:
        data: as the API takes it.
        shown_at: the place on the page of each guest in it.
        members: the place on the page of each member of the party, by id.
    """

    data: PrecheckinAnswers
    shown_at: Sequence[int]
    members: Mapping[int, int]

    def faults(self, errors: Sequence[FieldError]) -> list[Fault]:
        """Return what the API found wrong, by the fields of the page."""
        return [
            Fault(self._on_page(error.field), SHAPE if error.rule is UNSET else error.rule)
            for error in errors
        ]

    def _on_page(self, field: str) -> str:
        of_member = _BY_ID.fullmatch(field)
        if of_member is None:
            return _on_page(field, self.shown_at)
        place = self.members.get(int(of_member["id"]))
        return "" if place is None else f"guests.{place}{of_member['rest']}"


def sending(precheckin: Precheckin, places: Sequence[Place], typed: Typed, code: str) -> Sending:
    """Return what is handed to the API.

    Args:
        precheckin: as it is now.
        places: of the page, with what was typed.
        typed: the rest of it.
        code: of the language that the page was shown in.

    Raises:
        MisshapenError: the API would not take it.
    """
    fields = precheckin.form.fields
    shown_at, guests = [], []
    members = {each.guest.id: place for place, each in enumerate(places) if each.guest}
    new = {each.typed.called for each in places if each.typed and each.guest is None}
    for place, member in enumerate(places):
        if member.typed is not None:
            shown_at.append(place)
            guests.append(_guest(member, member.typed, fields))
        elif member.guest is not None and member.guest.called in new:
            # Spoken of, or somebody new who is called alike would be taken for them.
            shown_at.append(place)
            guests.append({"id": member.guest.id})
    told: dict[str, Any] = {
        "submit": typed.submits,
        "language": code,
        "guests": guests,
    }
    of_booking = typed_for_booking(precheckin, typed)
    if of_booking is not None:
        told["answers"] = _answers("BOOKING", fields, of_booking)
    if len(msgspec.json.encode(told)) > MAX_ANSWERS_BYTES:
        raise MisshapenError([Fault("", _TOO_LARGE)])
    try:
        return Sending(msgspec.convert(told, PrecheckinAnswers), shown_at, members)
    except msgspec.ValidationError as error:
        field = _on_page(wrong(str(error)).field, shown_at)
        raise MisshapenError([Fault(field, SHAPE)]) from error


def typed_for_booking(precheckin: Precheckin, typed: Typed | None) -> Mapping[str, str] | None:
    """Return what was typed for the booking, None where what is kept is shown and nothing sent."""
    if typed is None or (precheckin.submitted_at is not None and not typed.answers):
        return None
    return typed.answers


def _guest(place: Place, typed: TypedGuest, fields: Sequence[FormField]) -> dict[str, Any]:
    told: dict[str, Any] = {"answers": _answers("GUEST", fields, typed.answers)}
    if place.guest is None:
        names = {"first_name": "", "last_name": ""}
        return {**told, **names, **typed.names, "age_group": place.age_group}
    return {**told, **typed.names, "id": place.guest.id}


def _answers(
    asked_of: str, fields: Sequence[FormField], typed: Mapping[str, str]
) -> dict[str, str | bool]:
    """Return answers, as text, as a form has them; what was left empty is no answer."""
    consents = {
        field.name for field in fields if (field.asked_of, field.kind) == (asked_of, "CONSENT")
    }
    return {
        name: True if name in consents and text == "true" else text
        for name, text in typed.items()
        if text
    }


def _on_page(field: str, shown_at: Sequence[int]) -> str:
    """Return what a field of the API's body is called on the page."""
    of_guest = _BY_PLACE.fullmatch(field)
    if of_guest is None or int(of_guest["place"]) >= len(shown_at):
        return field
    return f"guests.{shown_at[int(of_guest['place'])]}{of_guest['rest']}"
