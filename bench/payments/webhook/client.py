"""The cheapest client that Python has: requests written beforehand, over sockets that stay open."""

import socket
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self
from urllib.parse import urlsplit

TIMEOUT_SECONDS = 30
_LARGEST = 65_536
_END = b"\r\n\r\n"
_LENGTH = b"content-length:"


@dataclass(frozen=True, slots=True)
class Address:
    """Where a server listens."""

    host: str
    port: int

    @classmethod
    def of(cls, url: str) -> Self:
        """Return the address in a URL with a port."""
        parts = urlsplit(url)
        assert parts.hostname is not None
        assert parts.port is not None
        return cls(parts.hostname, parts.port)


@dataclass(frozen=True, slots=True)
class Timing:
    """How long requests took.

    Attributes:
        latencies: of each request, seconds.
        seconds: from the first request of the first client to the last answer of the last.
        refused: how many were answered with anything but 2xx.
    """

    latencies: tuple[float, ...]
    seconds: float
    refused: int

    def __add__(self, other: "Timing") -> "Timing":
        return Timing(
            self.latencies + other.latencies,
            self.seconds + other.seconds,
            self.refused + other.refused,
        )

    @property
    def rate(self) -> float:
        """Requests a second."""
        return len(self.latencies) / self.seconds

    def percentile_ms(self, percent: float) -> float:
        """Return the milliseconds within which so many percent of the requests were answered."""
        ordered = sorted(self.latencies)
        return 1000 * ordered[min(len(ordered) - 1, int(len(ordered) * percent / 100))]


def written(address: Address, method: str, path: str, body: bytes = b"", **headers: str) -> bytes:
    """Return the bytes of a request; a header's name is written with underscores."""
    lines = [f"{method} {path} HTTP/1.1", f"Host: {address.host}:{address.port}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    lines += [f"Content-Length: {len(body)}"] if body else []
    return "\r\n".join([*lines, "", ""]).encode() + body


def send(address: Address, requests: Sequence[bytes], clients: int) -> Timing:
    """Send every request once, each client one after the other, all clients at the same time."""
    shares = [requests[number::clients] for number in range(clients)]
    results: list[Timing] = []
    gate = threading.Barrier(clients)

    def work(share: Sequence[bytes]) -> None:
        with socket.create_connection((address.host, address.port), TIMEOUT_SECONDS) as line:
            line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            gate.wait()
            results.append(_send_all(line, share))

    threads = [threading.Thread(target=work, args=(share,)) for share in shares]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if len(results) < clients:
        raise ConnectionError(f"{clients - len(results)} of {clients} clients got no answer")
    latencies = tuple(latency for each in results for latency in each.latencies)
    refused = sum(each.refused for each in results)
    return Timing(latencies, max(each.seconds for each in results), refused)


def _send_all(line: socket.socket, requests: Sequence[bytes]) -> Timing:
    latencies, refused = [], 0
    started = before = time.perf_counter()
    for request in requests:
        line.sendall(request)
        refused += not _is_answered_well(line)
        now = time.perf_counter()
        latencies.append(now - before)
        before = now
    return Timing(tuple(latencies), before - started, refused)


def _is_answered_well(line: socket.socket) -> bool:
    """Read one answer to its end and say whether its status is 2xx."""
    answer = line.recv(_LARGEST)
    while _END not in answer:
        answer += _more(line)
    head, _, body = answer.partition(_END)
    at = head.lower().find(_LENGTH)
    length = int(head[at + len(_LENGTH) :].split(b"\r\n", 1)[0]) if at >= 0 else 0
    left = length - len(body)
    while left > 0:
        left -= len(_more(line))
    return head[9:10] == b"2"


def _more(line: socket.socket) -> bytes:
    received = line.recv(_LARGEST)
    if not received:
        raise ConnectionError("the server closed the connection")
    return received
