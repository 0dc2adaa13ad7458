"""Messages are removed when they were delivered and replay needs them no more, in small pieces."""

import asyncio
from datetime import UTC, datetime, timedelta

import structlog

from app.relay.connection import Connection

PIECE = 500
# Between two pieces others have the database, and vacuum keeps up.
REST_SECONDS = 0.05
EVERY_SECONDS = 60.0
REMOVE = """\
SELECT piece.looked_at, piece.removed, piece.looked_up_to
FROM hotelmate.remove_messages(%s, clock_timestamp() - %s::interval, %s) AS piece
"""
THE_BEGINNING = datetime(1, 1, 1, tzinfo=UTC)

log = structlog.get_logger(component="relay")


async def remove_until(stop: asyncio.Event, connection: Connection, kept: timedelta) -> None:
    """Remove what is old, again and again, until `stop` is set."""
    while not stop.is_set():
        removed = await remove_old(stop, connection, kept)
        if removed:
            log.info("messages_removed", count=removed)
        try:
            await asyncio.wait_for(stop.wait(), EVERY_SECONDS)
        except TimeoutError:
            continue


async def remove_old(stop: asyncio.Event, connection: Connection, kept: timedelta) -> int:
    """Remove the messages that are older than they are kept; return how many.

    What is not delivered yet, and dead letters, are passed over and looked at next time.
    """
    removed, start, looked_at = 0, THE_BEGINNING, PIECE
    while looked_at == PIECE and not stop.is_set():
        row = await (await connection.execute(REMOVE, (start, kept, PIECE))).fetchone()
        assert row is not None
        looked_at, count, start = row[0], row[1], row[2]
        removed += count
        await asyncio.sleep(REST_SECONDS)
    return removed
