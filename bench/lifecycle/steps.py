"""The ten steps of a stay, as requests of the front desk and of housekeeping."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

NIGHTS = 2
GUESTS = (("Ada", "Lovelace"), ("Charles", "Babbage"))


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


NAMES = (
    "create",
    "authorise",
    "approve",
    "party",
    "assign",
    "check_in",
    "check_out",
    "start_cleaning",
    "cleaned",
    "ready",
)


def steps(today: date) -> tuple[Step, ...]:
    """Return the steps of a stay that begins today, in their order."""
    booking, room = "/bookings/{booking}", "/rooms/{room}"
    guests = [{"first_name": first, "last_name": last} for first, last in GUESTS]
    new = {
        "room_type": "DBL",
        "check_in": today.isoformat(),
        "check_out": (today + timedelta(days=NIGHTS)).isoformat(),
        "adults": len(guests),
        "guests": guests[:1],
    }
    made = (
        Step("create", "POST", "/bookings", new),
        Step("authorise", "POST", f"{booking}/desk-payment", {"method": "CASH"}),
        Step("approve", "POST", f"{booking}/approve"),
        Step("party", "PUT", f"{booking}/party", {"guests": guests}),
        Step("assign", "POST", f"{booking}/assign-room", {"room_number": "{room}"}),
        Step("check_in", "POST", f"{booking}/check-in"),
        Step("check_out", "POST", f"{booking}/check-out"),
        Step("start_cleaning", "POST", f"{room}/turnover", {"to": "CLEANING_IN_PROGRESS"}),
        Step("cleaned", "POST", f"{room}/turnover", {"to": "CLEANED_UNINSPECTED"}),
        Step("ready", "POST", f"{room}/turnover", {"to": "READY_FOR_GUEST"}),
    )
    assert tuple(step.name for step in made) == NAMES
    return made
