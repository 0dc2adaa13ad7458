"""docs/payments.md names what there is: 36 situations, states, rules, columns, settings."""

import re

import psycopg
import pytest

from app.invariants import BY_NAME
from app.payments.findings import KINDS
from app.problems.types import PROBLEM_TYPES
from app.settings import VARIABLES
from tests.docs.markdown import FENCE, chapter, codes, read, table_rows

SITUATIONS = "## What can go wrong, and what then happens"
SPOKEN = re.compile(r"[a-z]+(_[a-z]+)+")
# Names that are Stripe's; and members of our JSON, codes of the worker and figures.
STRIPES = {"payment_failed", "requires_payment_method", "requires_confirmation"} | {
    "requires_action",
    "requires_capture",
    "refund_failed",
    "api_version",
}
OURS = {"pending_instructions", "evidence_refused", "hotelmate_webhook_events_total"}


def document() -> str:
    """Return the page without its drawings, whose fences look like code."""
    return FENCE.sub("", read("payments.md"))


def relations_and_columns(owner: psycopg.Connection) -> set[str]:
    rows = owner.execute(
        "SELECT relname::text, attname::text FROM pg_attribute"
        " JOIN pg_class ON pg_class.oid = attrelid"
        " WHERE relnamespace = 'hotelmate'::regnamespace AND relkind IN ('r', 'v')"
    )
    return {name for row in rows for name in row}


def values_of(owner: psycopg.Connection, constraint: str) -> set[str]:
    """Return the texts in quotes of a CHECK."""
    row = owner.execute(
        "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = %s", (constraint,)
    ).fetchone()
    assert row is not None
    return set(re.findall(r"'(\w+)'", row[0]))


def test_the_36_situations_are_there_in_order() -> None:
    numbers = [row[0] for row in table_rows(chapter(document(), SITUATIONS)) if row[0].isdigit()]
    assert numbers == [str(number) for number in range(1, 37)]


@pytest.mark.parametrize(
    ("beginning", "constraint"),
    [
        ("**The booking**", "booking_status_known"),
        ("**The page", "payment_session_state_known"),
        ("**The hold**", "payment_provider_status_known"),
        ("**The instruction**", "payment_instruction_state_known"),
    ],
)
def test_every_state_is_explained(
    owner: psycopg.Connection, beginning: str, constraint: str
) -> None:
    _, _, rest = chapter(document(), "## States").partition(beginning)
    table = re.split(r"\n\n\*\*", rest)[0]
    explained = {state for row in table_rows(table) for state in codes(row[0])}
    assert explained == values_of(owner, constraint)


def test_instructions_and_events_are_named_as_they_are(owner: psycopg.Connection) -> None:
    states = set(codes(chapter(document(), "## States")))
    assert values_of(owner, "payment_instruction_kind_known") <= states
    assert values_of(owner, "webhook_event_status_known") <= states


def test_names_are_known(owner: psycopg.Connection) -> None:
    spoken = {name for name in codes(document()) if SPOKEN.fullmatch(name)}
    known = BY_NAME.keys() | relations_and_columns(owner) | STRIPES | OURS
    listed = {name for row in table_rows(read("schema.md")) for name in codes(row[0])}
    assert spoken - known <= listed  # events and indexes
    assert len(spoken & BY_NAME.keys()) > 15


def kinds_of_findings() -> set[str]:
    rows = table_rows(chapter(document(), "## Reconciliation"))
    return {name for row in rows for name in codes(row[0])}


def test_what_reconciliation_finds_is_listed() -> None:
    assert kinds_of_findings() >= KINDS.keys()


def test_problems_and_variables_are_known() -> None:
    problems = {
        name
        for name in set(codes(document())) - kinds_of_findings()
        if re.fullmatch(r"(?:payment|request|webhook)s?(?:-[a-z]+)+", name)
    }
    assert problems
    assert problems <= PROBLEM_TYPES.keys()
    variables = {name for name in codes(document()) if name.startswith("STRIPE_")}
    assert variables == {each.name for each in VARIABLES if each.name.startswith("STRIPE_")}
