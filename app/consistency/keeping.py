"""Kept runs: what was found, counted hotel by hotel, for the API, the figures and the report.

Findings are written as they come, on another connection than the snapshot's; the run counts from
the moment it is finished.
"""

from collections import Counter
from datetime import timedelta
from typing import Literal

from app.consistency.checks import Check
from app.consistency.running import NO_HOTEL, Connection, Found, Outcome, Scope, require_hotel
from app.queries import consistency as queries

Occasion = Literal["CHECK", "RECONCILE", "SCHEDULE"]

BATCH = 1000
# Old runs are removed in pieces, so that no transaction is long.
RUNS_AT_ONCE = 100
FINDINGS_AT_ONCE = 5000


class Keeping:
    """One run that is being kept.

    Attributes:
        run_id: its id in hotelmate.consistency_run.
    """

    def __init__(self, connection: Connection, occasion: Occasion, scope: Scope) -> None:
        """Begin the run.

        Args:
            connection: the owner's, in autocommit, not the one that runs the checks.
            occasion: why it is run.
            scope: what it looks at.

        Raises:
            UnknownHotelError: the scope names a hotel that is not there.
            psycopg.Error: nothing can be kept: a standby, or a schema without these tables.
        """
        self._connection = connection
        self._scope = scope
        # While a long check runs there is nothing to keep.
        connection.execute("SET idle_session_timeout = 0")
        self._hotels: dict[str, int | None] = {NO_HOTEL: None}
        self._hotel_id = None if scope.hotel is None else self._hotel(scope.hotel)
        self._counts: Counter[tuple[Check, int | None]] = Counter()
        self._outcomes: list[Outcome] = []
        self._batch: list[Found] = []
        begun = {
            "hotel_id": self._hotel_id,
            "occasion": occasion,
            "only_checks": list(scope.only) or None,
        }
        row = connection.execute(queries.BEGIN, begun).fetchone()
        assert row is not None
        self.run_id = int(row[0])

    def note(self, event: Found | Outcome) -> None:
        """Keep what a check found, or what it came to."""
        if isinstance(event, Outcome):
            self._outcomes.append(event)
            return
        self._counts[event.check, self._hotel(event.finding.hotel)] += 1
        self._batch.append(event)
        if len(self._batch) >= BATCH:
            self._write_batch()

    def finish(self) -> None:
        """Let the run count: as the latest of its hotels, when every check was asked."""
        self._write_batch()
        run = {"run_id": self.run_id, "hotel_id": self._hotel_id}
        results = [
            {
                "run_id": self.run_id,
                "check_file": outcome.check.name,
                "severity": outcome.check.severity,
                "findings": outcome.findings,
                "seconds": outcome.seconds,
                "error": outcome.error,
            }
            for outcome in self._outcomes
        ]
        counts = [
            {"run_id": self.run_id, "check_file": check.name, "hotel_id": hotel, "findings": count}
            for (check, hotel), count in self._counts.items()
        ]
        with self._connection.transaction(), self._connection.cursor() as cursor:
            # Two runs that end at once would both be the latest.
            cursor.execute(queries.ONE_AT_A_TIME)
            cursor.executemany(queries.KEEP_RESULT, results)
            cursor.executemany(queries.KEEP_COUNT, counts)
            if not self._scope.only:
                cursor.execute(queries.SUPERSEDE_COUNTS, run)
                cursor.execute(queries.MAKE_CURRENT, run)
                cursor.execute(queries.DROP_SUPERSEDED_ZEROS, run)
            cursor.execute(queries.FINISH, run)

    def note_mend(self, found: Found, *, gone: bool, outcome: str) -> None:
        """Keep what became of a finding of this run, after it was finished.

        Call it in the transaction that mended, or after it.

        Args:
            found: the finding.
            gone: whether it is no more.
            outcome: what was done, or why it could not be.
        """
        mend = {
            "run_id": self.run_id,
            "number": found.number,
            "gone": gone,
            "outcome": outcome,
            "check_file": found.check.name,
            "hotel_id": self._hotel(found.finding.hotel),
        }
        with self._connection.transaction():
            marked = self._connection.execute(queries.NOTE_MEND, mend)
            if gone and marked.rowcount:
                self._connection.execute(queries.COUNT_MENDED, mend)

    def _write_batch(self) -> None:
        if not self._batch:
            return
        rows = [
            {
                "number": number,
                "check_file": check.name,
                "check_name": finding.check_name,
                "hotel_id": self._hotel(finding.hotel),
                "subject": finding.subject,
                "finding": finding.finding,
                "since": finding.since,
                "mend": finding.mend,
            }
            for check, finding, number in self._batch
        ]
        columns = {name: [row[name] for row in rows] for name in rows[0]}
        self._connection.execute(queries.ADD_FINDINGS, {"run_id": self.run_id, **columns})
        self._batch.clear()

    def _hotel(self, slug: str) -> int | None:
        if slug not in self._hotels:
            self._hotels[slug] = require_hotel(self._connection, slug)
        return self._hotels[slug]


def remove_old(connection: Connection, days: int) -> int:
    """Remove the runs that began longer ago than that, in pieces; return how many there were."""
    removed, kept_for = 0, timedelta(days=days)
    while True:
        old = {"kept_for": kept_for, "limit": RUNS_AT_ONCE}
        runs = [row[0] for row in connection.execute(queries.OLD_RUNS, old)]
        if not runs:
            return removed
        piece = {"runs": runs, "limit": FINDINGS_AT_ONCE}
        while connection.execute(queries.REMOVE_FINDINGS, piece).rowcount == FINDINGS_AT_ONCE:
            pass
        with connection.transaction():
            for statement in queries.REMOVE_RUNS:
                connection.execute(statement, piece)
        removed += len(runs)
