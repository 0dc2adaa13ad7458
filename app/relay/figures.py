"""Figures of the relay, as its database has them: any API shows them, and they survive restarts."""

from collections.abc import Iterator
from itertools import accumulate

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    Metric,
)
from prometheus_client.registry import Collector

from app.database import Database
from app.queries.relay import OLDEST_SECONDS, STATUS
from app.relay.latency import SECONDS
from app.relay.status import Status
from app.scraping import rows_for_scrape


async def oldest_seconds(database: Database) -> float:
    """Return how long the oldest event waits that is not delivered; 0 when none does.

    Raises:
        ProblemError, psycopg.Error: the database is away, or its schema is another.
    """
    (row,) = await database.probe(OLDEST_SECONDS)
    return float(row[0])


async def relay_text(database: Database) -> bytes:
    """Return the figures in Prometheus' text format; nothing while the database is away."""
    rows = await rows_for_scrape(database, STATUS)
    if not rows:
        return b""
    registry = CollectorRegistry()
    registry.register(_Relay(Status(*rows[0])))
    return generate_latest(registry)


class _Relay(Collector):
    def __init__(self, status: Status) -> None:
        self._status = status

    def collect(self) -> Iterator[Metric]:
        status = self._status
        for name, meaning, level in (
            ("backlog", "Events and messages that are not delivered.", status.backlog),
            (
                "backlog_oldest_seconds",
                "How long the oldest of them waits.",
                status.oldest_seconds,
            ),
            ("dead_letters", "Messages that the publisher refuses.", status.dead_letters),
            ("leading", "Whether a relay leads.", int(status.leader_pid is not None)),
        ):
            yield GaugeMetricFamily(f"hotelmate_relay_{name}", meaning, level)
        for name, meaning, total in (
            ("delivered", "Messages that the publisher acknowledged.", status.delivered),
            ("retried", "Messages in calls that failed.", status.retried),
            ("dead", "Messages that became dead letters.", status.dead),
        ):
            yield CounterMetricFamily(f"hotelmate_relay_{name}", meaning, total)
        yield HistogramMetricFamily(
            "hotelmate_relay_delivery_seconds",
            "Seconds from the event to its acknowledgement.",
            buckets=self._buckets(),
            sum_value=status.seconds_sum,
        )

    def _buckets(self) -> list[tuple[str, float]]:
        """Return limits and how many took no longer; before the first delivery there are none."""
        counts = self._status.seconds_buckets or [0] * (len(SECONDS) + 1)
        limits = [*map(str, SECONDS), "+Inf"]
        return list(zip(limits, map(float, accumulate(counts)), strict=True))
