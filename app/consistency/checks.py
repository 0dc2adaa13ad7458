"""The checks: files of checks/, each with a header that says what it means.

The header is the file's leading comment: the meaning, then three fields.

    -- Occupancy: a room names exactly the booking that is in house in it.
    -- Severity: critical.
    -- Held by: room_occupied_by_in_house_booking, booking_in_house_occupies_room.
    -- Reads: live state.

A field goes on until the next one begins; what follows its first full stop is for people. `Held by`
names the invariants (app/invariants) that make the state impossible, and a row of the query carries
the one that is broken. Where none can, because time or the world moves, it says `nothing` and why,
and rows carry the name of the file.
"""

import re
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import NamedTuple

CHECKS = Path(__file__).parents[2] / "checks"
# Files that run the others are no checks.
SCRIPTS = ("run_all",)
SEVERITIES = ("critical", "high", "medium", "low")
READS = ("live state", "history", "catalog")
_FIELD = re.compile(r"^(Severity|Held by|Reads): ", re.MULTILINE)


class HeaderError(ValueError):
    """The header of a check does not say what it must; the text names the file."""


class Finding(NamedTuple):
    """One row of a check.

    Attributes:
        check_name: the broken invariant, or the check where no invariant can hold it.
        hotel: slug; empty where it concerns no one hotel.
        subject: what it is about, like `room 101`.
        finding: what is wrong with it.
        since: since when, where that is known.
        mend: how to mend it.
    """

    check_name: str
    hotel: str
    subject: str
    finding: str
    since: datetime | None
    mend: str


@dataclass(frozen=True, slots=True)
class Check:
    """One file of checks/.

    Attributes:
        name: of the file, without its ending.
        domain: the first word of its meaning: Occupancy, Payment, Enforcement …
        meaning: what is true in a healthy hotel.
        severity: one of SEVERITIES.
        rules: the invariants that hold it, by name; none where time or the world moves.
        reads: one of READS: what its cost grows with.
        query: the file, without its last semicolon: fit to be a subquery.
    """

    name: str
    domain: str
    meaning: str
    severity: str
    rules: tuple[str, ...]
    reads: str
    query: str = field(repr=False)

    @property
    def headline(self) -> str:
        """The first sentence of the meaning."""
        return self.meaning.partition(". ")[0].removesuffix(".") + "."

    @property
    def row_names(self) -> tuple[str, ...]:
        """Return the names that rows of the query may carry."""
        return self.rules or (self.name,)


def parse(name: str, text: str) -> Check:
    """Read a check from the text of its file.

    Raises:
        HeaderError: when a field is missing or has a value that is not known.
    """
    lines: list[str] = []
    for line in text.splitlines():
        if not line.startswith("--"):
            break
        lines.append(line.removeprefix("--").strip())
    parts = _FIELD.split("\n".join(lines))
    meaning, fields = parts[0], dict(zip(parts[1::2], parts[2::2], strict=True))
    fields = {key: " ".join(value.split()) for key, value in fields.items()}
    domain, colon, sentence = " ".join(meaning.split()).partition(": ")
    values = {key: value.split(".")[0].split(";")[0].strip() for key, value in fields.items()}
    held_by = values.get("Held by", "")
    if not colon or not held_by:
        raise HeaderError(f"checks/{name}.sql: says no meaning, or not what holds it")
    if values.get("Severity") not in SEVERITIES or values.get("Reads") not in READS:
        raise HeaderError(f"checks/{name}.sql: has no severity, or does not say what it reads")
    rules = () if held_by.startswith("nothing") else tuple(held_by.split(", "))
    query = text.rstrip().removesuffix(";")
    return Check(name, domain, sentence, values["Severity"], rules, values["Reads"], query)


@cache
def all_checks() -> tuple[Check, ...]:
    """Return all checks, in the order they run: by name."""
    return tuple(
        parse(path.stem, path.read_text(encoding="utf-8"))
        for path in sorted(CHECKS.glob("*.sql"))
        if path.stem not in SCRIPTS
    )
