"""The log of each process: one JSON object a line, whatever library says something."""

import json
import logging
import signal
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx
import psycopg
import pytest
import structlog

from app import logs
from tests.credentials import TOKEN_KEY
from tests.processes.api import free_port
from tests.relay.command import start_hotelmate
from tests.stripe_server.server import StripeServer
from tests.waiting import wait_until
from tests.walls.two_hotels import House

PRIVATE = "ada@example.org"


def started(
    command: str, database_url: str, log: Path, environment: dict[str, str], *arguments: str
) -> subprocess.Popen[str]:
    """Start a process whose output of both kinds goes to one file."""
    with log.open("w") as output:
        return start_hotelmate(
            command,
            database_url,
            {
                "HOTELMATE_TOKEN_KEYS": TOKEN_KEY,
                "HOTELMATE_LOG_LEVEL": "debug",
                "HOTELMATE_CHECK_HOUR": "off",
                **environment,
            },
            *arguments,
            stdout=output,
            stderr=subprocess.STDOUT,
        )


def stopped(process: subprocess.Popen[str]) -> None:
    process.send_signal(signal.SIGTERM)
    process.wait(30)


def lines_of(log: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in log.read_text().splitlines() if line]


def says(log: Path, event: str) -> bool:
    return f'"event":"{event}"' in log.read_text()


@pytest.mark.proof
@pytest.mark.parametrize(
    ("command", "event"), [(("relay",), "leading"), (("payments", "worker"), "working")]
)
def test_a_worker_writes_json(
    clone: str, stripe: StripeServer, tmp_path: Path, command: tuple[str, ...], event: str
) -> None:
    log = tmp_path / "log"
    process = started(command[0], clone, log, stripe.environment(), *command[1:])
    try:
        wait_until(lambda: says(log, event))
    finally:
        stopped(process)

    assert all(line["event"] and line["level"] and line["timestamp"] for line in lines_of(log))


@pytest.mark.proof
def test_the_api_writes_json_whatever_is_sent(clone: str, tmp_path: Path) -> None:
    log = tmp_path / "log"
    port = free_port()
    with psycopg.connect(clone, autocommit=True) as owner:
        house = House(owner)
    process = started("serve", clone, log, {"HOTELMATE_PORT": str(port)})
    address = f"http://127.0.0.1:{port}"

    def is_up() -> bool:
        try:
            return httpx.get(f"{address}/health/live").status_code == 200
        except httpx.TransportError:
            return False

    try:
        wait_until(is_up)
        path = f"/api/hotels/{house.slug}/bookings/{PRIVATE}"
        assert httpx.get(f"{address}{path}").status_code == 401
        with socket.create_connection(("127.0.0.1", port)) as connection:
            connection.sendall(f"GET /{PRIVATE} NONSENSE\r\n{PRIVATE}\r\n\r\n".encode())
            assert connection.recv(1000)
    finally:
        stopped(process)

    lines = lines_of(log)
    assert [line for line in lines if line["event"] == "request"]
    assert PRIVATE not in log.read_text()


def test_of_a_library_only_where_it_spoke_is_told(capfd: pytest.CaptureFixture[str]) -> None:
    logs.configure("info")
    try:
        raise ValueError(PRIVATE)
    except ValueError:
        logging.getLogger("asyncio").exception("Task said %s", PRIVATE)

    out, err = capfd.readouterr()
    line = json.loads(out)
    assert (line["event"], line["logger"], line["error"]) == ("library", "asyncio", "ValueError")
    assert line["where"].startswith("test_logs_of_processes:")
    assert PRIVATE not in out + err


def test_a_crash_is_told_without_what_it_quotes(capfd: pytest.CaptureFixture[str]) -> None:
    logs.configure("info")
    try:
        raise ValueError(PRIVATE)
    except ValueError as error:
        sys.excepthook(ValueError, error, error.__traceback__)

    out, err = capfd.readouterr()
    line = json.loads(out)
    assert (line["event"], line["error"], line["level"]) == ("crashed", "ValueError", "critical")
    assert "test_a_crash_is_told" in line["frames"][-1]
    assert PRIVATE not in out + err
    assert structlog.is_configured()
