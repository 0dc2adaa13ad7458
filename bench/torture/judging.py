"""What must never be found, whoever wrote what.

The owner may do much by design: close a hotel, write an event that no change made.
No rule forbids it, a check tells of it, and it is no contradiction. Whatever else a check tells of
is one: a broken rule, a change without its audit row or its event, a count that is wrong.
"""

from typing import Any

import psycopg

from app.consistency.checks import Check
from bench.spine.race.beyond_checks import BEYOND_CHECKS
from tests.consistency import OF_ROWS, OF_RULES, Contradiction, look

Connection = psycopg.Connection[Any]

EVERYTHING = (*OF_ROWS, *BEYOND_CHECKS, *OF_RULES)
# What the owner may write and a check then tells of.
OWNERS_BUSINESS = frozenset(
    {
        # Judged when a stay is approved: later rooms or the allowance may be taken away.
        "booking_approval_within_rooms",
        # An event that no change made, or a message for others than those whom it concerns.
        *("booking_change_told_once", "event_names_version", "events_without_change"),
        *("messages_of_another_audience", "messages_of_waiting_events", "room_change_told_once"),
        # Rows with ids of the owner's choosing, ahead of the sequence.
        "identities_behind",
        # Ledgers and instructions by hand may leave money that nobody refunds: no key forbids it.
        "money_kept_without_right",
    }
)
NEVER = {name for check in EVERYTHING for name in check.row_names} - OWNERS_BUSINESS
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
