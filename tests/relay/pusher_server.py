"""A small server that speaks Pusher's HTTP protocol: POST /apps/{id}/events, signed.

It checks what Pusher checks (signature, digest of the body, time stamp, 100 channels, 10 kB of
data), with its own arithmetic, and answers what a test tells it to.
"""

import hashlib
import hmac
import json
import socket
import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

APP_ID, KEY, SECRET = "4711", "a-public-key", "a-private-secret"


@dataclass(frozen=True)
class Received:
    """One event of an accepted call."""

    name: str
    channels: list[str]
    body: dict[str, Any]

    @property
    def event_id(self) -> str:
        return str(self.body["meta"]["event_id"])


@dataclass
class PusherServer:
    """What was received, and what to answer.

    Attributes:
        answers: statuses for the next calls; when empty, 200.
        refuse_types: event types that are answered with 413, always.
        calls: all calls that were signed well, whatever they were answered.
    """

    received: list[Received] = field(default_factory=list)
    answers: deque[int] = field(default_factory=deque)
    refuse_types: set[str] = field(default_factory=set)
    calls: int = 0
    port: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def environment(self) -> dict[str, str]:
        """Return the variables that lead a relay here."""
        return {
            "PUSHER_APP_ID": APP_ID,
            "PUSHER_KEY": KEY,
            "PUSHER_SECRET": SECRET,
            "PUSHER_HOST": "127.0.0.1",
            "PUSHER_PORT": str(self.port),
            "PUSHER_SSL": "false",
        }

    def event_ids(self) -> list[str]:
        """Return the ids of the accepted events, in the order of their arrival."""
        with self.lock:
            return [each.event_id for each in self.received]

    def answer(self, path: str, body: bytes) -> int:
        """Judge one call and keep its event when it is accepted."""
        if not _is_signed(path, body):
            return 401
        call = json.loads(body)
        if len(call["channels"]) > 100:
            return 400
        with self.lock:
            self.calls += 1
            if len(call["data"].encode()) > 10_240 or call["name"] in self.refuse_types:
                return 413
            status = self.answers.popleft() if self.answers else 200
            if status == 200:
                self.received.append(
                    Received(call["name"], call["channels"], json.loads(call["data"]))
                )
            return status


def _is_signed(path: str, body: bytes) -> bool:
    parts = urlsplit(path)
    query = dict(parse_qsl(parts.query))
    signature = query.pop("auth_signature", "")
    text = "\n".join(
        ["POST", parts.path, "&".join(f"{name}={query[name]}" for name in sorted(query))]
    )
    expected = hmac.new(SECRET.encode(), text.encode(), hashlib.sha256).hexdigest()
    return (
        parts.path == f"/apps/{APP_ID}/events"
        and query.get("auth_key") == KEY
        and query.get("body_md5") == hashlib.md5(body).hexdigest()
        and abs(time.time() - float(query.get("auth_timestamp", "0"))) < 600
        and hmac.compare_digest(signature, expected)
    )


@contextmanager
def serving() -> Iterator[PusherServer]:
    """Serve on a free port of the loopback address."""
    state = PusherServer()
    connections: list[socket.socket] = []

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        # Head and body leave in two pieces: with delayed ACKs that would cost 40 ms a call.
        disable_nagle_algorithm = True

        def setup(self) -> None:
            super().setup()
            connections.append(self.connection)

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            status = state.answer(self.path, body)
            self.send_response(status)
            self.send_header("Content-Length", "2")
            self.end_headers()
            self.wfile.write(b"{}")

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    state.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield state
    finally:
        server.shutdown()
        thread.join()
        # Sessions that a killed client left open: their threads end when nothing can come any more.
        for connection in connections:
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        server.server_close()
