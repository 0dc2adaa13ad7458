"""One call: messages are taken to the publisher, and what comes of it is marked.

What is refused or fails is tried one by one, so that no message suffers for another. A message at
fault becomes a dead letter or makes its channel wait; a publisher at fault makes everything wait.
"""

import asyncio
from collections.abc import Sequence
from functools import partial
from itertools import groupby

import structlog
from psycopg.errors import LockNotAvailable

from app.relay.backlog import Backlog, Channel
from app.relay.circuit_breaker import PAUSE, Circuit, Clock
from app.relay.dead_letters import DeadLetters
from app.relay.marks import Mark, Marks
from app.relay.message import Message
from app.relay.publisher import Busy, Failed, Publisher, PublishError, Refused, Unfit

# A message that failed so often while others passed is at fault itself.
MOST_FAILURES = 10

log = structlog.get_logger(component="relay")


class Carrier:
    """Carries messages, one call after the other or several beside each other.

    Args:
        publisher: where they go.
        backlog, letters, marks: where it is written down.
        circuit: whether the publisher is there.
        clock: for latencies, in seconds.
        group: where marks go on that find a lock.
    """

    def __init__(
        self,
        publisher: Publisher,
        backlog: Backlog,
        letters: DeadLetters,
        marks: Marks,
        circuit: Circuit,
        clock: Clock,
        group: asyncio.TaskGroup,
    ) -> None:
        self._publisher = publisher
        self._backlog = backlog
        self._letters = letters
        self._marks = marks
        self._circuit = circuit
        self._clock = clock
        self._group = group

    async def carry(self, batch: list[Message]) -> None:
        """Deliver messages and mark what became of each."""
        call = self._circuit.call()
        try:
            await self._publish(batch)
        except PublishError as error:
            of_one = isinstance(error, (Refused, Failed)) and not self._circuit.is_open
            if len(batch) > 1 and of_one:
                await self._carry_one_by_one(batch)
            else:
                await self._fail(batch, error, call)

    async def _carry_one_by_one(self, batch: list[Message]) -> None:
        """Find out which message of a call is at fault; the others must not suffer for it."""
        for _, messages in groupby(batch, channel_of):
            for message in messages:
                if self._circuit.is_open:
                    return  # nobody is there at all
                call = self._circuit.call()
                try:
                    await self._publish([message])
                except PublishError as error:
                    if await self._fail([message], error, call):
                        break  # what follows on the channel comes after it

    async def _publish(self, messages: Sequence[Message]) -> None:
        started = self._clock()
        await self._publisher.publish(messages)
        elapsed = self._clock() - started
        try:
            await self._backlog.delivered(messages, elapsed)
        except LockNotAvailable:
            for channel, its in groupby(messages, channel_of):
                await self._mark(channel, partial(self._backlog.delivered, list(its), elapsed))
        await self._reached(self._circuit.passed())

    async def _mark(self, channel: Channel, mark: Mark) -> None:
        await self._marks.make(self._group, channel, mark)

    async def _reached(self, was_in_doubt: bool) -> None:
        if was_in_doubt:
            log.info("publisher_reached")
            await self._backlog.resumed()

    async def _fail(self, batch: list[Message], error: PublishError, call: int) -> bool:
        """Do what a failure asks for; say whether the channel's next messages must wait."""
        if len(batch) == 1:
            message = batch[0]
            if isinstance(error, Unfit) or (
                isinstance(error, Refused) and not self._circuit.doubts()
            ):
                await self._bury(message, error)
                return False
            if isinstance(error, Failed) and not self._circuit.suspects(channel_of(message)):
                await self._blame(message, error)
                return True
        await self._retreat(batch, error, call)
        return True

    async def _bury(self, message: Message, error: PublishError) -> None:
        log.error("message_refused", **about(message, error))
        await self._die(message, error)
        if not isinstance(error, Unfit):
            # Whoever refuses is there.
            await self._reached(self._circuit.answered())

    async def _die(self, message: Message, error: PublishError) -> None:
        died = partial(self._letters.died, message, str(error), message.failures + 1)
        await self._mark(channel_of(message), died)

    async def _blame(self, message: Message, error: PublishError) -> None:
        """Let the channel of a message wait; give the message up when it is hopeless."""
        failures = message.failures + 1
        if failures >= MOST_FAILURES and self._circuit.passed_within(2 * PAUSE.longest):
            log.error("message_failed_for_good", **about(message, error))
            await self._die(message, error)
            return
        pause = PAUSE.after(failures)
        log.warning("message_failed", pause_seconds=pause, **about(message, error))
        failed = partial(self._backlog.failed, message, str(error), pause)
        await self._mark(channel_of(message), failed)

    async def _retreat(self, batch: list[Message], error: PublishError, call: int) -> None:
        """Let everything wait: nobody can be reached, whatever the message."""
        asked = error.retry_after if isinstance(error, Busy) else None
        pause = self._circuit.broke(call, asked or 0.0)
        log.warning("publisher_away", pause_seconds=round(pause, 1), **about(batch[0], error))
        await self._backlog.paused(batch, str(error), pause)

    async def carry_again(self, letter: Message) -> bool:
        """Send a dead letter again, because somebody asked; say whether to go on with others."""
        started, call = self._clock(), self._circuit.call()
        try:
            await self._publisher.publish([letter])
        except Refused as error:
            log.error("message_refused_again", **about(letter, error))
            await self._letters.refused_again(letter, str(error))
        except Failed as error:
            log.warning("message_failed_again", **about(letter, error))
            return False
        except PublishError as error:
            await self._retreat([letter], error, call)
        else:
            await self._letters.revived(letter, self._clock() - started)
            await self._reached(self._circuit.passed())
        return True


def channel_of(message: Message) -> Channel:
    """Return the channel that a message is on."""
    return message.hotel_id, message.channel


def about(message: Message, error: PublishError) -> dict[str, object]:
    """Return what the log says of a failure: no payload, no person."""
    return {
        "hotel": message.slug,
        "position": message.position,
        "type": message.event_type,
        "error": f"{type(error).__name__}: {error}",
    }
