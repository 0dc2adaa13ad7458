"""One client that listens: where it is, and what it is sent next."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from dataclasses import dataclass

import psycopg
from litestar.response import ServerSentEventMessage

from app.problems import ProblemError
from app.realtime.replay import Page
from app.realtime.window import Window, encoded

POSITION_EVENT = "position"
RETRY_MILLISECONDS = 2000
# A silent connection is cut by proxies, and a client that is gone is noticed only by sending.
KEEP_ALIVE_SECONDS = 15.0
# Who was not found to be active staff for so long is told nothing.
RIGHT_SECONDS = 30.0
# Before the database is asked once more by a client that is behind.
AGAIN_SECONDS = 1.0
CATCH_UP_LIMIT = 50
# Of several windows together: who catches up leaves connections of the pool to the requests.
CATCHING_UP_AT_ONCE = 2

ReadPage = Callable[[int, int], Awaitable[Page]]


@dataclass
class _Ready(ServerSentEventMessage):
    """A message that was encoded already, once for all who are sent it."""

    text: bytes = b""

    def encode(self) -> bytes:
        return self.text


class Listener:
    """A stream of events to one client, who is a member of staff.

    Args:
        window: of the hotel.
        read_page: reads a page after a position, with the client's right.
        turn: held by those who catch up.
        position: everything up to here, the client has.

    Attributes:
        hotel_id, staff_id, username: who listens.
        session_id, api_key_id: what lets them in.
        is_over: nothing more is sent; whoever sets it wakes the window.
        right_seen_at: when the member of staff was last found to be active, by the loop's clock.
    """

    def __init__(
        self,
        window: Window,
        read_page: ReadPage,
        turn: asyncio.Semaphore,
        *,
        hotel_id: int,
        staff_id: int,
        username: str,
        session_id: str | None = None,
        api_key_id: int | None = None,
        position: int,
    ) -> None:
        self.hotel_id = hotel_id
        self.staff_id = staff_id
        self.username = username
        self.session_id = session_id
        self.api_key_id = api_key_id
        self.position = position
        self.is_over = False
        self.right_seen_at = _now()
        self._channels = frozenset({"hotel", "rooms", f"staff.{staff_id}"})
        self._window = window
        self._read_page = read_page
        self._turn = turn

    async def messages(self) -> AsyncGenerator[ServerSentEventMessage, None]:
        """Yield what the client is sent, until it may hear no more or would miss something."""
        # The client goes on from here, even if it never hears an event.
        yield self._sign_of_life(retry=RETRY_MILLISECONDS)
        while not self.is_over:
            text = await self._next()
            if text is None:
                yield self._sign_of_life()
            elif text:
                yield _Ready(text=text)

    def _sign_of_life(self, retry: int | None = None) -> ServerSentEventMessage:
        """Say where the client is, so that it comes back to there.

        Not every client keeps an id that comes without data. The name keeps it from `onmessage`.
        """
        return ServerSentEventMessage(
            data=self.position, event=POSITION_EVENT, id=self.position, retry=retry
        )

    async def _next(self) -> bytes | None:
        """Wait for something to send: None when it is time to show a sign of life."""
        quiet_until = _now() + KEEP_ALIVE_SECONDS
        while not self.is_over:
            changed, again_at = self._window.changed, quiet_until
            if _now() < self.right_seen_at + RIGHT_SECONDS:
                found = self._window.chunk(self.position, self._channels)
                if found is None:
                    found = await self._from_database()
                    if self.is_over:
                        break
                    again_at = min(quiet_until, _now() + AGAIN_SECONDS)
                if found is not None:
                    text, moved = found[0], found[1] > self.position
                    self.position = found[1]
                    if text:
                        return text
                    if moved:
                        continue
            try:
                async with asyncio.timeout_at(again_at):
                    await changed.wait()
            except TimeoutError:
                if _now() >= quiet_until:
                    return None
        return b""

    async def _from_database(self) -> tuple[bytes, int] | None:
        """Read a page of what the window does not have; None when that has to wait."""
        try:
            async with self._turn:
                page = await self._read_page(self.position, CATCH_UP_LIMIT)
        except psycopg.OperationalError:
            return None
        except ProblemError as problem:
            # Away or busy passes. Else the client is answered so when it comes again.
            self.is_over = problem.kind.status < 500
            return None
        return b"".join(map(encoded, page.events)), page.after


def _now() -> float:
    return asyncio.get_running_loop().time()
