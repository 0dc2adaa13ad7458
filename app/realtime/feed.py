"""The feed of a process: what happens in the hotels that its clients listen to, read once for all.

A session of its own waits for notifications; a poll each second is what there is without them, and
without a relay. When the database goes away, clients stay, and go on where they were.

Which hotels have news is asked of all at once, and tells positions only. The messages are read
hotel by hotel, each in a transaction that sees no other hotel.
"""

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager, suppress
from typing import NamedTuple

import structlog
from psycopg.errors import LockNotAvailable, ReadOnlySqlTransaction

from app.background.backoff import Backoff
from app.background.cancellation import end
from app.database import Connection, Database, Parameters, Row
from app.problems import ProblemError
from app.queries import context as contexts
from app.queries import events as queries
from app.realtime.listener import CATCHING_UP_AT_ONCE, Listener, ReadPage
from app.realtime.replay import Heard
from app.realtime.window import KEPT_EVENTS, Window

POLL_SECONDS = 1.0
# How often those who listen are looked up in the staff: well within listener.RIGHT_SECONDS.
RIGHTS_SECONDS = 10.0
# A session that the network has swallowed fails by then.
ROUND_SECONDS = 15.0
PAUSE = Backoff(first=0.1, longest=5.0, varied=True)
_NEVER = float("-inf")


class _Right(NamedTuple):
    """What lets a listener in: who they are, and by what session or key."""

    hotel_id: int
    staff_id: int
    username: str
    session_id: str | None
    api_key_id: int | None


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
        session_id: str | None = None,
        api_key_id: int | None = None,
        position: int,
        latest: int,
    ) -> Listener:
        """Let a client in; `leave` is due when it is gone.

        Args:
            read_page: see Listener.
            hotel_id: the hotel.
            staff_id: who listens, just now found to be active staff.
            username: theirs.
            session_id, api_key_id: what lets them in, and must go on to.
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
            session_id=session_id,
            api_key_id=api_key_id,
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
            await end(task)

    async def _follow_for_ever(self) -> None:
        while True:
            await self._somebody.wait()
            try:
                async with await self._database.connect() as connection:
                    await self._follow(connection)
            except Exception as error:
                # Whatever it was, the clients are still there, and go on where they were.
                structlog.get_logger().warning("feed_failed", error=type(error).__name__)
                self._failures += 1
                await asyncio.sleep(PAUSE.after(self._failures))

    async def _follow(self, connection: Connection) -> None:
        """Take in what happens as long as somebody listens."""
        self._numbered_at = self._looked_at = _NEVER
        with suppress(ReadOnlySqlTransaction):  # a standby has no notifications; the poll remains
            await connection.execute("LISTEN hotelmate_messages")
        await connection.execute("SET application_name = 'hotelmate-api feed'")
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
        rights = list({_right_of(each) for each in asked})
        columns = zip(*rights, strict=True) if rights else ((),) * len(_Right._fields)
        names = (f"{field}s" for field in _Right._fields)
        # Before anybody acts: as the role that finds out who calls.
        cursor = await connection.execute(
            queries.STILL_STAFF, dict(zip(names, map(list, columns), strict=True))
        )
        good = {rights[place - 1] for (place,) in await cursor.fetchall()}
        now = asyncio.get_running_loop().time()
        for listener in asked:
            if _right_of(listener) in good:
                listener.right_seen_at = now
        self._end(each for each in asked if _right_of(each) not in good)

    async def _number(self, connection: Connection) -> None:
        """Do what a relay does, if none does: turn events into messages."""
        waiting = await _over_hotels(
            connection, queries.WAITING, {"hotel_ids": list(self._windows)}
        )
        for (hotel_id,) in waiting:
            # One hotel a transaction: so there is one lock at a time, and no deadlock.
            with suppress(LockNotAvailable):
                await _at_hotel(connection, queries.NUMBER, {"hotel_id": hotel_id})

    async def _take_in_news(self, connection: Connection) -> bool:
        """Read what is new in every hotel that has news; returns whether there may be more."""
        asked = dict(self._windows)
        ends = [window.end for window in asked.values()]
        with_news = await _over_hotels(
            connection, queries.WITH_NEWS, {"hotel_ids": list(asked), "positions": ends}
        )
        is_more = False
        for (hotel_id,) in with_news:
            window = asked[hotel_id]
            rows = await _at_hotel(
                connection,
                queries.NEWS,
                {"hotel_id": hotel_id, "position": window.end, "limit": KEPT_EVENTS},
            )
            # Its clients may all have left meanwhile, and others come: what follows the end of the
            # old window says nothing about a new one.
            if rows and self._windows.get(hotel_id) is window:
                is_more |= self._take_in(window, hotel_id, rows)
        return is_more

    def _take_in(self, window: Window, hotel_id: int, rows: list[Row]) -> bool:
        latest, removed, *_ = rows[0]
        if latest < window.end:
            # The database was restored from a backup: what clients have is of another history.
            self._end(each for each in self._listeners if each.hotel_id == hotel_id)
        if not removed <= window.end <= latest:
            window.restart(latest)
            return False
        events = [Heard(*row[2:]) for row in rows if row[2] is not None]
        is_full = len(rows) == KEPT_EVENTS
        window.take_in(events, events[-1].position if is_full else latest)
        return is_full

    def _end(self, listeners: Iterable[Listener]) -> None:
        for listener in listeners:
            listener.is_over = True
        for window in self._windows.values():
            window.wake()


def _right_of(listener: Listener) -> _Right:
    return _Right(
        listener.hotel_id,
        listener.staff_id,
        listener.username,
        listener.session_id,
        listener.api_key_id,
    )


async def _over_hotels(connection: Connection, statement: str, parameters: Parameters) -> list[Row]:
    """Run a statement that looks at every hotel, and sees of each only that there is something."""
    return await _acting(connection, contexts.AS_DISPATCHER, statement, parameters)


async def _at_hotel(
    connection: Connection, statement: str, parameters: dict[str, object]
) -> list[Row]:
    """Run a statement of the hotel that its parameters name, which sees no other."""
    acting = {"job": "feed", "source": "SYSTEM", "reason": "", "request_id": ""}
    return await _acting(connection, contexts.AS_SYSTEM, statement, {**acting, **parameters})


async def _acting(
    connection: Connection, context: str, statement: str, parameters: Parameters
) -> list[Row]:
    """Run one transaction in one network round trip and return the rows of its statement."""
    async with connection.pipeline(), connection.transaction():
        await connection.execute(context, parameters)
        cursor = await connection.execute(statement, parameters)
        return await cursor.fetchall()
