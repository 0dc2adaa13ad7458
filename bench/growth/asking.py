"""What is asked of a hotel, as its routes ask it: by SQL and by HTTP alike."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import product
from typing import Any, get_args
from urllib.parse import urlencode

from app.models.bookings import BookingStatus, Occupancy
from app.models.parameters import PAGE
from app.queries import bookings, housekeeping, rooms

# A room has had more stays after 10,000 bookings: its lists are as long after any longer past.
ROOM_PAGE = 25
# What must be as quick after any past.
MAIN = ("rack", "arrivals", "availability", "check_in", "create")


@dataclass(frozen=True, slots=True)
class Request:
    """One request.

    Attributes:
        name: in figures.
        permission: what it needs.
        statements: as the API sends them, in one transaction.
        parameters: of them all, but for the hotel.
        path: below the hotel's, with its query.
        method: of HTTP.
        body: sent as JSON.
    """

    name: str
    permission: str
    statements: tuple[str, ...]
    parameters: Mapping[str, object]
    path: str
    method: str = "GET"
    body: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """What of a hotel is asked for.

    Attributes:
        today: on its calendar.
        room: number of a room with a long past.
        booking: reference of a booking in the middle of the history.
    """

    today: date
    room: str
    booking: str


def main_reads(today: date) -> tuple[Request, ...]:
    """Return the reads that a front desk lives on."""
    return (
        _rack("rack", available=None),
        _rack("availability", available=True),
        a_list("arrivals", arrival_from=today, arrival_to=today),
    )


def other_reads(known: Known) -> tuple[Request, ...]:
    """Return further reads, of which none should go through the past either."""
    today, room, booking = known.today, known.room, known.booking
    of_room, of_booking = {"room_number": room}, {"booking_id": booking}
    page: dict[str, object] = {"limit": PAGE, "cursor": None}
    return (
        a_list("newest"),
        a_list("from_the_middle", cursor=booking),
        a_list("confirmed_from_the_middle", status="CONFIRMED", cursor=booking),
        a_list("arrivals_confirmed", status="CONFIRMED", arrival_from=today, arrival_to=today),
        a_list("arrivals_without_room", occupancy="AVAILABLE", arrival_from=today),
        a_list("departed_lately", occupancy="DEPARTED", arrival_from=today - timedelta(days=30)),
        a_list("bookings_of_room", room_number=room, limit=ROOM_PAGE),
        _read("booking", "bookings:read", bookings.READ_DETAIL, of_booking, f"/bookings/{booking}"),
        _read(
            "booking_events",
            "bookings:read",
            bookings.EVENTS,
            {**of_booking, **page},
            f"/bookings/{booking}/events",
        ),
        _read("room", "rooms:read", rooms.READ, of_room, f"/rooms/{room}"),
        _read(
            "room_events", "rooms:read", rooms.EVENTS, {**of_room, **page}, f"/rooms/{room}/events"
        ),
        _tasks("open_tasks", {"open": True}),
        _tasks("tasks_of_room", of_room, ROOM_PAGE),
    )


def lists(known: Known) -> Iterator[Request]:
    """Yield the list of bookings with every combination of its filters, sensible or not."""
    month = {"arrival_from": known.today - timedelta(days=30)}
    day = {"arrival_from": known.today, "arrival_to": known.today}
    for status, occupancy, arrival, room in product(
        (None, *get_args(BookingStatus)),
        (None, *get_args(Occupancy)),
        ({}, month, day),
        (None, known.room),
    ):
        given: dict[str, object] = {
            "status": status,
            "occupancy": occupancy,
            **arrival,
            "room_number": room,
        }
        used = {name: value for name, value in given.items() if value is not None}
        yield a_list("&".join(f"{name}={value}" for name, value in used.items()), **used)


def a_list(name: str, **given: object) -> Request:
    """Return the list of bookings with some of its filters, and a limit or a whole page."""
    asked = {"limit": PAGE, **given}
    filters = {
        key: value for key, value in given.items() if key not in ("status", "occupancy", "limit")
    }
    used = bookings.of_a_day(filters)
    status, occupancy = given.get("status"), given.get("occupancy")
    assert status is None or isinstance(status, str)
    assert occupancy is None or isinstance(occupancy, str)
    return Request(
        name,
        "bookings:read",
        (bookings.page(tuple(used), status, occupancy),),
        {"limit": asked["limit"], **used},
        f"/bookings?{urlencode(asked)}",
    )


def _rack(name: str, *, available: bool | None) -> Request:
    path = "/rooms" if available is None else f"/rooms?available={str(available).lower()}"
    used = {} if available is None else {"available": available}
    return _read(name, "rooms:read", rooms.rack(used), used, path)


def _tasks(name: str, filters: Mapping[str, object], limit: int = PAGE) -> Request:
    is_open = True if filters.get("open") else None
    return _read(
        name,
        "housekeeping:read",
        housekeeping.page(tuple(filters), None, is_open),
        {"limit": limit, **filters},
        "/housekeeping/tasks?"
        + urlencode({key: str(value).lower() for key, value in filters.items()} | {"limit": limit}),
    )


def _read(
    name: str, permission: str, statement: str, parameters: Mapping[str, object], path: str
) -> Request:
    return Request(name, permission, (statement,), parameters, path)
