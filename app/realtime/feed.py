"""The feed of a process: what happens in the hotels that its clients listen to, read once for all.

A session of its own waits for notifications; a poll each second is what there is without them, and
without a relay. When the database goes away, clients stay, and go on where they were.
"""

import asyncio
import random
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager, suppress
from itertools import groupby

import structlog
from psycopg.errors import LockNotAvailable, ReadOnlySqlTransaction

from app.database import Connection, Database, Row
from app.problems import ProblemError
from app.queries import events as queries
from app.realtime.listener import CATCHING_UP_AT_ONCE, Listener, ReadPage
from app.realtime.replay import Heard
from app.realtime.window import KEPT_EVENTS, Window

POLL_SECONDS = 1.0
# How often those who listen are looked up in the staff: well within listener.RIGHT_SECONDS.
RIGHTS_SECONDS = 10.0
# A session that the network has swallowed fails by then.
ROUND_SECONDS = 15.0
FIRST_PAUSE_SECONDS = 0.1
LONGEST_PAUSE_SECONDS = 5.0
_NEVER = float("-inf")


class Feed:
    """Who listens, and the newest events of their hotels.

    Args:
        database: where the events are.
        most: how many may listen at once.
    """

    def __init__(self, database: Database, most: int) -> None:
        self._database = database
        self._most = most
        self._listeners: set[Listener] = set()
        self._windows: dict[int, Window] = {}
        self._somebody = asyncio.Event()
        self._turn = asyncio.Semaphore(CATCHING_UP_AT_ONCE)
        self._is_over = False
        self._failures = 0
        self._numbered_at = self._looked_at = _NEVER

    def count(self) -> int:
        """Return how many listen."""
        return len(self._listeners)

    def require_room(self) -> None:
        """Raise a ProblemError, `event-streams-full`, when nobody more may listen."""
        if len(self._listeners) >= self._most:
            raise ProblemError("event-streams-full")

    def listen(
        self,
        read_page: ReadPage,
        *,
        hotel_id: int,
        staff_id: int,
        username: str,
        position: int,
        latest: int,
    ) -> Listener:
        """Let a client in; `leave` is due when it is gone.

        Args:
            read_page: see Listener.
            hotel_id: the hotel.
            staff_id: who listens, just now found to be active staff.
            username: theirs.
            position: everything up to here, the client has.
            latest: the newest position of the hotel, as far as is known.

        Raises:
            ProblemError: `event-streams-full`.
        """
        self.require_room()
        listener = Listener(
            self._windows.setdefault(hotel_id, Window(latest)),
            read_page,
            self._turn,
            hotel_id=hotel_id,
            staff_id=staff_id,
            username=username,
            position=position,
        )
        listener.is_over = self._is_over
        self._listeners.add(listener)
        self._somebody.set()
        return listener

    def leave(self, listener: Listener) -> None:
        """Forget a client, and its hotel if it was the last there."""
        self._listeners.discard(listener)
        if all(other.hotel_id != listener.hotel_id for other in self._listeners):
            self._windows.pop(listener.hotel_id, None)
        if not self._listeners:
            self._somebody.clear()

    def end_streams(self) -> None:
        """End every stream, and each that would begin: the server stops."""
        self._is_over = True
        self._end(self._listeners)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Follow the database while the block runs."""
        task = asyncio.create_task(self._follow_for_ever(), name="feed")
        try:
            yield
        finally:
            self.end_streams()
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    async def _follow_for_ever(self) -> None:
        while True:
            await self._somebody.wait()
            try:
                async with await self._database.connect() as connection:
                    await self._follow(connection)
            except Exception as error:
                # Whatever it was, the clients are still there, and go on where they were.
                structlog.get_logger().warning("feed_failed", error=type(error).__name__)
                longest = min(LONGEST_PAUSE_SECONDS, FIRST_PAUSE_SECONDS * 2**self._failures)
                self._failures = min(self._failures + 1, 10)
                await asyncio.sleep(random.uniform(longest / 2, longest))

    async def _follow(self, connection: Connection) -> None:
        """Take in what happens as long as somebody listens."""
        self._numbered_at = self._looked_at = _NEVER
        with suppress(ReadOnlySqlTransaction):  # a standby has no notifications; the poll remains
            await connection.execute("LISTEN hotelmate_messages")
        while self._listeners:
            async with asyncio.timeout(ROUND_SECONDS):
                await self._round(connection)
            self._failures = 0
            async for _ in connection.notifies(timeout=POLL_SECONDS, stop_after=1):
                pass

    async def _round(self, connection: Connection) -> None:
        now = asyncio.get_running_loop().time()
        if now >= self._looked_at + RIGHTS_SECONDS:
            # Before anything is taken in: after a pause nobody hears what is no longer for them.
            await self._look_up_rights(connection)
            self._looked_at = now
        if now >= self._numbered_at + POLL_SECONDS:
            await self._number(connection)
            self._numbered_at = now
        while await self._take_in_news(connection):
            pass

    async def _look_up_rights(self, connection: Connection) -> None:
        asked = list(self._listeners)
        people = {(each.hotel_id, each.staff_id, each.username) for each in asked}
        hotel_ids, staff_ids, usernames = zip(*people, strict=True) if people else ((), (), ())
        cursor = await connection.execute(
            queries.STILL_STAFF,
            {
                "hotel_ids": list(hotel_ids),
                "staff_ids": list(staff_ids),
                "usernames": list(usernames),
            },
        )
        active = set(await cursor.fetchall())
        now = asyncio.get_running_loop().time()
        for listener in asked:
            if (listener.hotel_id, listener.staff_id) in active:
                listener.right_seen_at = now
        self._end(each for each in asked if (each.hotel_id, each.staff_id) not in active)

    async def _number(self, connection: Connection) -> None:
        """Do what a relay does, if none does: turn events into messages."""
        cursor = await connection.execute(queries.WAITING, {"hotel_ids": list(self._windows)})
        for (hotel_id,) in await cursor.fetchall():
            # One hotel a transaction: so there is one lock at a time, and no deadlock.
            with suppress(LockNotAvailable):
                await connection.execute(queries.NUMBER, {"hotel_id": hotel_id})

    async def _take_in_news(self, connection: Connection) -> bool:
        """Read what is new in every hotel at once; returns whether there may be more."""
        asked = dict(self._windows)
        cursor = await connection.execute(
            queries.NEWS,
            {
                "hotel_ids": list(asked),
                "positions": [window.end for window in asked.values()],
                "limit": KEPT_EVENTS,
            },
        )
        is_more = False
        for hotel_id, rows in groupby(await cursor.fetchall(), key=_hotel_of):
            # Its clients may all have left meanwhile, and others come: what follows the end of the
            # old window says nothing about a new one.
            if self._windows.get(hotel_id) is asked[hotel_id]:
                is_more |= self._take_in(asked[hotel_id], hotel_id, list(rows))
        return is_more

    def _take_in(self, window: Window, hotel_id: int, rows: list[Row]) -> bool:
        _, latest, removed, *_ = rows[0]
        if latest < window.end:
            # The database was restored from a backup: what clients have is of another history.
            self._end(each for each in self._listeners if each.hotel_id == hotel_id)
        if not removed <= window.end <= latest:
            window.restart(latest)
            return False
        events = [Heard(*row[3:]) for row in rows if row[3] is not None]
        is_full = len(rows) == KEPT_EVENTS
        window.take_in(events, events[-1].position if is_full else latest)
        return is_full

    def _end(self, listeners: Iterable[Listener]) -> None:
        for listener in listeners:
            listener.is_over = True
        for window in self._windows.values():
            window.wake()


def _hotel_of(row: Row) -> int:
    return int(row[0])
