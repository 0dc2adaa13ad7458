"""What clients were told against what the database holds, when all is over.

Every change leaves rows that carry its request id: in the audit trails, in the ledger, as events.
What a step leaves is seen while nothing is wrong. Whatever was acknowledged later must have left
exactly that, and whatever was not, that or nothing.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

import psycopg

from bench.faults.clerk import Change

# A table, and how many rows of it.
Effect = Counter[str]
NOTHING: Effect = Counter()
LEFT_BY_REQUEST = """
SELECT request_id, place, count(*) FROM (
    SELECT request_id, 'booking_event ' || event_type AS place FROM hotelmate.booking_event
    UNION ALL SELECT request_id, 'room_status_event' FROM hotelmate.room_status_event
    UNION ALL SELECT request_id, 'payment_entry' FROM hotelmate.payment_entry
    UNION ALL SELECT request_id, 'event ' || event_type FROM proof.event
) AS row_of_request
WHERE request_id IS NOT NULL GROUP BY request_id, place
"""
REFERENCES = """
SELECT event.request_id, booking.booking_reference
FROM hotelmate.booking_event AS event JOIN hotelmate.room_booking AS booking
    ON booking.hotel_id = event.hotel_id AND booking.id = event.booking_id
WHERE event.request_id IS NOT NULL
"""
WRONG = ("lost", "done_twice", "half_done", "other_booking", "unsteady_steps")


class Finding(NamedTuple):
    """Something wrong: one of WRONG, and about what."""

    kind: str
    what: str


class Left(NamedTuple):
    """What the database holds.

    Attributes:
        effects: by request id.
        references: of the bookings that each request changed.
    """

    effects: Mapping[str, Effect]
    references: Mapping[str, set[str]]


def left_by(connection: psycopg.Connection[Any]) -> Left:
    """Read what every request has left."""
    effects: dict[str, Effect] = defaultdict(Counter)
    for key, place, rows in connection.execute(LEFT_BY_REQUEST):
        effects[key][place] = rows
    references: dict[str, set[str]] = defaultdict(set)
    for key, reference in connection.execute(REFERENCES):
        references[key].add(reference)
    return Left(effects, references)


def usual_effects(changes: Iterable[Change], left: Left) -> dict[str, Effect]:
    """Return what each step leaves, from those that were acknowledged while nothing was wrong."""
    seen: dict[str, Counter[tuple[tuple[str, int], ...]]] = defaultdict(Counter)
    for change in changes:
        if change.calm and change.is_acknowledged:
            effect = left.effects.get(change.key, NOTHING)
            seen[change.step][tuple(sorted(effect.items()))] += 1
    return {step: Counter(dict(found.most_common(1)[0][0])) for step, found in seen.items()}


def verdict(changes: Iterable[Change], left: Left) -> list[Finding]:
    """Compare and return what is wrong."""
    changes = list(changes)
    usual = usual_effects(changes, left)
    return [
        *(Finding("unsteady_steps", step) for step, effect in usual.items() if not effect),
        *(finding for change in changes for finding in _findings(change, usual, left)),
    ]


def _findings(change: Change, usual: Mapping[str, Effect], left: Left) -> Iterator[Finding]:
    effect, expected = left.effects.get(change.key, NOTHING), usual[change.step]
    what = f"{change.step} {change.key}, sent {change.attempts} times: {dict(effect)}"
    if effect == NOTHING:
        if change.is_acknowledged:
            yield Finding("lost", what)
        return
    if effect != expected:
        is_more = all(effect[place] >= rows for place, rows in expected.items())
        yield Finding("done_twice" if is_more else "half_done", f"{what}, not {dict(expected)}")
    if change.reference and left.references.get(change.key) not in (None, {change.reference}):
        yield Finding("other_booking", f"{what}: {change.reference} was answered")
