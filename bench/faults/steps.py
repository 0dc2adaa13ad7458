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


def _create(stay: Stay) -> Request:
    body = {
        "room_type": "DBL",
        "check_in": stay.arrival,
        "check_out": stay.departure,
        "adults": GUESTS,
        "children": 0,
        "guests": [{"first_name": "Guest", "last_name": str(n)} for n in range(GUESTS)],
    }
    return Request("/bookings", body)


def _booking(action: str, **body: str) -> Callable[[Stay], Request]:
    return lambda stay: Request(f"/bookings/{stay.reference}/{action}", dict(body))


def _assign(stay: Stay) -> Request:
    return Request(f"/bookings/{stay.reference}/assign-room", {"room_number": stay.room})


def _turnover(to: str) -> Callable[[Stay], Request]:
    return lambda stay: Request(f"/rooms/{stay.room}/turnover", {"to": to})


CREATE = "create"
STEPS: dict[str, Callable[[Stay], Request]] = {
    CREATE: _create,
    "desk_payment": _booking("desk-payment", method="CASH"),
    "approve": _booking("approve"),
    "assign": _assign,
    "check_in": _booking("check-in"),
    "check_out": _booking("check-out"),
    "cleaning_start": _turnover("CLEANING_IN_PROGRESS"),
    "cleaned": _turnover("CLEANED_UNINSPECTED"),
    "ready": _turnover("READY_FOR_GUEST"),
}
