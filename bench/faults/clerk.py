"""Clerks who play stays over HTTP, each in a room of their own, through every fault.

Each change has an idempotency key, and is sent until it is acknowledged. Only a booking that is not
acknowledged is sometimes let go: whether it was made, nobody knows. The key is the request id as
well, which audit rows, events and payments carry.
"""

import math
import random
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx

from app.requests.idempotency import HEADER
from bench.faults.answers import NOBODY, Answer, judge
from bench.faults.steps import CREATE, STEPS, Stay, Step

REQUEST_ID = "X-Request-ID"
PAUSE_SECONDS = 0.2
SHARE_LET_GO = 0.2
ANSWER_SECONDS = 45.0

# What is told of each answer: the step, and what came of it.
Told = Callable[[str, Answer], None]


@dataclass(slots=True)
class Change:
    """One change that was asked for.

    Attributes:
        key: of idempotency, and the request id.
        step: one of STEPS.
        is_acknowledged: whether a client was told that it is done.
        reference: of the booking, where the answer named one.
        attempts: how often it was sent.
        calm: whether it was sent before the first fault.
    """

    key: str
    step: str
    is_acknowledged: bool = False
    reference: str = ""
    attempts: int = 0
    calm: bool = False


@dataclass(slots=True)
class Desk:
    """Where clerks work: the hotel's address, their token, its day.

    Attributes:
        calm: whether no fault has happened yet.
    """

    url: str
    headers: dict[str, str]
    dates: tuple[str, str]
    told: Told
    calm: bool = True
    closes: threading.Event = field(default_factory=threading.Event)


class Clerk(threading.Thread):
    """Plays stays until the desk closes.

    Attributes:
        steps: which there are, by name.
        changes: everything that was asked for, in its order.
        last_good: when the last acknowledgement came, by time.monotonic().
        in_hand_since: when the change was sent that is not answered yet; inf when there is none.
        stays: how many were played to their end.
        error: what ended the clerk before the desk closed.
    """

    steps: Mapping[str, Step] = STEPS

    def __init__(self, desk: Desk, room: str, seed: int) -> None:
        super().__init__(name=f"clerk-{room}", daemon=True)
        self._desk = desk
        self.room = room
        self._chance = random.Random(seed)
        self._client = httpx.Client(
            base_url=desk.url, headers=desk.headers, timeout=ANSWER_SECONDS, trust_env=False
        )
        self.changes: list[Change] = []
        self.last_good = 0.0
        self.in_hand_since = math.inf
        self.stays = 0
        self.error: Exception | None = None

    def run(self) -> None:
        """Play stay after stay."""
        try:
            with self._client:
                while not self._desk.closes.is_set():
                    self._play()
        except Exception as error:
            self.error = error

    def _play(self) -> None:
        stay = Stay("", self.room, *self._desk.dates)
        for step in self.steps:
            change = self._until_done(step, stay)
            if not change.is_acknowledged:
                # A booking that is let go, or the desk closes.
                return
            stay = stay._replace(reference=change.reference or stay.reference)
        self.stays += 1

    def _until_done(self, step: str, stay: Stay) -> Change:
        change = Change(f"{self._chance.getrandbits(96):024x}", step, calm=self._desk.calm)
        self.changes.append(change)
        while not self._desk.closes.is_set():
            change.attempts += 1
            self.in_hand_since = time.monotonic()
            answer, body = self._send(change, stay)
            self._desk.told(step, answer)
            self.in_hand_since = math.inf
            if answer.is_good:
                self.last_good = time.monotonic()
                change.is_acknowledged = True
                change.reference = str(body.get("booking_id") or "")
                break
            if step == CREATE and self._chance.random() < SHARE_LET_GO:
                break
            self._desk.closes.wait(PAUSE_SECONDS)
        return change

    def _send(self, change: Change, stay: Stay) -> tuple[Answer, dict[str, Any]]:
        path, body = self.steps[change.step](stay)
        headers = {HEADER: change.key, REQUEST_ID: change.key}
        started = time.monotonic()
        try:
            answer = self._client.post(path, json=body, headers=headers)
        except httpx.ConnectError:
            return Answer(0, NOBODY, seconds=time.monotonic() - started), {}
        except httpx.TransportError:
            return Answer(0, seconds=time.monotonic() - started), {}
        judged = judge(answer, time.monotonic() - started)
        return judged, answer.json() if judged.is_good else {}
