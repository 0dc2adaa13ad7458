"""The server in a process of its own, for proofs that need the processor for themselves."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import msgspec

from tests.pusher_server.control import Page, Statistics, Wish
from tests.pusher_server.faults import Fault
from tests.pusher_server.record import Received
from tests.pusher_server.server import environment

ROOT = Path(__file__).parents[2]


class PusherProcess:
    """What a proof sees of it."""

    def __init__(self, port: int, session: httpx.Client) -> None:
        self.port = port
        self._session = session

    def environment(self) -> dict[str, str]:
        """Return the variables that lead a relay there."""
        return environment(self.port)

    def received(self, after: int = 0) -> list[Received]:
        """Return everything that was taken after the first `after` events."""
        events: list[Received] = []
        while True:
            page = self._read(f"/_received?after={after + len(events)}", Page)
            events += page.events
            if after + len(events) >= page.last:
                return events

    def statistics(self) -> Statistics:
        """Return what was counted."""
        found: Statistics = self._read("/_statistics", Statistics)
        return found

    def wish(
        self,
        *faults: Fault,
        clear: bool = False,
        release: bool = False,
        delay: float | None = None,
        down_seconds: float | None = None,
    ) -> None:
        """Let things go wrong, or no more; see Wish for the order in which that is done."""
        wish = Wish(clear, release, delay, list(faults), down_seconds)
        self._session.post("/_faults", content=msgspec.json.encode(wish)).raise_for_status()

    def _read(self, path: str, type: Any) -> Any:
        answer = self._session.get(path).raise_for_status()
        return msgspec.json.decode(answer.content, type=type)


@contextmanager
def pusher_process() -> Iterator[PusherProcess]:
    """Run the server during the block; it also ends when this process is killed."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.pusher_server", "--until-stdin-closes"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=ROOT,
        text=True,
    )
    assert process.stdout is not None
    port = int(process.stdout.readline())
    # While the server is down its paths are too; so they are tried again.
    transport = httpx.HTTPTransport(retries=3, trust_env=False)
    base = f"http://127.0.0.1:{port}"
    try:
        with httpx.Client(base_url=base, transport=transport, trust_env=False) as session:
            yield PusherProcess(port, session)
    finally:
        process.communicate()
