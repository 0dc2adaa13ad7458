"""`hotelmate serve` as a process that is killed and started again, always at the same address."""

import os
import random
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from types import MappingProxyType

import httpx
from prometheus_client.parser import text_string_to_metric_families

from bench.proof.credentials import TOKEN_KEY
from bench.proof.server import log_ins

STOP_SECONDS = 30
PATIENCE_SECONDS = 60.0
NAP_SECONDS = 0.05
# Below what Linux, macOS and the BSDs give those who connect.
PORTS = range(20_000, 30_000)
NOTHING: Mapping[str, str] = MappingProxyType({})


class Serving:
    """The API on a database.

    Args:
        database_url: connection string of the schema's owner, as a URL.
        folder: where its log is kept.
        settings: further variables of its environment.
    """

    def __init__(
        self, database_url: str, folder: Path, settings: Mapping[str, str] = NOTHING
    ) -> None:
        self._port = _free_port()
        self._log = folder / "api.log"
        self._lifeline = -1
        self._process: subprocess.Popen[bytes] | None = None
        self.environment = {
            **os.environ,
            "DATABASE_URL": database_url,
            **log_ins(database_url),
            "HOTELMATE_HOST": "127.0.0.1",
            "HOTELMATE_PORT": str(self._port),
            "HOTELMATE_DATA_DIR": str(folder),
            "HOTELMATE_TOKEN_KEYS": TOKEN_KEY,
            # Clients of a proof are as quick as they can, and the proof runs the checks itself.
            "HOTELMATE_REQUESTS_PER_SECOND": "0",
            "HOTELMATE_CHECK_HOUR": "off",
            "HOTELMATE_EVENTS_DELAY_LIMIT_SECONDS": "0",
            "HOTELMATE_LOG_LEVEL": "warning",
            **settings,
        }
        self.url = f"http://127.0.0.1:{self._port}"

    def start(self, settings: Mapping[str, str] = NOTHING) -> None:
        """Start it; whoever needs it waits by `await_ready`.

        Args:
            settings: on top of the usual ones, this time only.
        """
        # The other end of this pipe closes with this process, however it ends, and the API follows.
        reading, self._lifeline = os.pipe()
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "app.cli", "serve", "--lifeline", str(reading)],
                env={**self.environment, **settings},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                pass_fds=(reading,),
            )
        os.close(reading)

    def kill(self) -> None:
        """End it as the kernel does that is out of memory."""
        if self._process is not None:
            self._process.kill()
        self._end()

    def stop(self) -> None:
        """Ask it to end, and see that it does."""
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()
            try:
                self._process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                self._process.kill()
        self._end()

    def restart(self, settings: Mapping[str, str] = NOTHING) -> None:
        """Stop it in peace and start it with other settings; return when it is ready."""
        self.stop()
        self.start(settings)
        self.await_ready()

    def is_ready(self) -> bool:
        """Ask /health/ready."""
        try:
            return httpx.get(f"{self.url}/health/ready", timeout=10).status_code == httpx.codes.OK
        except httpx.TransportError:
            return False

    def await_ready(self) -> None:
        """Wait until it can work.

        Raises:
            RuntimeError: it does not, with the end of its log.
        """
        give_up_at = time.monotonic() + PATIENCE_SECONDS
        while not self.is_ready():
            if time.monotonic() > give_up_at:
                raise RuntimeError(f"the API did not become ready:\n{self.log_end()}")
            time.sleep(NAP_SECONDS)

    def log_end(self) -> str:
        """Return what it said last."""
        return "\n".join(self._log.read_text(errors="replace").splitlines()[-20:])

    def samples(self, name: str) -> dict[str, float]:
        """Read one metric of /metrics: the value by the value of its only label."""
        text = httpx.get(f"{self.url}/metrics", timeout=30).raise_for_status().text
        return {
            next(iter(sample.labels.values()), ""): sample.value
            for family in text_string_to_metric_families(text)
            for sample in family.samples
            if sample.name == name
        }

    def _end(self) -> None:
        if self._process is not None:
            self._process.wait()
        if self._lifeline >= 0:
            os.close(self._lifeline)
            self._lifeline = -1


def _free_port() -> int:
    """Return a port that nobody is given who connects.

    Clients try again and again while nobody listens there. From among the ports that they are given
    they would sooner or later meet themselves, and the API would find its port taken.
    """
    for port in random.sample(PORTS, len(PORTS)):
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
    raise RuntimeError("no port is free")


@contextmanager
def serving(database_url: str, settings: Mapping[str, str] = NOTHING) -> Iterator[Serving]:
    """Serve a migrated database until the block ends."""
    with tempfile.TemporaryDirectory(prefix="hotelmate-proof-") as folder:
        running = Serving(database_url, Path(folder), settings)
        try:
            running.start()
            running.await_ready()
            yield running
        finally:
            running.stop()
