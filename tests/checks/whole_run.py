"""All checks as the product runs them, for who asks only what they find."""

from typing import Any

import psycopg

from app.consistency.checks import Finding
from app.consistency.running import Found, look


def findings(connection: psycopg.Connection[Any]) -> list[Finding]:
    """Return what all checks find in one snapshot; fail when one of them could not be run."""
    found: list[Finding] = []
    for event in look(connection):
        if isinstance(event, Found):
            found.append(event.finding)
        else:
            assert event.error is None, f"{event.check.name}: {event.error}"
    return found
