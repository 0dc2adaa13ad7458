"""Delivery in order: which messages leave together, and what becomes of those that cannot.

A channel is under way in one call at a time, so its messages arrive in order. Several calls are
under way at once, each with channels of its own, so that the way to the publisher and back is not
waited for message by message.
"""

import asyncio
import time
from collections.abc import Callable, Coroutine, Sequence
from itertools import groupby
from typing import Any

import structlog

from app.relay.backlog import Backlog, Channel
from app.relay.dead_letters import DeadLetters
from app.relay.message import Message
from app.relay.pauses import LONGEST_PAUSE_SECONDS, Circuit, Clock, pause_after
from app.relay.publisher import Busy, Failed, Publisher, PublishError, Refused

LANES = 8
# Channels that wait for their pause to be over are looked for so often.
POLL_SECONDS = 0.25
# A message that failed so often while others passed is at fault itself.
MOST_FAILURES = 10

log = structlog.get_logger(component="relay")


class Delivery:
    """Takes what is due to the publisher, and marks what became of it.

    Args:
        publisher: where messages go.
        backlog, letters: where they come from, and where those go that are refused.
        clock: for pauses and latencies, in seconds.
    """

    def __init__(
        self,
        publisher: Publisher,
        backlog: Backlog,
        letters: DeadLetters,
        *,
        clock: Clock = time.monotonic,
    ) -> None:
        self._publisher = publisher
        self._backlog = backlog
        self._letters = letters
        self._clock = clock
        self._circuit = Circuit(clock)
        self._calls = 0
        self._under_way: set[Channel] = set()
        self._news = asyncio.Event()

    def look(self) -> None:
        """Say that there may be something to deliver."""
        self._news.set()

    async def deliver_until(self, stop: asyncio.Event) -> None:
        """Deliver until `stop` is set; what is under way then is waited for."""
        async with asyncio.TaskGroup() as lanes:
            while not stop.is_set():
                self._news.clear()
                started = await self.start(lanes)
                if not started:
                    await self._rest()

    async def start(self, lanes: asyncio.TaskGroup) -> bool:
        """Start the next call, if one is due and may be made now; say whether one was."""
        if self._calls >= LANES or not self._circuit.admits(self._calls):
            return False
        batch = together(await self._backlog.due(self._publisher.most, self._under_way))
        if batch:
            self._lane(lanes, batch, self._carry)
            return True
        letter = await self._letters.requested()
        if letter is None or channel_of(letter) in self._under_way:
            return False
        self._lane(lanes, [letter], self._carry_again)
        return True

    def _lane(
        self,
        lanes: asyncio.TaskGroup,
        batch: list[Message],
        carry: Callable[[list[Message]], Coroutine[Any, Any, None]],
    ) -> None:
        channels = set(map(channel_of, batch))
        self._calls += 1
        self._under_way |= channels

        async def lane() -> None:
            try:
                await carry(batch)
            finally:
                self._calls -= 1
                self._under_way -= channels
                self.look()

        lanes.create_task(lane())

    async def _rest(self) -> None:
        try:
            await asyncio.wait_for(self._news.wait(), POLL_SECONDS)
        except TimeoutError:
            return

    async def _carry(self, batch: list[Message]) -> None:
        try:
            await self._publish(batch)
        except PublishError as error:
            if (
                len(batch) > 1
                and isinstance(error, (Refused, Failed))
                and not self._circuit.is_open
            ):
                await self._carry_one_by_one(batch)
            else:
                await self._fail(batch, error)

    async def _carry_one_by_one(self, batch: list[Message]) -> None:
        """Find out which message of a call is at fault; the others must not suffer for it."""
        for _, messages in groupby(batch, channel_of):
            for message in messages:
                if self._circuit.is_open:
                    return  # nobody is there at all
                try:
                    await self._publish([message])
                except Refused as error:
                    await self._bury(message, error)
                except PublishError as error:
                    await self._fail([message], error)
                    break  # what follows on the channel comes after it

    async def _publish(self, messages: Sequence[Message]) -> None:
        started = self._clock()
        await self._publisher.publish(messages)
        await self._backlog.delivered(messages, self._clock() - started)
        await self._passed()

    async def _passed(self) -> None:
        if self._circuit.passed():
            log.info("publisher_reached")
            await self._backlog.resumed()

    async def _bury(self, message: Message, error: PublishError) -> None:
        log.error("message_refused", **about(message, error))
        await self._letters.died(message, str(error), message.failures + 1)
        await self._passed()

    async def _fail(self, batch: list[Message], error: PublishError) -> None:
        own_fault = isinstance(error, Failed) and not self._circuit.suspects(map(channel_of, batch))
        if len(batch) == 1 and isinstance(error, Refused):
            await self._bury(batch[0], error)
        elif len(batch) == 1 and own_fault:
            await self._blame(batch[0], error)
        else:
            await self._retreat(batch, error)

    async def _blame(self, message: Message, error: PublishError) -> None:
        """Let the channel of a message wait; give the message up when it is hopeless."""
        failures = message.failures + 1
        if failures >= MOST_FAILURES and self._circuit.passed_within(2 * LONGEST_PAUSE_SECONDS):
            log.error("message_failed_for_good", **about(message, error))
            await self._letters.died(message, str(error), failures)
            return
        pause = pause_after(failures)
        log.warning("message_failed", pause_seconds=pause, **about(message, error))
        await self._backlog.failed(message, str(error), pause)

    async def _retreat(self, batch: list[Message], error: PublishError) -> None:
        """Let everything wait: nobody can be reached, whatever the message."""
        asked = error.retry_after if isinstance(error, Busy) else None
        pause = self._circuit.broke(at_least=asked or 0.0)
        log.warning("publisher_away", pause_seconds=pause, **about(batch[0], error))
        await self._backlog.paused(batch, str(error), pause)

    async def _carry_again(self, batch: list[Message]) -> None:
        """Send a dead letter again, because somebody asked for it."""
        message = batch[0]
        started = self._clock()
        try:
            await self._publisher.publish(batch)
        except (Refused, Failed) as error:
            log.error("message_refused_again", **about(message, error))
            await self._letters.died(message, str(error), 1)
        except PublishError as error:
            await self._retreat(batch, error)
        else:
            await self._letters.revived(message, self._clock() - started)
            await self._passed()


def channel_of(message: Message) -> Channel:
    """Return the channel that a message is on."""
    return message.hotel_id, message.channel


def together(due: Sequence[Message]) -> list[Message]:
    """Return which of the messages that are due leave in one call.

    The message of a channel that has failed leaves alone: if it fails again, nobody else does.
    """
    if due and due[0].failures:
        return [due[0]]
    batch: list[Message] = []
    for message in due:
        if message.failures:
            break
        batch.append(message)
    return batch


def about(message: Message, error: PublishError) -> dict[str, object]:
    """Return what the log says of a failure: no payload, no person."""
    return {
        "hotel": message.slug,
        "position": message.position,
        "type": message.event_type,
        "error": f"{type(error).__name__}: {error}",
    }
