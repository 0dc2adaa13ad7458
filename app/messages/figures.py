"""Figures of messages that wait, as the database has them: every API shows the same."""

from prometheus_client import CollectorRegistry, Gauge, generate_latest

from app.database import Database
from app.queries.messages import BACKLOG
from app.scraping import rows_for_scrape


async def messages_text(database: Database) -> bytes:
    """Return the figures in Prometheus' text format; nothing while the database is away."""
    rows = await rows_for_scrape(database, BACKLOG)
    if not rows:
        return b""
    ((waiting, oldest),) = rows
    registry = CollectorRegistry()
    for name, meaning, level in (
        ("waiting", "Messages to guests that are not finished.", waiting),
        ("oldest_seconds", "How long the oldest of them waits.", oldest),
    ):
        Gauge(f"hotelmate_guest_messages_{name}", meaning, registry=registry).set(level)
    return generate_latest(registry)
