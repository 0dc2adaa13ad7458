"""Figures for Prometheus: requests, Stripe's events, passing failures of the database, streams, the
pool. What the database keeps is read by app/scraping.py."""

from collections.abc import Callable, Iterator

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.registry import Collector

SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
# Of psycopg_pool's statistics, those that only grow.
_TOTALS = {"requests_num", "requests_queued", "requests_errors", "connections_lost"}
_LEVELS = {"pool_size", "pool_available", "requests_waiting"}


class Metrics:
    """The figures of one application, in a registry of its own.

    Attributes:
        requests: count by method, route and status; the route is the template, never the path.
        seconds: how long requests took, by method and route.
        webhook_events: events that Stripe sent, by what became of them.
        guest_messages: messages to guests, by what became of them in this process; RETRIED counts
            tries after which one waits again.
        passing_failures: deadlocks, lock time-outs and serialization failures, by name.
    """

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "hotelmate_requests", "Requests.", ("method", "route", "status"), registry=self.registry
        )
        self.seconds = Histogram(
            "hotelmate_request_seconds",
            "Seconds from request to response.",
            ("method", "route"),
            buckets=SECONDS,
            registry=self.registry,
        )
        self.webhook_events = Counter(
            "hotelmate_webhook_events",
            "Events that Stripe sent and that were stored, or known already.",
            ("outcome",),
            registry=self.registry,
        )
        self.guest_messages = Counter(
            "hotelmate_guest_messages",
            "Messages to guests, by what became of them.",
            ("state",),
            registry=self.registry,
        )
        self.passing_failures = Counter(
            "hotelmate_database_passing_failures",
            "Deadlocks, lock time-outs and serialization failures that a request met.",
            ("failure",),
            registry=self.registry,
        )

    def watch_pool(self, statistics: Callable[[], dict[str, int]]) -> None:
        """Show the statistics of the connection pool, read at each scrape."""
        self.registry.register(_Pool(statistics))

    def watch_streams(self, count: Callable[[], int]) -> None:
        """Show how many clients listen to events, counted at each scrape."""
        gauge = Gauge("hotelmate_event_streams", "Open streams of events.", registry=self.registry)
        gauge.set_function(count)

    def text(self) -> bytes:
        """Return every figure in Prometheus' text format."""
        return generate_latest(self.registry)


class _Pool(Collector):
    def __init__(self, statistics: Callable[[], dict[str, int]]) -> None:
        self._statistics = statistics

    def collect(self) -> Iterator[GaugeMetricFamily | CounterMetricFamily]:
        found = self._statistics()
        for name in sorted(_LEVELS):
            yield GaugeMetricFamily(
                f"hotelmate_pool_{name}", f"psycopg_pool: {name}.", found.get(name, 0)
            )
        for name in sorted(_TOTALS):
            yield CounterMetricFamily(
                f"hotelmate_pool_{name}", f"psycopg_pool: {name}.", found.get(name, 0)
            )
