"""The delivery by itself: on a real database, with a publisher and a clock that a test holds."""

import asyncio
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from typing import Any

import psycopg

from app.relay.backlog import Backlog
from app.relay.dead_letters import DeadLetters
from app.relay.delivery import Delivery
from tests.relay.recorder import Clock, Recorder


class Scene:
    """A delivery, and what a test does with it."""

    def __init__(self, connection: psycopg.AsyncConnection[Any]) -> None:
        self.connection = connection
        self.recorder, self.clock = Recorder(), Clock()
        self.delivery = Delivery(
            self.recorder,
            Backlog(connection),
            DeadLetters(connection),
            clock=self.clock,
        )

    async def pass_once(self) -> int:
        """Start what is due as far as there are lanes, wait for it, and return how many calls."""
        calls = 0
        async with asyncio.TaskGroup() as lanes:
            while await self.delivery.start(lanes):
                calls += 1
        return calls

    async def deliver_all(self) -> None:
        """Go on until nothing is due."""
        while await self.pass_once():
            pass

    async def idle(self) -> None:
        """Wait until no call is under way; marks may still be to be made."""
        while self.delivery._calls:
            await asyncio.sleep(0.01)

    async def run(self, query: str, *parameters: object) -> list[tuple[Any, ...]]:
        """Run a statement and return its rows, if it has any."""
        cursor = await self.connection.execute(query, parameters)
        return await cursor.fetchall() if cursor.description else []

    async def number(self) -> None:
        """Number every event that is there."""
        while (await self.run("SELECT hotelmate.number_events()"))[0][0]:
            pass

    async def end_pauses(self) -> None:
        """Let the pauses of all channels be over."""
        await self.run("UPDATE hotelmate.realtime_channel SET due_at = now()")

    async def channel(self, name: str) -> tuple[Any, ...]:
        """Return (messages waiting, failures, last_error, seconds until due) of a channel."""
        (row,) = await self.run(
            "SELECT (SELECT count(*) FROM hotelmate.realtime_message AS m"
            " WHERE (m.hotel_id, m.channel) = (c.hotel_id, c.name)"
            " AND m.position > c.delivered_position), failures, last_error,"
            " extract(epoch FROM due_at - clock_timestamp())::float"
            " FROM hotelmate.realtime_channel AS c WHERE name = %s",
            name,
        )
        return row

    async def statistics(self, *columns: str) -> tuple[Any, ...]:
        """Return columns of the relay's figures."""
        (row,) = await self.run(f"SELECT {', '.join(columns)} FROM hotelmate.relay_statistics")
        return row


@asynccontextmanager
async def scene(database_url: str) -> AsyncIterator[Scene]:
    """Open a scene on a database, everything in it numbered."""
    async with await psycopg.AsyncConnection.connect(database_url, autocommit=True) as connection:
        opened = Scene(connection)
        await opened.number()
        yield opened


def play(work: Coroutine[Any, Any, None]) -> None:
    """Run a test's coroutine."""
    asyncio.run(asyncio.wait_for(work, 60))
