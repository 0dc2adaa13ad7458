"""The hotel at work while something else goes on: stays through the API, one after the other."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import httpx

from bench.guests.stage import Stage
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
    path = f"/bookings/{booking}"
    for step, body in (
        ("desk-payment", {"method": "CASH"}),
        ("approve", None),
        ("assign-room", {"room_number": ROOM}),
        ("check-in", None),
        ("check-out", None),
    ):
        _do(desk, worked, "POST", f"{path}/{step}", body)
    _do(desk, worked, "GET", path, None)
    for to in ("CLEANING_IN_PROGRESS", "CLEANED_UNINSPECTED", "READY_FOR_GUEST"):
        _do(desk, worked, "POST", f"/rooms/{ROOM}/turnover", {"to": to})


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
