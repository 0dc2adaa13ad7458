"""What the documents say about answers, written a second time and from nothing else.

The meaning of each kind in `hotelmate.precheckin_kind` and `docs/api.md` are its source. It knows
neither the SQL nor any of the program. Where the words leave something open, it is not sure and
says nothing.
"""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from typing import Any

from tests.page.forms import Field

FIELD_IS_ENABLED, FIELD_IS_REQUIRED = "field_is_enabled", "field_is_required"
RULES = {
    "TEXT": "text_is_readable",
    "DATE": "date_is_day",
    "CHOICE": "choice_is_offered",
    "PHONE": "phone_is_e164",
    "COUNTRY": "country_is_iso_3166_1",
    "DOCUMENT_NUMBER": "document_number_is_printed",
    "EMAIL": "email_is_address",
    "CONSENT": "consent_is_given",
    "SIGNATURE": "signature_is_name",
}
# What surrounds an answer and is not kept.
_AROUND = " \t\r\n"
# How people write telephone numbers, which E.164 leaves out.
_BETWEEN_DIGITS = str.maketrans("", "", " -().\u00a0")
_LABEL = "[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
# As HTML defines it for <input type="email">, but with a dot in the domain.
_EMAIL = re.compile(rf"[A-Za-z0-9.!#$%&'*+/=?^_`{{|}}~-]+@{_LABEL}(?:\.{_LABEL})+")
_LONGEST_LOCAL_PART = 64


class NotSure(Exception):
    """The documents do not say."""


def faults(
    asked: Mapping[str, Field], answers: Mapping[str, Any], *, submit: bool
) -> dict[str, Any]:
    """Return, by field, the rule that is broken; NotSure where the documents do not say.

    Args:
        asked: the fields of the form, by name, of the booking or of a guest.
        answers: what somebody sends.
        submit: whether it is submitted, or saved in part.
    """
    found: dict[str, Any] = {}
    given = {
        name: answer for name, answer in answers.items() if _is_answer(asked.get(name), answer)
    }
    for name, answer in given.items():
        if name not in asked:
            found[name] = FIELD_IS_ENABLED
            continue
        try:
            if not fits(asked[name], answer):
                found[name] = RULES[asked[name].kind]
        except NotSure:
            found[name] = NotSure
    if submit:
        for name, one in asked.items():
            if one.is_required and name not in given:
                found[name] = FIELD_IS_REQUIRED
    return found


def _is_answer(asked: Field | None, answer: Any) -> bool:
    """Say whether anything is answered: nothing, blanks and a consent that is not given are not."""
    kind = asked.kind if asked is not None else None
    if isinstance(answer, str):
        text = answer.strip(_AROUND)
        return bool(text.translate(_BETWEEN_DIGITS) if kind == "PHONE" else text)
    return answer is not None and not (kind == "CONSENT" and answer is False)


def fits(asked: Field, answer: Any) -> bool:
    """Say whether an answer obeys the rule of its field's kind."""
    if asked.kind == "CONSENT":
        return answer is True or _is_kept_consent(asked, answer)
    if not isinstance(answer, str):
        return False
    text = answer.strip(_AROUND)
    if asked.kind == "PHONE":
        text = text.translate(_BETWEEN_DIGITS)
        return re.fullmatch(r"\+[1-9][0-9]{6,14}", text) is not None
    if asked.kind == "CHOICE":
        return text in asked.choices
    if asked.kind == "DATE":
        return _is_day(text)
    if asked.kind == "EMAIL":
        return _is_email(text)
    if asked.kind in ("COUNTRY", "DOCUMENT_NUMBER"):
        return _is_code(asked.kind, text)
    return _is_text(asked.kind, text)


def _is_day(text: str) -> bool:
    if not re.fullmatch(r"(19|20|21)[0-9]{2}-[0-9]{2}-[0-9]{2}", text):
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _is_email(text: str) -> bool:
    local_part = text.partition("@")[0]
    return (
        len(text) <= 254
        and len(local_part) <= _LONGEST_LOCAL_PART
        and _EMAIL.fullmatch(text) is not None
    )


def _is_code(kind: str, text: str) -> bool:
    """Say whether small or capital letters are a country or the number of a document."""
    if not text.isascii() and text.upper().isascii():
        raise NotSure  # letters whose capitals are A to Z, like the long s
    capitals = text.upper()
    if kind == "COUNTRY":
        return capitals in countries()
    return re.fullmatch(r"[A-Z0-9][A-Z0-9 ./-]{1,28}[A-Z0-9]", capitals) is not None


def _is_text(kind: str, text: str) -> bool:
    if text.isspace():
        raise NotSure  # blanks of other scripts
    shown = text.translate(str.maketrans("", "", "\n\r\t")) if kind == "TEXT" else text
    if any(unicodedata.category(character) == "Cc" for character in shown):
        return False
    return 1 <= len(text) <= 1000 if kind == "TEXT" else 2 <= len(text) <= 200


def _is_kept_consent(asked: Field, answer: Any) -> bool:
    """Say whether this is a consent as it is kept, which whoever saves again sends back."""
    if not isinstance(answer, dict) or set(answer) - {"given", "language", "text", "at"}:
        return False
    texts = asked.consent_texts or {}
    if answer.get("given") is not True or not isinstance(answer.get("language"), str):
        return False
    if answer["language"] not in texts or answer.get("text") != texts[answer["language"]]:
        return False
    return _is_moment(answer.get("at"))


def _is_moment(said: Any) -> bool:
    if not isinstance(said, str) or not re.match(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T", said):
        return False
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z", said):
        raise NotSure  # there are many ways to write a moment
    try:
        datetime.fromisoformat(said)
    except ValueError as error:
        raise NotSure from error
    return True


@cache
def countries() -> frozenset[str]:
    """Return the alpha-2 codes of ISO 3166-1, as the time zone database lists them."""
    listed = (files("tzdata") / "zoneinfo" / "iso3166.tab").read_text(encoding="utf-8")
    return frozenset(line[:2] for line in listed.splitlines() if line and not line.startswith("#"))
