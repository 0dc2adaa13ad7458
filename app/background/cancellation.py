"""Tasks ended for good: one cancellation is not always enough."""

import asyncio
from typing import Any

# What a cancelled statement may take to be given up, and a little more.
AGAIN_SECONDS = 6.0


async def end(*tasks: asyncio.Task[Any], again_seconds: float = AGAIN_SECONDS) -> None:
    """Cancel tasks until all of them are done, whatever comes of them.

    Before Python 3.12 `asyncio.wait_for`, by which the pool of connections waits, forgets a
    cancellation that comes in the moment when what it waits for is there. The task then goes on,
    and whoever waits for its end waits for ever.

    Args:
        tasks: what shall end.
        again_seconds: how long a cancelled task may clean up before it is cancelled once more.
    """
    left = set(tasks)
    while left:
        for task in left:
            task.cancel()
        done, left = await asyncio.wait(left, timeout=again_seconds)
        for task in done:
            if not task.cancelled():
                task.exception()  # what is asked for is not logged as forgotten
