"""Work that a process does beside all else, again and again while it runs."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import structlog

from app.background.cancellation import end
from app.background.waiting import wait_for_event

# How long a round may go on when the block is over: one that is cut off leaves its connection to be
# cleaned up, which takes longer than most rounds.
PATIENCE_SECONDS = 3.0


@asynccontextmanager
async def repeating(
    work: Callable[[], Awaitable[int]],
    *,
    name: str,
    every_seconds: float,
    at_start: bool = False,
    patience_seconds: float = PATIENCE_SECONDS,
) -> AsyncIterator[None]:
    """Do some work in the background while the block runs.

    Args:
        work: one round; returns how much was done.
        name: of the work, for the log.
        every_seconds: the pause between two rounds.
        at_start: whether the first round has no pause before it.
        patience_seconds: how long a round may go on when the block is over.
    """
    over = asyncio.Event()
    first_after = 0.0 if at_start else every_seconds
    task = asyncio.create_task(_loop(work, name, first_after, every_seconds, over), name=name)
    try:
        yield
    finally:
        over.set()
        await asyncio.wait({task}, timeout=patience_seconds)
        await end(task)


async def _loop(
    work: Callable[[], Awaitable[int]],
    name: str,
    first_after: float,
    every_seconds: float,
    over: asyncio.Event,
) -> None:
    log = structlog.get_logger()
    await wait_for_event(over, first_after)
    while not over.is_set():
        try:
            count = await work()
        except Exception as error:
            # Whatever it was, the next round finds the same work.
            log.warning(f"{name}_failed", error=type(error).__name__)
        else:
            if count:
                log.info(name, count=count)
        await wait_for_event(over, every_seconds)
