"""What PostgreSQL does for a check: the tables it reads from end to end, the buffers it touches."""

from collections.abc import Iterator, Set
from dataclasses import dataclass
from typing import Any

import psycopg

from app.consistency.checks import Check
from app.consistency.running import NO_HOTEL, SESSION, narrowed

# They grow with every day. All others are as large as the hotels are, or as what is going on:
# messages are removed some days after their delivery.
HISTORY = frozenset(
    {
        "room_booking",
        "booking_event",
        "room_status_event",
        "booking_guest",
        "guest",
        "guest_chat_session",
        "booking_token",
        "payment",
        "payment_entry",
        "payment_instruction",
        "payment_session",
        "stripe_payment_intent",
        "stripe_webhook_event",
        "housekeeping_task",
    }
)


# Of a partial index all is read where it has what is asked for and nothing else.
PARTIAL_INDEXES = """
SELECT indexrelid::regclass::text FROM pg_index
WHERE indpred IS NOT NULL AND indrelid IN (
    SELECT oid FROM pg_class WHERE relnamespace = 'hotelmate'::regnamespace
)
"""


@dataclass(frozen=True, slots=True)
class Plan:
    """How a check is carried out.

    Attributes:
        read_whole: tables of history that are read from end to end, or by one of their indexes.
        buffers: pages touched; None where it was planned only.
    """

    read_whole: tuple[str, ...]
    buffers: int | None


def plan_of(
    connection: psycopg.Connection[Any], check: Check, *, hotel: str | None = None, run: bool
) -> Plan:
    """Ask PostgreSQL for the plan of a check, as the product runs it.

    Args:
        connection: in autocommit.
        check: the check.
        hotel: slug of the only hotel that is looked at; None: all.
        run: whether it is carried out, which counts buffers.
    """
    hotels = () if hotel is None else (hotel, NO_HOTEL)
    words = "ANALYZE, BUFFERS, TIMING OFF, FORMAT JSON" if run else "FORMAT JSON"
    query = f"EXPLAIN ({words}) {narrowed(check, hotels=hotels).as_string(connection)}"
    with connection.transaction():
        connection.execute(SESSION)
        connection.execute("SET LOCAL search_path = hotelmate, pg_catalog, pg_temp")
        partial = {name for (name,) in connection.execute(PARTIAL_INDEXES)}
        row = connection.execute(query.encode()).fetchone()
    assert row is not None
    return read(row[0][0]["Plan"], partial)


def read(top: dict[str, Any], partial: Set[str]) -> Plan:
    """Read what matters from EXPLAIN's JSON; `partial` are the names of partial indexes."""
    whole = {name for node in _nodes(top) if (name := _read_whole(node, partial)) in HISTORY}
    buffers = None
    if "Shared Hit Blocks" in top:
        buffers = int(top["Shared Hit Blocks"]) + int(top["Shared Read Blocks"])
    return Plan(tuple(sorted(whole)), buffers)


def _read_whole(node: dict[str, Any], partial: Set[str]) -> str:
    index = node.get("Index Name")
    if node["Node Type"] == "Seq Scan":
        return str(node["Relation Name"])
    if index is None or index in partial or "Index Cond" in node:
        return ""
    # A bitmap says only of which index it is made.
    return str(node.get("Relation Name", index))


def _nodes(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield node
    # The first row in the order of an index, as min() asks for it, is no reading from end to end.
    only_first = node["Node Type"] == "Limit" and node.get("Plan Rows") == 1
    for below in node.get("Plans", ()):
        if not (only_first and "Index Name" in below and "Filter" not in below):
            yield from _nodes(below)
