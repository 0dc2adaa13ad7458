"""Figures of messages that wait, as the database has them: every API shows the same."""

import asyncio

import psycopg
from prometheus_client import CollectorRegistry, Gauge, generate_latest

from app.database import Database
from app.problems import ProblemError
from app.queries.messages import BACKLOG

# A scrape that waits for a database that is away would show nothing else either.
SCRAPE_SECONDS = 2.0


async def messages_text(database: Database) -> bytes:
    """Return the figures in Prometheus' text format; nothing while the database is away."""
    try:
        async with asyncio.timeout(SCRAPE_SECONDS):
            ((waiting, oldest),) = await database.probe(BACKLOG)
    except (ProblemError, psycopg.Error, TimeoutError):
        return b""
    registry = CollectorRegistry()
    for name, meaning, level in (
        ("waiting", "Messages to guests that are not finished.", waiting),
        ("oldest_seconds", "How long the oldest of them waits.", oldest),
    ):
        Gauge(f"hotelmate_guest_messages_{name}", meaning, registry=registry).set(level)
    return generate_latest(registry)
