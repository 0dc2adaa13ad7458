"""The API as its own process on loopback, as `hotelmate serve` runs it."""

import os
import socket
import ssl
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import httpx
from prometheus_client.parser import text_string_to_metric_families

from bench.proof.credentials import TOKEN_KEY
from bench.proof.server import log_ins
from bench.proof.staff_auth import StaffAuth

START_SECONDS = 60
STOP_SECONDS = 30


@dataclass(frozen=True, slots=True)
class Api:
    """A running API: where it listens, and who its clients are in each hotel."""

    url: str
    staff: StaffAuth
    log_file: Path
    process_id: int

    def client(self) -> httpx.Client:
        """Return a client of a member of staff, with one connection that stays open."""
        # It speaks plain HTTP: nobody need read 140 certificates of authorities for it.
        no_tls = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        return httpx.Client(base_url=self.url, auth=self.staff, timeout=60, verify=no_tls)

    def samples(self, name: str) -> dict[str, float]:
        """Read one metric of /metrics: the value by the value of its only label."""
        text = httpx.get(f"{self.url}/metrics", timeout=30).raise_for_status().text
        return {
            next(iter(sample.labels.values()), ""): sample.value
            for family in text_string_to_metric_families(text)
            for sample in family.samples
            if sample.name == name
        }

    def end_of_log(self, lines: int = 20) -> str:
        """Return the last lines that the process logged."""
        return "\n".join(self.log_file.read_text(errors="replace").splitlines()[-lines:])


@contextmanager
def api(
    database_url: str,
    staff: str,
    pool_max_size: int = 16,
    settings: Mapping[str, str] = MappingProxyType({}),
) -> Iterator[Api]:
    """Serve a migrated database until the block ends.

    Args:
        database_url: connection string of the schema's owner.
        staff: username, in every hotel that is used, of the member who calls.
        pool_max_size: database connections that the API may open.
        settings: further variables of its environment.
    """
    port = _free_port()
    with tempfile.TemporaryDirectory(prefix="hotelmate-proof-") as folder:
        environment = {
            **os.environ,
            "DATABASE_URL": database_url,
            **log_ins(database_url),
            "HOTELMATE_HOST": "127.0.0.1",
            "HOTELMATE_PORT": str(port),
            "HOTELMATE_DATA_DIR": folder,
            "HOTELMATE_TOKEN_KEYS": TOKEN_KEY,
            # Clients of a proof are as quick as they can.
            "HOTELMATE_REQUESTS_PER_SECOND": "0",
            "HOTELMATE_LOG_LEVEL": "warning",
            "HOTELMATE_POOL_MIN_SIZE": "2",
            "HOTELMATE_POOL_MAX_SIZE": str(pool_max_size),
            **settings,
        }
        auth = StaffAuth(database_url, staff)
        log_file = Path(folder) / "api.log"
        # The other end of this pipe closes with this process, however it ends, and the API follows.
        reading, writing = os.pipe()
        with log_file.open("wb") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "app.cli", "serve", "--lifeline", str(reading)],
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                pass_fds=(reading,),
            )
        os.close(reading)
        running = Api(f"http://127.0.0.1:{port}", auth, log_file, process.pid)
        try:
            _await_ready(running, process)
            yield running
        finally:
            os.close(writing)
            _stop(process)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _await_ready(running: Api, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            if httpx.get(f"{running.url}/health/ready", timeout=5).status_code == 200:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.1)
    raise RuntimeError(f"the API did not become ready:\n{running.end_of_log()}")


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
