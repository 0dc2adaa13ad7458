"""Messages are removed when they were delivered and replay needs them no more, in small pieces."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from app.relay.connection import Connection

PIECE = 500
# Between two pieces others have the database, and vacuum keeps up.
REST_SECONDS = 0.05
REMOVE = """\
SELECT piece.looked_at, piece.removed, piece.looked_up_to
FROM hotelmate.remove_messages(%s, clock_timestamp() - %s::interval, %s) AS piece
"""
THE_BEGINNING = datetime(1, 1, 1, tzinfo=UTC)


class Removal(NamedTuple):
    """What one round did: messages that were old enough, and how many of them are gone."""

    looked_at: int
    removed: int


async def remove_old(stop: asyncio.Event, connection: Connection, kept: timedelta) -> Removal:
    """Remove the messages that are older than they are kept.

    What is not delivered yet, and dead letters, are passed over and looked at next time.
    """
    looked_at, removed, start, piece = 0, 0, THE_BEGINNING, PIECE
    while piece == PIECE and not stop.is_set():
        row = await (await connection.execute(REMOVE, (start, kept, PIECE))).fetchone()
        assert row is not None
        piece, count, start = row
        looked_at += piece
        removed += count
        await asyncio.sleep(REST_SECONDS)
    return Removal(looked_at, removed)
