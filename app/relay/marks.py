"""Marks that find a row locked are made later; meanwhile its channel alone is left alone.

Somebody may hold the lock of a channel for long: a transaction that numbered events in psql and was
forgotten. That must stop neither the other channels nor the leader.
"""

import asyncio
from collections.abc import Awaitable, Callable

import structlog
from psycopg.errors import LockNotAvailable

from app.relay.backlog import Channel

LATER_SECONDS = 5.0

Mark = Callable[[], Awaitable[None]]

log = structlog.get_logger(component="relay")


class Marks:
    """Makes marks, at once or later.

    Attributes:
        waiting: channels with a mark that is still to be made.
    """

    def __init__(self) -> None:
        self.waiting: set[Channel] = set()
        self._later: set[asyncio.Task[None]] = set()

    async def make(self, group: asyncio.TaskGroup, channel: Channel, mark: Mark) -> None:
        """Make a mark about a channel; if its row is locked, go on trying in the group."""
        try:
            await mark()
        except LockNotAvailable:
            log.warning("channel_locked", hotel_id=channel[0], channel=channel[1])
            self.waiting.add(channel)
            task = group.create_task(self._until_made(channel, mark))
            self._later.add(task)
            task.add_done_callback(self._later.discard)

    async def _until_made(self, channel: Channel, mark: Mark) -> None:
        while True:
            await asyncio.sleep(LATER_SECONDS)
            try:
                await mark()
            except LockNotAvailable:
                continue
            self.waiting.discard(channel)
            return

    def give_up(self) -> None:
        """Make no more marks: what is not marked is sent again by whoever leads next."""
        for task in self._later:
            task.cancel()
