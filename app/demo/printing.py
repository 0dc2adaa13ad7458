"""The demo on paper: aligned plain text, coloured only where a person looks on."""

import os
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from textwrap import wrap
from typing import TextIO

from app.demo.attempts import Outcome, Verdict

WIDTH = 100
GREEN, RED, DIM, BOLD, PLAIN = "\x1b[32m", "\x1b[31m", "\x1b[2m", "\x1b[1m", "\x1b[0m"
PLAINER = str.maketrans({"✓": "ok", "✗": "!!", "→": "->", "─": "-"})
"""For places that cannot show the signs."""
TIME_STAMP = re.compile(r"^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)")
Change = tuple[str, object, object]


class Page:
    """Prints to one place.

    Args:
        out: a terminal gets colours, unless NO_COLOR is set.
    """

    def __init__(self, out: TextIO) -> None:
        self._out = out
        self._colours = out.isatty() and "NO_COLOR" not in os.environ
        self._encoding = getattr(out, "encoding", None) or "utf-8"

    def title(self, text: str) -> None:
        """Start a part."""
        self._line()
        self._line(self._in(BOLD, text))
        self._line(self._in(DIM, "─" * WIDTH))

    def text(self, text: str) -> None:
        """Print a line as it is."""
        self._line(text)

    def failure(self, text: str) -> None:
        """Say what is not as it must be."""
        self._line(self._in(RED, f"     ✗ {text}"))

    def paragraph(self, text: str) -> None:
        """Print sentences, in lines that fit."""
        for line in wrap(text, WIDTH - 5):
            self._line(f"     {line}")

    def step(self, number: int, title: str, call: str, status: object) -> None:
        """Print one step of the story and what it answered."""
        self._line()
        self._line(f"{number:2}   {self._in(BOLD, title)}")
        self._line(f"     {call}  →  {status}")

    def changes(self, kind: str, changes: Sequence[Change]) -> None:
        """Print what changed, one a line: by the caller's hand, or derived by the database."""
        for position, (name, before, after) in enumerate(changes):
            head = kind if position == 0 else ""
            old, new = _value(name, before), _value(name, after)
            # Two stamps within one second look the same.
            arrow = f"{old} → " if before is not None and old != new else ""
            self._line(f"     {self._in(DIM, f'{head:9}')}{name:38} {arrow}{new}")

    def audit(self, path: str, events: Sequence[str]) -> None:
        """Print what the audit trail kept of a stay."""
        self.trail(f"The audit trail has it all (GET {path}):", events)

    def trail(self, head: str, names: Sequence[str]) -> None:
        """Print what came one after the other."""
        self._line()
        self._line(f"     {head}")
        for start in range(0, len(names), 3):
            self._line(f"     {' → '.join(names[start : start + 3])}")

    def attempts(self, verdict: Verdict) -> None:
        """Print every attempt at one contradiction, as it was tried."""
        contradiction = verdict.contradiction
        self._line()
        self._line(f"{contradiction.number}  {self._in(BOLD, contradiction.title)}")
        for way, outcomes in (("HTTP", verdict.http), ("SQL", verdict.sql)):
            for outcome in outcomes:
                self._line(f"     {way:5}{outcome.says}")
                for line in wrap(outcome.tried, WIDTH - 10, break_long_words=False):
                    self._line(self._in(DIM, f"          {line}"))
                self._line(f"          {self._seen(outcome)}")

    def table(self, verdicts: Sequence[Verdict]) -> None:
        """Print one row a contradiction: what refused it over HTTP and in SQL."""
        self.title("What refused it")
        for verdict in verdicts:
            contradiction = verdict.contradiction
            head = f"{contradiction.number}  {contradiction.title:36}"
            for way, outcomes in (("HTTP", verdict.http), ("SQL", verdict.sql)):
                refusals = [outcome for outcome in outcomes if outcome.belongs_in_table]
                names = list(dict.fromkeys(map(self._short, refusals)))
                for position, name in enumerate(names):
                    self._line(f"{head}  {way if position == 0 else '':5} {name}")
                    head = " " * len(head)
        self._line()
        self._line("Each name is the constraint's, and with dashes that of the problem type:")
        self._line("GET /problems/room-ready-is-vacant says what the rule is and what to do.")
        self._line()

    def summary(self, verdicts: Sequence[Verdict]) -> None:
        """Print the figures of the table in one line."""
        http = sum(verdict.refused_over_http for verdict in verdicts)
        in_sql = sum(verdict.refused_in_sql for verdict in verdicts)
        total = len(verdicts)
        line = f"HTTP: {http} of {total} refused, SQL: {in_sql} of {total} refused"
        self._line(self._in(GREEN if http == in_sql == total else RED, line))

    def _seen(self, outcome: Outcome) -> str:
        if not outcome.as_expected:
            return self._in(RED, f"✗ {outcome.seen}; expected was {outcome.expected}")
        return self._in(GREEN, f"✓ {outcome.how} {outcome.seen}")

    def _short(self, outcome: Outcome) -> str:
        if outcome.as_expected:
            return self._in(GREEN, f"✓ {outcome.seen}")
        return self._in(RED, f"✗ {outcome.seen} (expected: {outcome.expected})")

    def _in(self, colour: str, text: str) -> str:
        return f"{colour}{text}{PLAIN}" if self._colours else text

    def _line(self, text: str = "") -> None:
        if not self._encoding.lower().startswith("utf"):
            known = text.translate(PLAINER).encode(self._encoding, "replace")
            text = known.decode(self._encoding)
        print(text, file=self._out, flush=True)


def _value(name: str, value: object) -> str:
    """Return a value in short: a stamp of today as its time, an amount in whole units."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int) and name.endswith("_amount"):
        return f"{value / 100:.2f}"
    stamp = TIME_STAMP.match(value) if isinstance(value, str) else None
    if stamp:
        day = "" if stamp[1] == datetime.now(UTC).date().isoformat() else f"{stamp[1]} "
        return f"{day}{stamp[2]} UTC"
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "none"
    return "none" if value is None else str(value)
