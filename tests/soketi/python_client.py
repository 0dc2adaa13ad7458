"""A client of the Pusher protocol in Python: connect, subscribe, listen.

As a process it does what subscriber.js does: `python -m tests.soketi.python_client`.

It is ours and not `pysher`, because that one has no types, drops answers that come before it has
noted what it asked for, and asks for private channels without a signature after a reconnect.
"""

import json
import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

PROTOCOL = "7"


class PusherError(Exception):
    """The server refused a connection; the text is its own."""


class PusherClient:
    """One connection, as `connected` gives it.

    Attributes:
        socket_id: what the server calls this connection; signatures are for it alone.
    """

    def __init__(self, connection: ClientConnection, socket_id: str, quiet_seconds: float) -> None:
        self._connection = connection
        self.socket_id = socket_id
        self._quiet_seconds = quiet_seconds

    def ask_for(self, channel: str, auth: str | None = None) -> None:
        """Ask for a channel, with the signature that our API gave; the answer is a frame."""
        data = {"channel": channel} | ({"auth": auth} if auth is not None else {})
        self._send("pusher:subscribe", data)

    def frames(self, within: float | None = None) -> Iterator[tuple[int, dict[str, Any]]]:
        """Give each frame with the time of its arrival (`time.monotonic_ns`), pings left out.

        Args:
            within: seconds after which it ends; None for as long as the connection lives.
        """
        until = time.monotonic() + within if within is not None else float("inf")
        while (left := until - time.monotonic()) > 0:
            try:
                text = self._connection.recv(timeout=min(left, self._quiet_seconds))
            except TimeoutError:
                # The server drops a connection on which nothing is said.
                self._send("pusher:ping", {})
                continue
            except ConnectionClosed:
                return
            at = time.monotonic_ns()
            frame = json.loads(text)
            if frame["event"] == "pusher:ping":
                self._send("pusher:pong", {})
            elif frame["event"] != "pusher:pong":
                yield at, frame

    def _send(self, event: str, data: dict[str, str]) -> None:
        self._connection.send(json.dumps({"event": event, "data": data}))


@contextmanager
def connected(port: int, key: str) -> Iterator[PusherClient]:
    """Connect until the end of the block.

    Raises:
        PusherError: the server does not want us.
    """
    address = f"ws://127.0.0.1:{port}/app/{key}?protocol={PROTOCOL}&client=hotelmate&version=1"
    # A proxy that the environment happens to name is not asked for our own machine.
    with connect(address, proxy=None, max_queue=None) as connection:
        first = json.loads(connection.recv())
        if first["event"] != "pusher:connection_established":
            raise PusherError(str(first["data"]))
        established = json.loads(first["data"])
        yield PusherClient(
            connection, established["socket_id"], float(established["activity_timeout"])
        )


def signature(order: dict[str, Any], socket_id: str, channel: str) -> tuple[str | None, str]:
    """Return the signature for a channel, asked of our API, or none and why."""
    if order["signature"] is not None:
        return str(order["signature"]), ""
    answer = httpx.post(
        order["endpoint"],
        data={"socket_id": socket_id, "channel_name": channel},
        headers={"Authorization": f"Bearer {order['tokens'].get(channel, order['token'])}"},
        timeout=30,
        trust_env=False,
    )
    if answer.status_code != 200:
        return None, f"{answer.status_code} {answer.text}"
    return str(answer.json()["auth"]), ""


def told(at: int, frame: dict[str, Any]) -> dict[str, Any]:
    """Return the line that says what a frame means."""
    event, line = frame["event"], {"channel": frame.get("channel", ""), "at": at}
    match event:
        case "pusher_internal:subscription_succeeded":
            return {"kind": "subscribed", **line}
        case "pusher:subscription_error":
            return {"kind": "refused", **line, "reason": json.dumps(frame["data"])}
        case "pusher:error":
            return {"kind": "error", **line, "reason": json.dumps(frame["data"])}
    return {"kind": "event", **line, "event": event, "data": frame["data"]}


def main() -> None:
    """Subscribe as the first line of stdin says, print what is heard, end when stdin closes."""
    order = json.loads(sys.stdin.readline())
    threading.Thread(target=_end_with_stdin, daemon=True).start()
    with connected(order["port"], order["key"]) as client:
        for channel in order["channels"]:
            auth, problem = signature(order, client.socket_id, channel)
            if auth is None:
                _print({"kind": "refused", "channel": channel, "at": 0, "reason": problem})
            else:
                client.ask_for(channel, auth)
        for at, frame in client.frames():
            _print(told(at, frame))


def _end_with_stdin() -> None:
    sys.stdin.read()
    os.kill(os.getpid(), signal.SIGTERM)


def _print(line: dict[str, Any]) -> None:
    print(json.dumps(line, ensure_ascii=False), flush=True)


if __name__ == "__main__":
    main()
