"""The catalogue of invariants: every rule that the database holds, by its one name.

A name here is the name of the constraint, unique index or trigger that refuses, of the tests, of
the row in docs/invariants.md and (with dashes) of the problem type. The sentence is the COMMENT of
the database object. tests/test_catalogue.py holds them together. One module a domain; they import
nothing.
"""

from dataclasses import dataclass

from app.invariants import (
    access,
    bookings,
    consistency,
    housekeeping,
    messages,
    party,
    payments,
    precheckin,
    realtime,
    rooms,
    tenants,
)


@dataclass(frozen=True, slots=True)
class Invariant:
    """One rule.

    Attributes:
        name: name of the database object that refuses, and of everything that speaks of the rule.
        domain: the chapter of docs/invariants.md.
        status: HTTP status of its problem: 422 the request itself is wrong, 409 the state forbids
            it, 403 the actor may not.
        sentence: what is always true.
    """

    name: str
    domain: str
    status: int
    sentence: str


_DOMAINS = {
    "Tenants": tenants.RULES,
    "Rooms": rooms.RULES,
    "Bookings": bookings.RULES,
    "Party": party.RULES,
    "Pre-check-in": precheckin.RULES,
    "Messages": messages.RULES,
    "Payments": payments.RULES,
    "Housekeeping": housekeeping.RULES,
    "Realtime": realtime.RULES,
    "Consistency": consistency.RULES,
    "Access": access.RULES,
}

INVARIANTS: tuple[Invariant, ...] = tuple(
    Invariant(name, domain, status, sentence)
    for domain, rules in _DOMAINS.items()
    for name, status, sentence in rules
)

BY_NAME: dict[str, Invariant] = {invariant.name: invariant for invariant in INVARIANTS}
