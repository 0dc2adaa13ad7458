"""A relay whose sleep can be taken away: `python -m bench.relay.notify.relay`.

It reads words from standard input. After `polls` it never sleeps, so no writer has to wake it: it
looks every few milliseconds, as the real one does while writers are busy. After `sleeps` it is the
real one again. It has no publisher; numbering is the part that writers share a server with.
"""

import asyncio
import os
import sys
import threading
from datetime import timedelta
from unittest import mock

from app import logs
from app.relay import gate
from app.relay.connection import Connection
from app.relay.run import relay_until

SLEEPS, POLLS = "sleeps", "polls"
KEPT = timedelta(hours=72)


class Sleep:
    """Stands in for app.relay.gate.fall_asleep."""

    def __init__(self) -> None:
        self.allowed = True
        self._fall_asleep = gate.fall_asleep

    async def __call__(self, connection: Connection) -> bool:
        """Fall asleep as the real one, if that is allowed."""
        return self.allowed and await self._fall_asleep(connection)

    def obey(self, loop: asyncio.AbstractEventLoop, stop: asyncio.Event) -> None:
        """Do as standard input says, until it ends."""
        for word in sys.stdin:
            self.allowed = word.strip() == SLEEPS
        loop.call_soon_threadsafe(stop.set)


async def _main(sleep: Sleep) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    threading.Thread(target=sleep.obey, args=(loop, stop), daemon=True).start()
    await relay_until(stop, os.environ["DATABASE_URL"], None, KEPT)


if __name__ == "__main__":
    logs.configure("warning")
    sleep = Sleep()
    with mock.patch.object(gate, "fall_asleep", sleep):
        asyncio.run(_main(sleep))
