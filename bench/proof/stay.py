"""The ten steps of a stay, as requests of the front desk and of housekeeping.

Who books, how many stays there are and what is looked at meanwhile is each proof's own.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

NIGHTS = 2
_BOOKING, _ROOM = "{booking}", "{room}"

Guest = dict[str, str]


@dataclass(frozen=True, slots=True)
class Step:
    """One request.

    Attributes:
        name: of the step, in figures.
        method: of HTTP.
        path: below the hotel's; `{booking}` and `{room}` stand for booking and room.
        body: what is sent with it, where `{room}` stands for the room too; None for nothing.
    """

    name: str
    method: str
    path: str
    body: dict[str, Any] | None = None

    def at(self, booking: str, room: str) -> "Step":
        """Return the step of one booking in one room."""
        path = self.path.replace(_BOOKING, booking).replace(_ROOM, room)
        if self.body is None:
            return replace(self, path=path)
        body = {key: room if value == _ROOM else value for key, value in self.body.items()}
        return replace(self, path=path, body=body)


def create(arrival: date, adults: int, guests: Sequence[Guest]) -> Step:
    """Return the first step: a booking of so many adults, of whom the guests are named."""
    body = {
        "room_type": "DBL",
        "check_in": arrival.isoformat(),
        "check_out": (arrival + timedelta(days=NIGHTS)).isoformat(),
        "adults": adults,
        "guests": list(guests),
    }
    return Step("create", "POST", "/bookings", body)


def after_create(party: Sequence[Guest] = ()) -> tuple[Step, ...]:
    """Return the steps from the payment of a booking to a room that is ready again, in their order.

    Args:
        party: who is named once the booking is approved; with nobody that step is left out.
    """
    guests = {"guests": list(party)}
    return (
        of_booking("authorise", "desk-payment", {"method": "CASH"}),
        of_booking("approve", "approve"),
        *((of_booking("party", "party", guests, method="PUT"),) if party else ()),
        of_booking("assign", "assign-room", {"room_number": _ROOM}),
        of_booking("check_in", "check-in"),
        of_booking("check_out", "check-out"),
        _turn_over("start_cleaning", "CLEANING_IN_PROGRESS"),
        _turn_over("cleaned", "CLEANED_UNINSPECTED"),
        _turn_over("ready", "READY_FOR_GUEST"),
    )


def of_booking(
    name: str, action: str, body: dict[str, Any] | None = None, *, method: str = "POST"
) -> Step:
    """Return a step that is an action of a booking."""
    return Step(name, method, f"/bookings/{_BOOKING}/{action}", body)


def _turn_over(name: str, to: str) -> Step:
    return Step(name, "POST", f"/rooms/{_ROOM}/turnover", {"to": to})
