"""The hotel at work while something else goes on: stays through the API, one after the other."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import httpx

from bench.guests.stage import Stage
from bench.proof.stay import after_create
from tests.api.bodies import new_booking
from tests.hotel_builder import HotelBuilder


@dataclass(slots=True)
class Worked:
    """What the front desk did.

    Attributes:
        seconds: of each request.
        failed: requests that did not succeed.
    """

    seconds: list[float] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)


@contextmanager
def at_work(stage: Stage, hotel: HotelBuilder) -> Iterator[Worked]:
    """Let the front desk of a hotel work during the block; it finishes the stay that it is at."""
    worked, over = Worked(), threading.Event()

    def work() -> None:
        try:
            with stage.desk(hotel) as desk:
                while not over.is_set():
                    _stay(desk, worked)
        except Exception as error:
            worked.failed.append(f"the front desk could not go on: {error!r}")

    thread = threading.Thread(target=work)
    thread.start()
    try:
        yield worked
    finally:
        over.set()
        thread.join()


def _stay(desk: httpx.Client, worked: Worked) -> None:
    """Book, take the money, let the guest in and out, and make the room ready again."""
    booking = _do(desk, worked, "POST", "/bookings", new_booking())["booking_id"]
    for step in after_create():
        asked = step.at(booking, ROOM)
        _do(desk, worked, asked.method, asked.path, asked.body)
        if step.name == "check_out":
            _do(desk, worked, "GET", f"/bookings/{booking}", None)


# The room that guests of the front desk stay in; nobody else does.
ROOM = "DESK"


def _do(desk: httpx.Client, worked: Worked, method: str, path: str, body: object) -> dict[str, str]:
    began = time.perf_counter()
    answer = desk.request(method, path, json=body)
    worked.seconds.append(time.perf_counter() - began)
    if not answer.is_success:
        worked.failed.append(f"{method} {path}: {answer.status_code} {answer.text[:300]}")
        raise RuntimeError("a request was refused")
    found: dict[str, str] = answer.json()
    return found
