"""soketi in a process of its own, on the loopback address."""

import json
import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.soketi.install import installed, node
from tests.soketi.loopback import beyond_loopback

STARTER = Path(__file__).with_name("soketi.start.js")
APP_ID, KEY, SECRET = "4711", "a-public-key", "a-private-secret"
STOP_SECONDS = 10


@dataclass(frozen=True, slots=True)
class Soketi:
    """A running soketi: its port for HTTP and WebSocket, and its process."""

    port: int
    pid: int

    def environment(self) -> dict[str, str]:
        """Return the variables that lead our relay and our API here."""
        return {**_application(), "PUSHER_HOST": "127.0.0.1", "PUSHER_PORT": str(self.port)} | {
            "PUSHER_SSL": "false"
        }


def _application() -> dict[str, str]:
    return {"PUSHER_APP_ID": APP_ID, "PUSHER_KEY": KEY, "PUSHER_SECRET": SECRET}


@contextmanager
def soketi(*, as_published: bool = False) -> Iterator[Soketi]:
    """Run it until the end of the block.

    Args:
        as_published: leave its answers as they are: 200 whatever became of the request.

    Raises:
        Missing: what it needs is not there.
        RuntimeError: it does not start, or listens where others can reach it.
    """
    environment = {
        **os.environ,
        **_application(),
        "NODE_PATH": str(installed()),
        "SOKETI_AS_PUBLISHED": "1" if as_published else "",
    }
    with (
        tempfile.TemporaryFile("w+") as log,
        subprocess.Popen(
            [node(), str(STARTER)],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        ) as process,
    ):
        try:
            assert process.stdout is not None
            line = process.stdout.readline()
            if not line:
                process.wait(STOP_SECONDS)
                log.seek(0)
                raise RuntimeError(f"soketi does not start:\n{log.read()}")
            exposed = beyond_loopback(process.pid)
            if exposed:
                raise RuntimeError(f"soketi can be reached from elsewhere: {exposed}")
            yield Soketi(json.loads(line)["port"], process.pid)
        finally:
            stop(process)


def stop(process: "subprocess.Popen[str]") -> None:
    """End a process that we started."""
    process.terminate()
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
