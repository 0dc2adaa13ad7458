"""How tests wait for what they cannot wait on: another thread, a process, a session of a server."""

import asyncio
import time
from collections.abc import Callable

PATIENCE_SECONDS = 60.0
POLL_SECONDS = 0.01


def wait_until(is_so: Callable[[], bool], seconds: float = PATIENCE_SECONDS) -> None:
    """Return as soon as it is so; fail when it does not become so."""
    deadline = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(POLL_SECONDS)


async def until(is_so: Callable[[], bool], seconds: float = PATIENCE_SECONDS) -> None:
    """Do the same as `wait_until`, and let the event loop go on meanwhile."""
    deadline = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < deadline, "it did not happen in time"
        await asyncio.sleep(POLL_SECONDS)
