"""Clients that play stays, in a process of their own: `python -m bench.lifecycle.clients`.

What to play comes as JSON on standard input, what became of it goes as JSON to standard output. A
client plays one stay after another, each in a room that no other client uses. When the time is over
it ends the stay that it is in, which is not counted, and leaves its rooms ready.
"""

import asyncio
import random
import resource
import sys
import time
from datetime import UTC, datetime
from urllib.parse import urlsplit

import msgspec
import uvloop

from bench.lifecycle.hotels import Place
from bench.lifecycle.steps import steps
from bench.lifecycle.wire import Wire
from bench.proof.stay import Step

SUCCESS = range(200, 300)


class _Booking(msgspec.Struct):
    """What of the first step's answer the others need."""

    booking_id: str


class Order(msgspec.Struct):
    """What to play: where the API is, how long, and the rooms of each client."""

    url: str
    seconds: float
    places: list[list[Place]]


class Played(msgspec.Struct):
    """What was played within the time.

    Attributes:
        seconds: how long it took.
        latencies: milliseconds of each request, by step.
        stays: how many were played to their end, in the time or after it.
        cpu_seconds: what the clients themselves computed.
    """

    seconds: float
    latencies: dict[str, list[float]]
    stays: int
    cpu_seconds: float

    @property
    def requests(self) -> int:
        """How many were answered."""
        return sum(len(each) for each in self.latencies.values())

    @property
    def stays_a_second(self) -> float:
        """A stay is as many requests as there are steps."""
        return self.requests / len(self.latencies) / self.seconds


class RefusedError(Exception):
    """A step was not done: every step of this play is allowed."""


class Client:
    """One client with its rooms.

    Args:
        wire: its connection.
        places: its rooms.
        sequence: the steps.
    """

    def __init__(self, wire: Wire, places: list[Place], sequence: tuple[Step, ...]) -> None:
        self._wire = wire
        self._places = places
        self._steps = [
            (step, msgspec.json.encode(step.body).decode() if step.body else "")
            for step in sequence
        ]

    async def play(self, until: float, latencies: dict[str, list[float]]) -> int:
        """Play stays until then, add what each step took in milliseconds, and return how many.

        It is at least one.
        """
        stays = 0
        while not stays or time.perf_counter() < until:
            await self._stay(random.choice(self._places), until, latencies)
            stays += 1
        return stays

    async def _stay(self, place: Place, until: float, latencies: dict[str, list[float]]) -> None:
        base, booking = f"/api/hotels/{place.slug}", ""
        for step, body in self._steps:
            path = step.path.replace("{booking}", booking).replace("{room}", place.room_number)
            sent = body.replace("{room}", place.room_number).encode()
            started = time.perf_counter()
            status, answer = await self._wire.send(step.method, base + path, place.token, sent)
            ended = time.perf_counter()
            if status not in SUCCESS:
                raise RefusedError(f"{step.name}: {status} {answer.decode(errors='replace')}")
            if not booking:
                booking = msgspec.json.decode(answer, type=_Booking).booking_id
            if ended <= until:
                latencies[step.name].append((ended - started) * 1000)


async def play(order: Order) -> Played:
    """Let all clients play at once."""
    api = urlsplit(order.url)
    assert api.hostname is not None
    assert api.port is not None
    sequence = steps(datetime.now(UTC).date())
    latencies: dict[str, list[float]] = {step.name: [] for step in sequence}
    wires = [await Wire.open(api.hostname, api.port) for _ in order.places]
    clients = [
        Client(wire, places, sequence) for wire, places in zip(wires, order.places, strict=True)
    ]
    before = _cpu_seconds()
    until = time.perf_counter() + order.seconds
    stays = await asyncio.gather(*(client.play(until, latencies) for client in clients))
    computed = _cpu_seconds() - before
    for wire in wires:
        wire.close()
    return Played(order.seconds, latencies, sum(stays), computed)


def _cpu_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    ordered = msgspec.json.decode(sys.stdin.buffer.read(), type=Order)
    sys.stdout.buffer.write(msgspec.json.encode(uvloop.run(play(ordered))))
