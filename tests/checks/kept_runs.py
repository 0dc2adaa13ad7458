"""Runs of checks that are made up, so that a test says itself what they found."""

from typing import Any

import psycopg

from app.consistency.checks import Check, Finding, parse
from app.consistency.keeping import Keeping, Occasion
from app.consistency.running import Found, Outcome, Scope


def made_up(name: str, domain: str = "Occupancy", severity: str = "high") -> Check:
    """Return a check of this name that nothing holds."""
    header = (
        f"-- {domain}: all is as it should be.\n-- Severity: {severity}.\n"
        "-- Held by: nothing; it is made up.\n-- Reads: live state.\n"
    )
    return parse(name, f"{header}SELECT 1;")


def about(hotel: str, subject: str = "room 101", check: str = "occupancy") -> Finding:
    """Return something that was found in a hotel."""
    return Finding(check, hotel, subject, "is not as it should be", None, "look there")


Results = dict[Check, list[Finding]]


def events(results: Results, *, broken: Check | None = None) -> list[Found | Outcome]:
    """Return what a run would yield that comes to these results; one check may have broken off."""
    made: list[Found | Outcome] = []
    number = 0
    for check, findings in results.items():
        for finding in findings:
            number += 1
            made.append(Found(check, finding, number))
        made.append(Outcome(check, len(findings), 0.25, "it broke" if check is broken else None))
    return made


def keep(
    connection: psycopg.Connection[Any],
    results: Results,
    *,
    scope: Scope | None = None,
    occasion: Occasion = "CHECK",
    broken: Check | None = None,
) -> Keeping:
    """Keep a run that came to these results."""
    keeping = Keeping(connection, occasion, scope or Scope())
    for event in events(results, broken=broken):
        keeping.note(event)
    keeping.finish()
    return keeping
