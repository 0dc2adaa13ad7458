"""Delivery in order: whose turn it is, what leaves together, and how much is under way at once.

A channel is under way in one call at a time, so its messages arrive in order. Several calls are
under way at once, each with channels of its own, so that the way to the publisher and back is not
waited for message by message.
"""

import asyncio
import time
from collections.abc import Coroutine, Iterable, Sequence
from typing import Any

from app.background.waiting import wait_for_event
from app.relay.backlog import Backlog, Channel
from app.relay.carrying import Carrier, channel_of
from app.relay.circuit_breaker import Circuit, Clock
from app.relay.dead_letters import DeadLetters
from app.relay.marks import Marks
from app.relay.message import Message
from app.relay.publisher import Publisher

LANES = 8
# Channels that wait for their pause to be over are looked for so often.
POLL_SECONDS = 0.25
# So often dead letters have their turn, however much else is due; after a failure, less often.
LETTERS_SECONDS = 1.0
LETTERS_AFTER_FAILURE_SECONDS = 5.0


class Delivery:
    """Takes what is due to the publisher, on several lanes.

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
        self._marks = Marks()
        self._calls = 0
        self._under_way: set[Channel] = set()
        self._letters_at = self._letters_not_before = float("-inf")
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
                    await wait_for_event(self._news, POLL_SECONDS)
            self._marks.give_up()

    async def start(self, lanes: asyncio.TaskGroup) -> bool:
        """Start the next call, if one is due and may be made now; say whether one was."""
        if self._calls >= LANES or not self._circuit.admits(self._calls):
            return False
        if self._clock() >= self._letters_at and await self._start_letter(lanes):
            return True
        taken = self._under_way | self._marks.waiting
        batch = together(await self._backlog.due(self._publisher.most, taken))
        if self._circuit.is_open:
            # Who tries whether the publisher is there again does so with one message, so that none
            # that is at fault itself is part of every try.
            batch = batch[:1]
        if batch:
            self._lane(lanes, map(channel_of, batch), self._carrier(lanes).carry(batch))
            return True
        return await self._start_letter(lanes)

    async def _start_letter(self, lanes: asyncio.TaskGroup) -> bool:
        """Start to send a dead letter again, if somebody asked for one."""
        self._letters_at = self._clock() + LETTERS_SECONDS
        if self._clock() < self._letters_not_before:
            return False
        letter = await self._letters.requested()
        if letter is None or channel_of(letter) in self._under_way:
            return False
        self._lane(lanes, [channel_of(letter)], self._send_again(self._carrier(lanes), letter))
        return True

    async def _send_again(self, carrier: Carrier, letter: Message) -> None:
        if not await carrier.carry_again(letter):
            self._letters_not_before = self._clock() + LETTERS_AFTER_FAILURE_SECONDS

    def _carrier(self, lanes: asyncio.TaskGroup) -> Carrier:
        return Carrier(
            self._publisher,
            self._backlog,
            self._letters,
            self._marks,
            self._circuit,
            self._clock,
            lanes,
        )

    def _lane(
        self,
        lanes: asyncio.TaskGroup,
        channels: Iterable[Channel],
        work: Coroutine[Any, Any, None],
    ) -> None:
        own = set(channels)
        self._calls += 1
        self._under_way |= own

        async def lane() -> None:
            try:
                await work
            finally:
                self._calls -= 1
                self._under_way -= own
                self.look()

        lanes.create_task(lane())


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
