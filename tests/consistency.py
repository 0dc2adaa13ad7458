"""Contradictions in what is committed: what the product's checks find.

What nobody did wrong is left out: time passes, staff are late, Stripe or Pusher do not answer.
"""

from dataclasses import dataclass, field
from functools import cache
from typing import Any

import psycopg

from app.consistency.checks import Check, all_checks

Connection = psycopg.Connection[Any]

TIME_AND_WORLD = frozenset(
    {
        "access_kept_too_long",
        "approvals_overdue",
        "arrivals_not_come",
        "arrivals_without_room",
        "dead_letters",
        "drafts_past_expiry",
        "events_undelivered",
        "guests_past_check_out",
        "holds_about_to_lapse",
        "hotels_without_manager",
        "payment_instructions_waiting",
        "payments_differ_from_provider",
        "personal_data_kept_too_long",
        "rooms_dirty_too_long",
        "rooms_in_cleaning_too_long",
        "rooms_uninspected_too_long",
        "stripe_events_without_effect",
    }
)
# Plans that are kept must not depend on the hotel that is asked about first; compiling such short
# queries would take longer than they do.
_SETTINGS = ("SET LOCAL plan_cache_mode = force_generic_plan", "SET LOCAL jit = off")


@dataclass(frozen=True, slots=True, order=True)
class Contradiction:
    """Something that contradicts itself.

    Attributes:
        name: the broken rule, or the check where no rule can hold it.
        subject: what it is about, like `room 101`.
        finding: what is wrong with it. Said anew at each look, it does not tell one from another.
    """

    name: str
    subject: str
    finding: str = field(default="", compare=False)


# All checks that may be asked at any moment. Those of rules ask whether they are on.
OF_ROWS = tuple(
    check
    for check in all_checks()
    if check.domain != "Enforcement" and check.name not in TIME_AND_WORLD
)
OF_RULES = tuple(check for check in all_checks() if check.domain == "Enforcement")


def look(
    connection: Connection, checks: tuple[Check, ...], hotel: str | None = None
) -> list[Contradiction]:
    """Ask checks in one statement, so that all see the same moment.

    The connection keeps the plan, which takes several times longer to make than the answer.

    Args:
        connection: in a transaction or not.
        checks: what to ask.
        hotel: slug of the one hotel to look at; None: all.
    """
    parameters = None if hotel is None else {"hotel": hotel}
    with connection.transaction(), connection.pipeline():
        for setting in _SETTINGS:
            connection.execute(setting)
        answer = connection.execute(_statement(checks, hotel is None), parameters, prepare=True)
    return sorted(Contradiction(*row) for row in answer)


def contradictions(connection: Connection, hotel: str | None = None) -> list[Contradiction]:
    """Return what contradicts itself at this moment, by rows alone: rules may be off on purpose.

    Args:
        connection: in a transaction or not.
        hotel: slug of the one hotel to look at; None: all.
    """
    return look(connection, OF_ROWS, hotel)


@cache
def _statement(checks: tuple[Check, ...], is_of_all_hotels: bool) -> bytes:
    """Return the SQL that asks checks, of all hotels or of the one that is its parameter."""
    queries, condition = [check.query for check in checks], ""
    if not is_of_all_hotels:
        queries = [query.replace("%", "%%") for query in queries]
        # Rows that concern no one hotel are everybody's.
        condition = " WHERE hotel IN (%(hotel)s, '')"
    asked = " UNION ALL ".join(
        f"SELECT check_name, subject, finding FROM (\n{query}\n) AS asked{condition}"
        for query in queries
    )
    return asked.encode()
