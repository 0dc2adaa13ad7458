"""A run as one JSON document, written while it goes on, so that its size costs no memory.

    {"hotel": null, "run_id": 17,
     "findings": [{"number": 1, "check": "…", "check_name": "…", "hotel": "…", "subject": "…",
                   "finding": "…", "since": "…", "mend": "…"}, …],
     "checks": [{"name": "…", "severity": "…", "rules": […], "meaning": "…", "findings": 1,
                 "seconds": 0.002, "error": null}, …],
     "finding_count": 1, "not_run": 0}

A document that breaks off is of a run that did.
"""

from collections.abc import Callable

import msgspec

from app.consistency.running import Found, Outcome, Scope


class Document:
    """One document.

    Args:
        write: takes the text, piece by piece.
        scope: what the run looks at.
        run_id: under which it is kept; None when it is not.
    """

    def __init__(self, write: Callable[[str], object], scope: Scope, run_id: int | None) -> None:
        self._write = write
        self._separator = "\n"
        self._outcomes: list[Outcome] = []
        head = _json({"hotel": scope.hotel, "run_id": run_id}).removesuffix("}")
        self._write(f'{head},"findings":[')

    def note(self, event: Found | Outcome) -> None:
        """Write what a check found; remember what it came to."""
        if isinstance(event, Outcome):
            self._outcomes.append(event)
            return
        row = {"number": event.number, "check": event.check.name, **event.finding._asdict()}
        row["hotel"] = event.finding.hotel or None
        self._write(f"{self._separator}{_json(row)}")
        self._separator = ",\n"

    def close(self) -> None:
        """Write what the checks came to, and end the document."""
        checks = [
            {
                "name": check.name,
                "severity": check.severity,
                "rules": check.rules,
                "meaning": check.meaning,
                "findings": findings,
                "seconds": round(seconds, 6),
                "error": error,
            }
            for check, findings, seconds, error in self._outcomes
        ]
        tail = {
            "checks": checks,
            "finding_count": sum(outcome.findings for outcome in self._outcomes),
            "not_run": sum(outcome.error is not None for outcome in self._outcomes),
        }
        self._write(f"\n],{_json(tail).removeprefix('{')}\n")


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()
