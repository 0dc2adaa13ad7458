"""Work that the API does beside its requests, again and again while it runs."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress

import structlog

# How long a round may go on when the block is over: one that is cut off leaves its connection to be
# cleaned up, which takes longer than most rounds.
PATIENCE_SECONDS = 3.0


@asynccontextmanager
async def repeating(
    work: Callable[[], Awaitable[int]], *, name: str, every_seconds: float
) -> AsyncIterator[None]:
    """Do some work in the background while the block runs.

    Args:
        work: one round; returns how much was done.
        name: of the work, for the log.
        every_seconds: the pause before each round.
    """
    over = asyncio.Event()
    task = asyncio.create_task(_loop(work, name, every_seconds, over))
    try:
        yield
    finally:
        over.set()
        await asyncio.wait({task}, timeout=PATIENCE_SECONDS)
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def in_pieces(piece: Callable[[], Awaitable[int]], at_once: int) -> int:
    """Do one piece of some work after the other, until one finds less to do than it may.

    Args:
        piece: does up to `at_once`, in a transaction of its own; returns how much that was.
        at_once: what a piece does at most, so that no transaction holds much for long.

    Returns:
        How much was done in all.
    """
    done = 0
    while True:
        count = await piece()
        done += count
        if count < at_once:
            return done


async def _loop(
    work: Callable[[], Awaitable[int]], name: str, every_seconds: float, over: asyncio.Event
) -> None:
    log = structlog.get_logger()
    while True:
        with suppress(TimeoutError):
            await asyncio.wait_for(over.wait(), every_seconds)
        if over.is_set():
            return
        try:
            count = await work()
        except Exception as error:
            # Whatever it was, the next round finds the same work.
            log.warning(f"{name}_failed", error=type(error).__name__)
        else:
            if count:
                log.info(name, count=count)
