"""What must never be found, whoever wrote what.

The owner may do much by design: close a hotel, write an event that no change made.
No rule forbids it, a check tells of it, and it is no contradiction; a broken rule is, and so is a
change without its audit row or its event.
"""

from typing import Any

import psycopg

from app.consistency.checks import Check
from app.invariants import BY_NAME
from bench.spine.race.beyond_checks import BEYOND_CHECKS
from tests.consistency import OF_ROWS, OF_RULES, Contradiction, look

Connection = psycopg.Connection[Any]

# What no rule names and would be a fault of the triggers all the same.
ALSO_NEVER = frozenset({"changes_without_event", "closed_booking_counts_guests"})
# Judged when a stay is approved. Later the owner may take rooms or the allowance away, and is told.
JUDGED_ONCE = frozenset({"booking_approval_within_rooms"})
NEVER = (BY_NAME.keys() | ALSO_NEVER) - JUDGED_ONCE
EVERYTHING = (*OF_ROWS, *BEYOND_CHECKS, *OF_RULES)
# Asked after each commit of a hotel that nobody else writes, and now and then in a storm. Whether
# the rules are on takes longer to say than all the rest, and no write of a fact can change it.
OF_FACTS = (*OF_ROWS, *BEYOND_CHECKS)
# Cheap: what it costs does not grow with the past.
OF_STATE = tuple(check for check in OF_ROWS if check.reads == "live state")


def judge(
    connection: Connection, checks: tuple[Check, ...] = EVERYTHING
) -> tuple[set[Contradiction], set[str]]:
    """Look at what is committed.

    Returns:
        What contradicts itself; and, by name, what checks tell of that no rule forbids.
    """
    found = look(connection, checks)
    bad = {each for each in found if each.name in NEVER}
    return bad, {each.name for each in found} - NEVER
