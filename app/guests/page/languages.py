"""The languages that the page speaks, and which of them a guest reads.

A language is a file of `translations/`: another file is another language.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
from babel import Locale

_TRANSLATIONS = Path(__file__).parent / "translations"
FALLBACK = "en"
# More than anybody reads; what comes behind them is not looked at.
_MOST_WISHES = 20


@dataclass(frozen=True, slots=True)
class Language:
    """A language of the page.

    Attributes:
        code: of ISO 639-1.
        name: what those who read it call it.
        direction: `ltr` or `rtl`.
        texts: by name.
        hints: what helps with a kind of field, by kind.
        rules: what was wrong, by the name of the rule.
        endings: title and text of a page that asks nothing, by name.
    """

    code: str
    name: str
    direction: str
    texts: dict[str, str]
    hints: dict[str, str]
    rules: dict[str, str]
    endings: dict[str, dict[str, str]]

    @property
    def locale(self) -> Locale:
        """What knows the names of countries and days in it."""
        return Locale.parse(self.code)

    def rule(self, name: str) -> str:
        """Say what was wrong, in words that are always true where the rule has none."""
        return self.rules.get(name, self.rules["other"])


@cache
def languages() -> dict[str, Language]:
    """Return the languages that there are, by code."""
    found = {}
    for file in sorted(_TRANSLATIONS.glob("*.json")):
        told: dict[str, Any] = msgspec.json.decode(file.read_bytes())
        code = file.stem
        direction = "rtl" if Locale.parse(code).text_direction == "rtl" else "ltr"
        found[code] = Language(code=code, direction=direction, **told)
    return found


def choose(asked: str | None, accepted: str | None, *others: str) -> Language:
    """Return the language to speak.

    Args:
        asked: the code that the address has.
        accepted: the browser's Accept-Language.
        others: codes to speak when neither is a language of the page.
    """
    there = languages()
    for code in (asked or "", *_wishes(accepted or ""), *others):
        if code in there:
            return there[code]
    return there[FALLBACK]


def _wishes(accepted: str) -> Iterable[str]:
    """Return what a browser would rather read, the dearest first: `ar` for `ar-EG`."""
    weighed = []
    for place, wish in enumerate(accepted.split(",")[:_MOST_WISHES]):
        tag, _, weight = wish.partition(";")
        value = _weight(weight)
        if value:
            weighed.append((-value, place, tag.strip().lower().partition("-")[0]))
    return [code for _, _, code in sorted(weighed)]


def _weight(text: str) -> float:
    name, _, number = text.partition("=")
    if name.strip() != "q":
        return 1.0
    try:
        return min(max(float(number), 0.0), 1.0)
    except ValueError:
        return 0.0
