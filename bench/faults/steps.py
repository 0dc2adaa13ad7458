"""The steps of a stay as requests below /api/hotels/{slug}, in their order."""

from collections.abc import Callable
from typing import Any, NamedTuple

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
    return lambda stay: Request(f"/bookings/{stay.reference}/{action}", dict(body))


def _assign(stay: Stay) -> Request:
    return Request(f"/bookings/{stay.reference}/assign-room", {"room_number": stay.room})


def _turnover(to: str) -> Step:
    return lambda stay: Request(f"/rooms/{stay.room}/turnover", {"to": to})


CREATE = "create"
STEPS: dict[str, Step] = {
    CREATE: create,
    "desk_payment": booking("desk-payment", method="CASH"),
    "approve": booking("approve"),
    "assign": _assign,
    "check_in": booking("check-in"),
    "check_out": booking("check-out"),
    "cleaning_start": _turnover("CLEANING_IN_PROGRESS"),
    "cleaned": _turnover("CLEANED_UNINSPECTED"),
    "ready": _turnover("READY_FOR_GUEST"),
}
