"""`hotelmate serve` as a process on loopback, always at the same address."""

import random
import socket
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

import httpx
from prometheus_client.parser import text_string_to_metric_families

from tests.credentials import TOKEN_KEY
from tests.processes.hotelmate import NOTHING, HotelmateProcess, environment_on

PATIENCE_SECONDS = 60.0
NAP_SECONDS = 0.05
# Below what Linux, macOS and the BSDs give those who connect.
PORTS = range(20_000, 30_000)


class ApiProcess(HotelmateProcess):
    """The API on a database.

    Args:
        database_url: connection string of the schema's owner, as a URL.
        folder: where its log and its data are kept.
        settings: further variables of its environment.

    Attributes:
        url: where it listens.
    """

    def __init__(
        self, database_url: str, folder: Path, settings: Mapping[str, str] = NOTHING
    ) -> None:
        port = free_port()
        self.url = f"http://127.0.0.1:{port}"
        environment = {
            **environment_on(database_url),
            "HOTELMATE_HOST": "127.0.0.1",
            "HOTELMATE_PORT": str(port),
            "HOTELMATE_DATA_DIR": str(folder),
            "HOTELMATE_TOKEN_KEYS": TOKEN_KEY,
            # Its clients are as quick as they can.
            "HOTELMATE_REQUESTS_PER_SECOND": "0",
            "HOTELMATE_LOG_LEVEL": "warning",
            **settings,
        }
        super().__init__("serve", environment, folder / "api.log")

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
            if time.monotonic() > give_up_at or not self.is_alive:
                raise RuntimeError(f"the API did not become ready:\n{self.log_end()}")
            time.sleep(NAP_SECONDS)

    def samples(self, name: str) -> dict[str, float]:
        """Read one metric of /metrics: the value by the value of its only label."""
        text = httpx.get(f"{self.url}/metrics", timeout=30).raise_for_status().text
        return {
            next(iter(sample.labels.values()), ""): sample.value
            for family in text_string_to_metric_families(text)
            for sample in family.samples
            if sample.name == name
        }


def free_port() -> int:
    """Return a port that nobody is given who connects.

    Clients try again and again while nobody listens there. From among the ports that they are given
    they would sooner or later meet themselves, and the API would find its port taken.
    """
    for port in random.sample(PORTS, len(PORTS)):
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
    raise RuntimeError("no port is free")
