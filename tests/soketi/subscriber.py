"""A subscriber as a process: pusher-js or our Python client, which tell the same lines."""

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from tests.soketi.install import installed, node
from tests.soketi.server import stop

ROOT = Path(__file__).parents[2]
SCRIPT = Path(__file__).with_name("subscriber.js")
WAIT_SECONDS = 30


@dataclass(frozen=True)
class Order:
    """What a subscriber does: the first line of its stdin.

    Attributes:
        port, key: of the server.
        channels: what it asks for.
        endpoint, token: where it asks for signatures, and the bearer token that it shows there.
        tokens: by channel instead, where channels are of several hotels.
        signature: one that it uses for every channel instead.
    """

    port: int
    key: str
    channels: tuple[str, ...]
    endpoint: str = ""
    token: str = ""
    tokens: Mapping[str, str] = field(default_factory=dict)
    signature: str | None = None


@dataclass(frozen=True)
class Heard:
    """One event: its envelope (as text, where the client leaves it as it came) and its arrival.

    `at` is in nanoseconds of `time.monotonic_ns`.
    """

    channel: str
    event: str
    data: Any
    at: int

    @cached_property
    def envelope(self) -> dict[str, Any]:
        """The envelope as an object."""
        read = json.loads(self.data) if isinstance(self.data, str) else self.data
        assert isinstance(read, dict)
        return read


@dataclass
class Subscriber:
    """What a subscriber process told so far.

    Attributes:
        subscribed, refused: channels; the refused with the reason.
        heard: events in the order of their arrival.
        problems: what the server said against the connection.
    """

    name: str
    subscribed: list[str] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)
    heard: list[Heard] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    ended: bool = False
    _changed: threading.Condition = field(default_factory=threading.Condition)

    def __str__(self) -> str:
        return (
            f"{self.name}, subscribed to {self.subscribed}, refused {self.refused},"
            f" {len(self.heard)} events heard, problems {self.problems}"
        )

    def wait_for(self, what: Callable[[], bool], seconds: float = WAIT_SECONDS) -> None:
        """Wait until something is so.

        Raises:
            AssertionError: it does not become so.
        """
        deadline = time.monotonic() + seconds
        with self._changed:
            while not what():
                left = deadline - time.monotonic()
                assert not self.ended, f"{self} ended"
                assert left > 0, f"it did not happen in time: {self}"
                self._changed.wait(left)

    def heard_on(self, channel: str) -> list[Heard]:
        """Return what was heard on a channel, in the order of its arrival."""
        return [each for each in self.heard if each.channel == channel]

    def read(self, lines: Iterator[str]) -> None:
        """Take the lines of the process until it ends."""
        for line in lines:
            with self._changed:
                self._take(json.loads(line))
                self._changed.notify_all()
        with self._changed:
            self.ended = True
            self._changed.notify_all()

    def _take(self, line: dict[str, Any]) -> None:
        match line.pop("kind"):
            case "event":
                self.heard.append(Heard(**line))
            case "subscribed":
                self.subscribed.append(line["channel"])
            case "refused":
                self.refused[line["channel"]] = line["reason"]
            case _:
                self.problems.append(line["reason"])


@contextmanager
def pusher_js(order: Order) -> Iterator[Subscriber]:
    """Run pusher-js in Node until the end of the block; all its channels are answered first."""
    with _process("pusher_js", [node(), str(SCRIPT)], order) as subscriber:
        yield subscriber


@contextmanager
def python(order: Order) -> Iterator[Subscriber]:
    """Run our Python client until the end of the block; all its channels are answered first."""
    command = [sys.executable, "-m", "tests.soketi.python_client"]
    with _process("python", command, order) as subscriber:
        yield subscriber


CLIENTS = (pusher_js, python)


@contextmanager
def _process(name: str, command: list[str], order: Order) -> Iterator[Subscriber]:
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env={**os.environ, "NODE_PATH": str(installed())},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        subscriber = Subscriber(name)
        reader = threading.Thread(target=subscriber.read, args=(process.stdout,))
        reader.start()
        try:
            process.stdin.write(json.dumps(asdict(order)) + "\n")
            process.stdin.flush()
            subscriber.wait_for(
                lambda: len(subscriber.subscribed) + len(subscriber.refused) == len(order.channels)
            )
            yield subscriber
        finally:
            stop(process)
            reader.join()
