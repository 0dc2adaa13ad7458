"""Waiting for something, for a while, in a way that does not forget that it was told to end.

Before Python 3.12 `asyncio.wait_for` does: a cancellation that comes in the moment when what it
waits for is there is lost. When one part of the relay fails, the others are cancelled, and one that
goes on keeps a relay that tells nothing any more from starting over.
"""

import asyncio


async def wait_for_event(event: asyncio.Event, seconds: float) -> None:
    """Return when the event is set, or so many seconds later."""
    try:
        async with asyncio.timeout(seconds):
            await event.wait()
    except TimeoutError:
        return
