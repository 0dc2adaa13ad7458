"""Work that the API does beside its requests, again and again while it runs."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress

import structlog


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
    task = asyncio.create_task(_loop(work, name, every_seconds))
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def _loop(work: Callable[[], Awaitable[int]], name: str, every_seconds: float) -> None:
    log = structlog.get_logger()
    while True:
        await asyncio.sleep(every_seconds)
        try:
            count = await work()
        except Exception as error:
            # Whatever it was, the next round finds the same work.
            log.warning(f"{name}_failed", error=type(error).__name__)
        else:
            if count:
                log.info(name, count=count)
