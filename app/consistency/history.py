"""How much was found, day by day: a run stands for its hotels until a later one looks again."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, tzinfo
from itertools import groupby
from typing import NamedTuple

from app.consistency.running import Connection
from app.queries.consistency import KEPT_SINCE


class KeptCount(NamedTuple):
    """A row of KEPT_SINCE: what a run found in one hotel and left, of one severity.

    Attributes:
        run_id: the run.
        covers: id of the one hotel that it looked at; None: all.
        finished_at: when it ended.
        hotel_id: where this was found; None: it concerns no one hotel.
        severity: how bad it is; None: the run found nothing.
        findings: how much of it is not mended.
    """

    run_id: int
    covers: int | None
    finished_at: datetime
    hotel_id: int | None
    severity: str | None
    findings: int | None


def kept_since(
    connection: Connection, since: datetime, hotel_id: int | None
) -> Iterable[KeptCount]:
    """Return what complete runs found, the earliest first.

    Args:
        connection: any that may read.
        since: they ended then or later.
        hotel_id: only what was found in this hotel; None: everything.
    """
    rows = connection.execute(KEPT_SINCE, {"since": since, "hotel_id": hotel_id})
    return [KeptCount(*row) for row in rows]


def by_day(counts: Iterable[KeptCount], zone: tzinfo) -> dict[date, Counter[str]]:
    """Return how much was known to be wrong at the end of each day on which something ran.

    Args:
        counts: of runs, in the order they ended.
        zone: whose calendar counts.
    """
    days: dict[date, Counter[str]] = {}
    known = _Known()
    for day, of_day in groupby(counts, lambda count: count.finished_at.astimezone(zone).date()):
        for count in of_day:
            known.learn(count)
        days[day] = known.total()
    return days


class _Known:
    """What the runs until now say, hotel by hotel."""

    def __init__(self) -> None:
        self._run_id: int | None = None
        self._found: dict[int | None, Counter[str]] = {}

    def learn(self, count: KeptCount) -> None:
        if count.run_id != self._run_id:
            self._run_id = count.run_id
            self._forget(count.covers)
        if count.severity is not None:
            found = self._found.setdefault(count.hotel_id, Counter())
            found[count.severity] += int(count.findings or 0)

    def _forget(self, covered: int | None) -> None:
        """Forget what a new run has looked at anew: what concerns no one hotel always is."""
        if covered is None:
            self._found.clear()
        else:
            self._found.pop(covered, None)
            self._found.pop(None, None)

    def total(self) -> Counter[str]:
        return sum(self._found.values(), Counter())
