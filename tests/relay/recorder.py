"""A publisher that remembers, fails as told, and lets a test look at what is under way."""

import asyncio
from collections.abc import Callable, Sequence

from app.relay.message import Message
from app.relay.publisher import PublishError


class Recorder:
    """Takes everything, unless a test says otherwise.

    Attributes:
        tried: the calls, in order, whatever became of them.
        taken: messages in the order in which they were taken.
        fails: what a call fails with; None is that it passes.
        under_way, most_under_way: calls now, and at most so far.
        passage: calls wait here before they take effect.
    """

    def __init__(self, most: int = 10) -> None:
        self.most = most
        self.tried: list[list[Message]] = []
        self.taken: list[Message] = []
        self.fails: Callable[[Sequence[Message]], PublishError | None] = lambda messages: None
        self.under_way = self.most_under_way = 0
        self.passage: asyncio.Event | None = None

    async def publish(self, messages: Sequence[Message]) -> None:
        self.tried.append(list(messages))
        self.under_way += 1
        self.most_under_way = max(self.most_under_way, self.under_way)
        try:
            if self.passage is not None:
                await self.passage.wait()
            error = self.fails(messages)
            if error is not None:
                raise error
            self.taken.extend(messages)
        finally:
            self.under_way -= 1

    async def close(self) -> None:
        pass

    def ids(self) -> list[str]:
        """Return the ids of what was taken, in order, repeats included."""
        return [str(message.event_id) for message in self.taken]


class Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now
