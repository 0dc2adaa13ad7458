"""The steps of a stay as requests below /api/hotels/{slug}, in their order."""

from collections.abc import Callable
from typing import Any, NamedTuple

from bench.proof import stay as steps

GUESTS = 2
# Nobody arrives late, whatever the clock says within a day.
NIGHTS = 2


class Request(NamedTuple):
    """One request."""

    path: str
    body: dict[str, Any]


class Stay(NamedTuple):
    """What a step needs to know.

    Attributes:
        reference: the booking's, once it is made.
        room: number of the room that is the clerk's own.
        arrival, departure: as dates of ISO 8601.
    """

    reference: str
    room: str
    arrival: str
    departure: str


# How a step of a stay is asked for.
Step = Callable[[Stay], Request]


def create(stay: Stay) -> Request:
    """Ask for a booking."""
    body = {
        "room_type": "DBL",
        "check_in": stay.arrival,
        "check_out": stay.departure,
        "adults": GUESTS,
        "children": 0,
        "guests": [{"first_name": "Guest", "last_name": str(n)} for n in range(GUESTS)],
    }
    return Request("/bookings", body)


def booking(action: str, **body: str) -> Step:
    """Return the step that asks for an action of a booking, with a body that is always the same."""
    return _of(steps.of_booking(action, action, dict(body)))


def _of(step: steps.Step) -> Step:
    """Return a step of any stay as one of a clerk's, who posts everything, with a body."""
    assert step.method == "POST"

    def ask(stay: Stay) -> Request:
        asked = step.at(stay.reference, stay.room)
        return Request(asked.path, asked.body or {})

    return ask


CREATE = "create"
STEPS: dict[str, Step] = {
    CREATE: create,
    **{step.name: _of(step) for step in steps.after_create()},
}
