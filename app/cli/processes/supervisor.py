"""Child processes that live and die together."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

# By its module: a program on the PATH may be another installation's.
HOTELMATE = (sys.executable, "-m", "app.cli")
STOP_SECONDS = 15.0
POLL_SECONDS = 0.2
LOG_LINES = 15


class ChildDied(RuntimeError):
    """A child ended that should have kept running; the text says which and how."""


def log_name(command: str) -> str:
    """Return the name of a command's log file."""
    return f"{command.replace(' ', '-')}.log"


class Supervisor:
    """Runs `hotelmate` commands as children, each in a session of its own.

    Their own sessions keep the terminal's Ctrl-C from them: the parent tells them to stop, in
    order. A lifeline tells them when the parent can no longer do so. Use as a context manager.

    Args:
        environment: the children's environment.
        log_dir: each child writes to <command>.log in it, begun anew at each start.
        program: what is run in front of the command's name.
    """

    def __init__(
        self, environment: Mapping[str, str], log_dir: Path, program: Sequence[str] = HOTELMATE
    ) -> None:
        self._environment = dict(environment)
        self._log_dir = log_dir
        self._program = list(program)
        self._children: dict[str, subprocess.Popen[bytes]] = {}
        self._reading_end, self._writing_end = os.pipe()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def start(self, command: str) -> None:
        """Start `hotelmate <command>` as a child; a command may be of two words."""
        arguments = [*command.split(), "--lifeline", str(self._reading_end)]
        # The log may name guests: nobody else reads it.
        log = os.open(self._log_of(command), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        try:
            self._children[command] = subprocess.Popen(
                [*self._program, *arguments],
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                pass_fds=[self._reading_end],
                start_new_session=True,
            )
        finally:
            os.close(log)

    def check(self) -> None:
        """Raise ChildDied when a child has ended."""
        for name, child in self._children.items():
            status = child.poll()
            if status is not None:
                how = f"signal {-status}" if status < 0 else f"status {status}"
                raise ChildDied(f"`hotelmate {name}` ended with {how}{self._last_words(name)}")

    def _log_of(self, command: str) -> Path:
        return self._log_dir / log_name(command)

    def _last_words(self, command: str) -> str:
        """Return the end of a child's log, as lines of their own."""
        log = self._log_of(command)
        lines = log.read_text(encoding="utf-8", errors="replace").splitlines()[-LOG_LINES:]
        return "".join(f"\n{line}" for line in (f"end of {log}:", *lines))

    def wait_until(self, done: Callable[[], bool], seconds: float) -> bool:
        """Wait for a condition while all children live; False when the time is over."""
        deadline = time.monotonic() + seconds
        while not done():
            if time.monotonic() > deadline:
                return False
            self.check()
            time.sleep(POLL_SECONDS)
        return True

    def stop(self) -> None:
        """End all children: asked first, killed when they take too long."""
        for child in self._children.values():
            child.terminate()
        deadline = time.monotonic() + STOP_SECONDS
        for child in self._children.values():
            try:
                child.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()
        self._children.clear()
        for descriptor in {self._reading_end, self._writing_end}:
            os.close(descriptor)
