"""`hotelmate` as the process that it is: started, frozen, killed, and started again."""

import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from tests.database_log_ins import log_ins

STOP_SECONDS = 30
LAST_LINES = 20
NOTHING: Mapping[str, str] = MappingProxyType({})


def environment_on(database_url: str) -> dict[str, str]:
    """Return our own variables, and those by which a process finds a database.

    Args:
        database_url: connection string of the schema's owner, as a URL.
    """
    return {**os.environ, "DATABASE_URL": database_url, **log_ins(database_url)}


class HotelmateProcess:
    """A command that runs until it is stopped. It ends with this process, however that ends.

    Args:
        command: its words, as one types them.
        environment: all its variables.
        log: the file that it writes to, whenever it is started. Where nobody wants to know, None:
            then only what goes wrong past its log is seen, among what this process says.

    Attributes:
        environment: what it was given.
    """

    def __init__(
        self, command: str, environment: Mapping[str, str], log: Path | None = None
    ) -> None:
        self.environment = dict(environment)
        self._command = command.split()
        self._log = log
        self._lifeline = -1
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        """Process id.

        Raises:
            RuntimeError: it was not started.
        """
        if self._process is None:
            raise RuntimeError("it was not started")
        return self._process.pid

    @property
    def is_alive(self) -> bool:
        """Whether it runs, or is frozen."""
        return self._process is not None and self._process.poll() is None

    def start(self, settings: Mapping[str, str] = NOTHING) -> None:
        """Start it; it need not be ready yet.

        Args:
            settings: variables on top of the usual ones, this time only.

        Raises:
            RuntimeError: it runs.
        """
        if self.is_alive:
            raise RuntimeError("it runs")
        self._end()
        # The other end of this pipe closes with this process, however it ends; the child follows.
        reading, self._lifeline = os.pipe()
        with Path(os.devnull if self._log is None else self._log).open("ab") as output:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "app.cli", *self._command, "--lifeline", str(reading)],
                env={**self.environment, **settings},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=None if self._log is None else subprocess.STDOUT,
                pass_fds=(reading,),
            )
        os.close(reading)

    def kill(self) -> None:
        """End it as the kernel does that is out of memory; also when it is frozen."""
        if self._process is not None:
            self._process.kill()
        self._end()

    def freeze(self) -> None:
        """Let it stand still: its connections stay, and so does what it has in hand."""
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Let it go on, unaware of the time that passed."""
        self._signal(signal.SIGCONT)

    def stop(self) -> None:
        """Ask it to end, and see that it does."""
        if self._process is not None and self.is_alive:
            self.thaw()
            self._process.terminate()
            try:
                self._process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                self._process.kill()
        self._end()

    def log(self) -> str:
        """Return what it said since it was started first."""
        return "" if self._log is None else self._log.read_text(errors="replace")

    def log_end(self, lines: int = LAST_LINES) -> str:
        """Return what it said last."""
        return "\n".join(self.log().splitlines()[-lines:])

    def _signal(self, number: int) -> None:
        if self._process is not None:
            self._process.send_signal(number)

    def _end(self) -> None:
        if self._process is not None:
            self._process.wait()
        if self._lifeline >= 0:
            os.close(self._lifeline)
            self._lifeline = -1
