"""What of history a plan of PostgreSQL reads: from end to end, or row by row."""

import json
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass
from typing import Any

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
        "guest_message",
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


@dataclass(frozen=True, slots=True)
class Seen:
    """What a request reads.

    Attributes:
        read_whole: tables of history that are read from end to end, or by one of their indexes.
        rows: of history that were looked at, whether they were wanted or not.
        removed: of these, that a filter removed.
        pages: touched, of all tables.
        dearest: the plan that looked at most rows of history, with its query.
    """

    read_whole: tuple[str, ...]
    rows: int
    removed: int
    pages: int
    dearest: str


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


def seen(plans: Iterable[str], partial: frozenset[str]) -> Seen:
    """Read what auto_explain told of the statements of one request.

    Args:
        plans: each as JSON, with the text of its query.
        partial: names of partial indexes.
    """
    whole: set[str] = set()
    rows, removed, pages = 0, 0, 0
    dearest, most = "", -1
    for text in plans:
        told = json.loads(text)
        plan = told["Plan"]
        whole.update(read(plan, partial).read_whole)
        pages += plan.get("Shared Hit Blocks", 0) + plan.get("Shared Read Blocks", 0)
        looked_at, useless = _rows(plan)
        rows, removed = rows + looked_at, removed + useless
        if looked_at > most:
            most, dearest = looked_at, text
    return Seen(tuple(sorted(whole)), rows, removed, pages, dearest)


def _rows(node: dict[str, Any]) -> tuple[int, int]:
    """Count rows of history that a node and those below it looked at, and those they removed."""
    rows, removed = 0, 0
    for below in node.get("Plans", ()):
        of_below = _rows(below)
        rows, removed = rows + of_below[0], removed + of_below[1]
    is_read = node.get("Relation Name") in HISTORY and node["Node Type"].endswith("Scan")
    if is_read or node["Node Type"] == "Bitmap Index Scan":
        loops = node.get("Actual Loops", 0)
        useless = loops * (
            node.get("Rows Removed by Filter", 0) + node.get("Rows Removed by Index Recheck", 0)
        )
        rows += round(loops * node.get("Actual Rows", 0) + useless)
        removed += round(useless)
    return rows, removed


def outline(told: str) -> Iterator[str]:
    """Write a plan in as many lines as it has nodes."""
    yield from _outline(json.loads(told)["Plan"], 0)


def _outline(node: dict[str, Any], depth: int) -> Iterator[str]:
    keys = ("Node Type", "Relation Name", "Index Name", "Index Cond", "Filter", "One-Time Filter")
    words = [str(node[key]) for key in keys if key in node]
    loops = node.get("Actual Loops")
    for word, key in (("rows", "Actual Rows"), ("removed", "Rows Removed by Filter")):
        if loops is not None and key in node:
            words[-1] += f", {word} {node[key]:g} x {loops:g}"
    yield f"{'  ' * depth}{' '.join(words)}"
    for below in node.get("Plans", ()):
        yield from _outline(below, depth + 1)
