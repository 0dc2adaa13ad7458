"""Faults, scripted by a test: what goes wrong, for which requests, how often."""

import threading
import time
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Literal

FaultKind = Literal[
    "conflict",
    "delay",
    "drop_after",
    "drop_before",
    "error_after",
    "error_before",
    "rate_limit",
    "timeout_after",
    "timeout_before",
    "unauthorized",
]
FAULTS: tuple[FaultKind, ...] = (
    "error_before",
    "error_after",
    "drop_before",
    "drop_after",
    "timeout_before",
    "timeout_after",
    "delay",
    "conflict",
    "rate_limit",
    "unauthorized",
)

# How long the end of the server may go unseen.
LONGEST_NAP = 0.02


@dataclass(eq=False)
class Fault:
    """One thing that goes wrong.

    Attributes:
        method, path: patterns, as in fnmatch.
        times: how often; None is always.
        skip: matching requests that pass before the first one is hit.
        seconds: how long a delay or a timeout lasts.
        saved: whether an `error_before` is kept under the idempotency key, as a crash within
            the endpoint is; without it, it is a gateway's error that no endpoint knows of.
        hits: how often it went wrong so far.
    """

    kind: FaultKind
    method: str = "*"
    path: str = "*"
    times: int | None = 1
    skip: int = 0
    seconds: float = 0.0
    saved: bool = False
    hits: int = 0
    _passed: int = field(default=0, repr=False)
    _ended: threading.Event = field(default_factory=threading.Event, repr=False)

    def strikes(self, method: str, path: str) -> bool:
        """Say whether this request is hit, and count it."""
        if self.times is not None and self.hits >= self.times:
            return False
        if not (fnmatchcase(method, self.method) and fnmatchcase(path, self.path)):
            return False
        if self._passed < self.skip:
            self._passed += 1
            return False
        self.hits += 1
        return True

    def wait(self, closing: threading.Event) -> None:
        """Wait `seconds`, or until the fault or the server ends."""
        end = time.monotonic() + self.seconds
        while not (self._ended.is_set() or closing.is_set()):
            left = end - time.monotonic()
            if left <= 0:
                return
            self._ended.wait(min(left, LONGEST_NAP))

    def end(self) -> None:
        """Let nothing more go wrong, and whoever waits for it go on."""
        self.times = 0
        self._ended.set()


class Faults:
    """The faults in force; the first that matches a request is its fault."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._faults: list[Fault] = []

    def add(
        self,
        kind: FaultKind,
        method: str = "*",
        path: str = "*",
        *,
        times: int | None = 1,
        skip: int = 0,
        seconds: float = 0.0,
        saved: bool = False,
    ) -> Fault:
        """Let something go wrong: `add("timeout_after", "POST", "*/capture", seconds=2)`."""
        fault = Fault(kind, method, path, times, skip, seconds, saved)
        with self._lock:
            self._faults.append(fault)
        return fault

    def clear(self) -> None:
        """Let nothing go wrong any more."""
        with self._lock:
            for fault in self._faults:
                fault.end()
            self._faults.clear()

    def strike(self, method: str, path: str) -> Fault | None:
        """Return what goes wrong with this request."""
        with self._lock:
            return next((each for each in self._faults if each.strikes(method, path)), None)
