"""The demo hotel in a private database, and a real server in front of it."""

import socket
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from io import StringIO
from typing import Any

import httpx
import psycopg
import pytest

from app.demo.play import play
from app.demo.seed import seed_demo
from tests.relay.command import start_hotelmate

TOKEN = "a-token-of-this-test-run"


@dataclass(frozen=True)
class Server:
    """Where the demo is played."""

    base_url: str
    database: str

    def play(self, token: str = TOKEN) -> tuple[int, str]:
        """Play the demo; return its status and what it printed."""
        out = StringIO()
        return play(self.base_url, token, self.database, out=out), out.getvalue()


@pytest.fixture
def database(clone: str) -> Iterator[psycopg.Connection[Any]]:
    """The owner's connection to a migrated database without a hotel, in autocommit."""
    with psycopg.connect(clone, autocommit=True) as connection:
        yield connection


@pytest.fixture
def demo_hotel(database: psycopg.Connection[Any]) -> int:
    """The id of the demo hotel, freshly seeded."""
    seed_demo(database)
    row = database.execute("SELECT hotel_id FROM hotelmate.hotel").fetchone()
    assert row is not None
    return int(row[0])


@pytest.fixture
def server(clone: str, demo_hotel: int) -> Iterator[Server]:
    """`hotelmate serve` in front of the demo hotel."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    environment = {"HOTELMATE_PORT": str(port), "HOTELMATE_DEV_TOKEN": TOKEN}
    process = start_hotelmate("serve", clone, environment, stdout=subprocess.DEVNULL)
    try:
        base_url = f"http://127.0.0.1:{port}"
        _await_ready(process, base_url)
        yield Server(base_url, clone)
    finally:
        process.terminate()
        process.wait(20)


def _await_ready(process: subprocess.Popen[str], base_url: str) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        assert process.poll() is None, "the server ended"
        try:
            if httpx.get(f"{base_url}/health/ready", trust_env=False).is_success:
                return
        except httpx.HTTPError:
            pass
        time.sleep(0.1)
    raise AssertionError("the server is not ready in time")
