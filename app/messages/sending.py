"""Sending what guests are to be told: once each, beside the requests, outside every transaction.

A message is claimed, and the claim committed, before anything is sent; what became of it is written
afterwards. Whoever is killed in between leaves it UNCERTAIN: it may be with the guest already, so
nobody sends it again. Several API processes may do this at once.
"""

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from functools import partial

import msgspec
import structlog

from app.background.backoff import Backoff
from app.background.hotels import at_each, at_hotel
from app.background.periodic import repeating
from app.background.pieces import in_pieces
from app.database import Database
from app.messages.composing import Claim, Composer, NotToBeSent
from app.messages.sender import Later, Refused, Sender, Uncertain
from app.queries import messages as queries

JOB = "messages"
AT_ONCE = 4
LISTED = 5 * AT_ONCE
SETTLED_AT_ONCE = 100
# Of a server that takes nothing from anybody.
PAUSE_OF_ALL = Backoff(first=5.0, longest=300.0, varied=True)

Count = Callable[[str, int], None]
Key = tuple[int, int]


class Pace(msgspec.Struct, frozen=True):
    """How long things take, in seconds.

    Attributes:
        poll: between two looks for what is due.
        idle_poll: the same, where nobody sends.
        lease: how long a claim is ours; longer than sending takes.
        pause: between two tries of a message.
        farewell: how long what is under way may go on at the end.
    """

    poll: float = 2.0
    idle_poll: float = 30.0
    lease: float = 60.0
    pause: Backoff = Backoff(first=30.0, longest=3_600.0, varied=True)
    farewell: float = 8.0


class _End(msgspec.Struct, frozen=True):
    """What became of a try: the message's state, and why."""

    state: str
    code: str | None = None
    for_all: bool = False


class Post:
    """Sends what is due, a few at once; without a sender it only notes what was not sent in time.

    Args:
        database: where the messages are.
        sender: what sends them.
        composer: what writes them.
        count: told states that messages came to, and how many did.
        pace: how long things take.
    """

    def __init__(
        self,
        database: Database,
        sender: Sender | None,
        composer: Composer | None,
        count: Count,
        pace: Pace | None = None,
    ) -> None:
        self._database = database
        self._sender = sender
        self._composer = composer
        self._count = count
        self._pace = pace or Pace()
        self._is_over = False
        self._turn = asyncio.Semaphore(AT_ONCE)
        self._failures = 0
        self._not_before = float("-inf")

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Send in the background while the block runs."""
        pace = self._pace
        async with repeating(
            self.round,
            name=JOB,
            every_seconds=pace.idle_poll if self._sender is None else pace.poll,
            at_start=True,
            patience_seconds=pace.farewell,
        ):
            try:
                yield
            finally:
                # What is under way may end; nothing else is begun.
                self._is_over = True

    async def round(self) -> int:
        """Settle what is overdue, send what is due; return how many messages were looked at."""
        try:
            settled = await self._settle_overdue()
        finally:
            # What cannot be settled at one hotel keeps no other from being sent.
            sent = await self._send_due()
        return settled + sent

    async def _send_due(self) -> int:
        done = 0
        while self._sender is not None and not self._is_pausing():
            due = await self._database.query(queries.DUE, {"limit": LISTED})
            ours = await asyncio.gather(*(self._send_in_turn((row[0], row[1])) for row in due))
            done += sum(ours)
            if not any(ours):  # nothing is due, or others have it
                break
        return done

    def _is_pausing(self) -> bool:
        return self._is_over or time.monotonic() < self._not_before

    async def _settle_overdue(self) -> int:
        hotels = await self._database.query(queries.HOTELS_WITH_OVERDUE)

        async def settle(hotel_id: int) -> int:
            return await in_pieces(partial(self._settle_some, hotel_id), SETTLED_AT_ONCE)

        return await at_each(hotels, settle)

    async def _settle_some(self, hotel_id: int) -> int:
        row = await self._database.write(
            at_hotel(hotel_id, JOB),
            queries.SETTLE_OVERDUE,
            {"hotel_id": hotel_id, "limit": SETTLED_AT_ONCE},
        )
        settled = Counter(dict(zip(("UNCERTAIN", "EXPIRED"), row or (0, 0), strict=True)))
        for state, number in settled.items():
            if number:
                self._count(state, number)
                log = structlog.get_logger()
                log.warning("messages_settled", hotel_id=hotel_id, state=state, count=number)
        return settled.total()

    async def _send_in_turn(self, key: Key) -> bool:
        """Make one try; say whether it was ours to make."""
        async with self._turn:
            if self._is_pausing() or self._sender is None or self._composer is None:
                return False
            claim = await self._claim(key)
            if claim is None:
                return False
            end = await _try(self._sender, self._composer, claim)
            self._heed(end)
            await self._let_go(claim, end)
        return True

    async def _claim(self, key: Key) -> Claim | None:
        hotel_id, message = key
        row = await self._database.write(
            at_hotel(hotel_id, JOB),
            queries.CLAIM,
            {
                "hotel_id": hotel_id,
                "id": message,
                "lease": timedelta(seconds=self._pace.lease),
            },
        )
        return None if row is None else Claim(*row)

    def _heed(self, end: _End) -> None:
        """Leave a server alone that takes nothing from anybody, for longer each time."""
        if not end.for_all:
            self._failures = 0
            return
        self._failures += 1
        self._not_before = time.monotonic() + PAUSE_OF_ALL.after(self._failures)

    async def _let_go(self, claim: Claim, end: _End) -> None:
        """Write what became of it; the database may be away for as long as the claim is ours."""
        parameters = {
            "hotel_id": claim.hotel_id,
            "id": claim.id,
            "tries": claim.tries,
            "state": end.state,
            "error": end.code,
            "pause": timedelta(seconds=self._pace.pause.after(claim.tries)),
        }
        give_up_at = time.monotonic() + self._pace.lease
        while True:
            try:
                await self._database.write(
                    at_hotel(claim.hotel_id, JOB), queries.LET_GO, parameters
                )
                break
            except Exception:
                # Written twice does no harm; not at all, and nobody will know that it was sent.
                if time.monotonic() > give_up_at:
                    raise
                await asyncio.sleep(self._pace.poll)
        self._count("RETRIED" if end.state == "WAITING" else end.state, 1)
        structlog.get_logger().info(
            "message",
            hotel_id=claim.hotel_id,
            message_id=claim.message_id,
            kind=claim.kind,
            tries=claim.tries,
            state=end.state,
            code=end.code,
        )


async def _try(sender: Sender, composer: Composer, claim: Claim) -> _End:
    """Write a message and send it, outside of any transaction."""
    try:
        mail = composer.compose(claim)
    except NotToBeSent as found:
        return _End(found.state, found.code)
    except Exception as error:
        # What cannot be written today cannot be written tomorrow.
        return _End("REFUSED", f"not_written_{type(error).__name__}")
    try:
        await sender.send(mail)
    except Later as error:
        return _End("WAITING", error.code, error.for_all)
    except Refused as error:
        return _End("REFUSED", error.code)
    except Uncertain as error:
        return _End("UNCERTAIN", error.code)
    except Exception as error:
        # How far it came is not known.
        return _End("UNCERTAIN", f"broke_off_{type(error).__name__}")
    return _End("SENT")
