"""The product's runner as a process of its own: what each check costs, and its memory."""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass

from bench.relay.memory import MemoryWatch


class RunError(RuntimeError):
    """The runner did not print what it should; the text is what it said."""


@dataclass(frozen=True, slots=True)
class Timing:
    """What one check came to: seconds of the database, rows, and why it could not be run."""

    seconds: float
    findings: int
    error: str | None


@dataclass(frozen=True, slots=True)
class Run:
    """One run of `hotelmate check`.

    Attributes:
        timings: of its checks, by name.
        seconds: from its start to its end.
        peak_mb: the most resident memory that was seen.
    """

    timings: dict[str, Timing]
    seconds: float
    peak_mb: float


def run(url: str, *, only: Sequence[str] = (), hotel: str | None = None) -> Run:
    """Run checks and read what they came to.

    Args:
        url: connection string of the schema's owner.
        only: names of checks; empty: all.
        hotel: slug of the only hotel that is looked at; None: all.

    Raises:
        RunError: it ended without a document.
    """
    command = [sys.executable, "-m", "app.cli", "check", "--json"]
    command += ["--only", ",".join(only)] if only else []
    command += ["--hotel", hotel] if hotel is not None else []
    environment = {**os.environ, "DATABASE_URL": url}
    with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as said:
        began = time.monotonic()
        process = subprocess.Popen(command, env=environment, stdout=out, stderr=said)
        with MemoryWatch(process.pid) as memory:
            status = process.wait()
        seconds = time.monotonic() - began
        out.seek(0)
        said.seek(0)
        if status not in (0, 1):
            raise RunError(f"hotelmate check ended with {status}: {said.read()[-2000:]}")
        checks = json.load(out)["checks"]
    timings = {
        check["name"]: Timing(check["seconds"], check["findings"], check["error"])
        for check in checks
    }
    return Run(timings, seconds, memory.most_mb)
