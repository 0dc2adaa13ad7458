"""The relay as the process that it is: started, frozen, killed."""

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from bench.proof.server import log_ins

LEADS = b'"event":"leading"'
LEADS_NO_MORE = b'"event":"database_away"'
STOP_SECONDS = 20


class RelayProcess:
    """`hotelmate relay` on a database, with its log.

    Args:
        database_url: connection string of the schema's owner, as a URL.
        settings: further variables of its environment: where Pusher is.
        folder: where its log is kept.
    """

    def __init__(self, database_url: str, settings: Mapping[str, str], folder: Path) -> None:
        environment = {
            **os.environ,
            "DATABASE_URL": database_url,
            **log_ins(database_url),
            "HOTELMATE_LOG_LEVEL": "info",
            **settings,
        }
        descriptor, name = tempfile.mkstemp(suffix=".log", dir=folder)
        self._log = Path(name)
        # The other end of this pipe closes with this process, however it ends, and the relay too.
        reading, self._lifeline = os.pipe()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "app.cli", "relay", "--lifeline", str(reading)],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=descriptor,
            stderr=subprocess.STDOUT,
            pass_fds=(reading,),
        )
        os.close(reading)
        os.close(descriptor)

    @property
    def pid(self) -> int:
        """Process id."""
        return self._process.pid

    @property
    def is_alive(self) -> bool:
        """Whether it runs, or is frozen."""
        return self._process.poll() is None

    @property
    def leads(self) -> bool:
        """Whether it leads, as far as it knows itself."""
        log = self._log.read_bytes()
        return self.is_alive and log.rfind(LEADS) > log.rfind(LEADS_NO_MORE)

    def log(self) -> str:
        """Return what it said."""
        return self._log.read_text(errors="replace")

    def kill(self) -> None:
        """End it as the kernel does that is out of memory; also when it is frozen."""
        self._process.kill()
        self._end()

    def freeze(self) -> None:
        """Let it stand still: its connections stay, and so does what it has in hand."""
        self._process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Let it go on, unaware of the time that passed."""
        self._process.send_signal(signal.SIGCONT)

    def stop(self) -> None:
        """Ask it to end, and see that it does."""
        self.thaw()
        self._process.terminate()
        try:
            self._process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
        self._end()

    def _end(self) -> None:
        self._process.wait()
        if self._lifeline >= 0:
            os.close(self._lifeline)
            self._lifeline = -1


@contextmanager
def relay(database_url: str, settings: Mapping[str, str]) -> Iterator[RelayProcess]:
    """Run one relay until the block ends."""
    with tempfile.TemporaryDirectory(prefix="hotelmate-proof-") as folder:
        process = RelayProcess(database_url, settings, Path(folder))
        try:
            yield process
        finally:
            process.stop()
