"""Figures of the checks, as the database keeps them: every API shows them, restarted or not."""

from collections.abc import Iterator
from typing import NamedTuple

import msgspec
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from app.consistency.checks import all_checks
from app.database import Database
from app.queries.consistency import FIGURES
from app.scraping import rows_for_scrape


class Figures(NamedTuple):
    """The row of FIGURES.

    Attributes:
        finished_at: of the oldest among the latest complete runs of all hotels, in seconds since
            1970.
        not_run: how many checks these runs could not run to their end.
        current: check, severity and number of findings, in JSON, where anything is wrong.
    """

    finished_at: float
    not_run: int
    current: str


class Current(msgspec.Struct):
    """How much a check found that is not mended, in all hotels, by the latest run of each."""

    check_file: str
    severity: str
    findings: int


async def consistency_text(database: Database) -> bytes:
    """Return the figures in Prometheus' text format.

    Nothing before the first run, and while the database is away.
    """
    rows = await rows_for_scrape(database, FIGURES)
    if not rows:
        return b""
    registry = CollectorRegistry()
    registry.register(_Consistency(Figures(*rows[0])))
    return generate_latest(registry)


class _Consistency(Collector):
    def __init__(self, figures: Figures) -> None:
        self._figures = figures

    def collect(self) -> Iterator[GaugeMetricFamily]:
        yield self._findings()
        yield GaugeMetricFamily(
            "hotelmate_consistency_checks_not_run",
            "Checks that the latest run of each hotel could not run to their end, added up.",
            self._figures.not_run,
        )
        yield GaugeMetricFamily(
            "hotelmate_consistency_last_run_timestamp_seconds",
            "When the oldest among the hotels' latest runs of every check ended. A hotel that had"
            " none counts from when it was made.",
            self._figures.finished_at,
        )

    def _findings(self) -> GaugeMetricFamily:
        current = msgspec.json.decode(self._figures.current, type=list[Current])
        found = {(row.check_file, row.severity): row.findings for row in current}
        wrong = {row.check_file for row in current}
        for check in all_checks():
            if check.name not in wrong:
                found[check.name, check.severity] = 0
        family = GaugeMetricFamily(
            "hotelmate_consistency_findings",
            "What the latest run of each hotel found and nobody has mended.",
            labels=("check", "severity"),
        )
        for (name, severity), findings in sorted(found.items()):
            family.add_metric((name, severity), findings)
        return family
