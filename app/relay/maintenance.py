"""What the leader does once a minute beside its work: old messages go, and no channel is mute."""

import asyncio
from datetime import timedelta

import structlog

from app.background.waiting import wait_for_event
from app.relay.backlog import Backlog
from app.relay.connection import Connection
from app.relay.retention import PIECE, remove_old

EVERY_SECONDS = 60.0
# Whoever found much that is old and nothing that may go has no need to find it again so soon.
IN_VAIN_SECONDS = 600.0

log = structlog.get_logger(component="relay")


async def maintain_until(stop: asyncio.Event, connection: Connection, kept: timedelta) -> None:
    """Keep the tables in order, again and again, until `stop` is set.

    Args:
        connection: of its own, so that nothing waits for what it does.
        kept: how long delivered messages stay for replay.
    """
    backlog = Backlog(connection)
    while not stop.is_set():
        await backlog.in_time()
        round_ = await remove_old(stop, connection, kept)
        if round_.removed:
            log.info("messages_removed", count=round_.removed)
        in_vain = round_.looked_at > PIECE and not round_.removed
        await wait_for_event(stop, IN_VAIN_SECONDS if in_vain else EVERY_SECONDS)
