"""Waiting for something, for a while, in a way that does not forget that it was told to end.

Before Python 3.12 `asyncio.wait_for` does: a cancellation that comes in the moment when what it
waits for is there is lost. Whoever cancelled the work then waits for an end that does not come: the
other parts of a relay of which one has failed, or a process that is told to stop.
"""

import asyncio


async def wait_for_event(event: asyncio.Event, seconds: float) -> None:
    """Return when the event is set, or so many seconds later."""
    try:
        async with asyncio.timeout(seconds):
            await event.wait()
    except TimeoutError:
        return
