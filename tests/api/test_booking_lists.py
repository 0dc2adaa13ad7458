"""Lists of bookings with every combination of filters: right, and none reads the whole past."""

from itertools import product
from typing import Any, get_args

import psycopg
import pytest

from app.models.bookings import BookingStatus, Occupancy
from app.queries import bookings
from tests.api.conftest import Desk
from tests.hotel_builder import HotelBuilder

STATUSES = get_args(BookingStatus)
WITHOUT_ROOM = ("DECLINED", "CANCELLED", "CANCELLED_DRAFT", "NO_SHOW")
NEVER = [
    ((), "COMPLETED", "AVAILABLE"),
    *(((), status, "DEPARTED") for status in STATUSES if status != "COMPLETED"),
    *((("room_number",), status, None) for status in WITHOUT_ROOM),
]


def made(desk: Desk) -> list[dict[str, Any]]:
    """Make a booking of every kind, and return what each shows of itself."""
    assigned, in_house, left = desk.assigned("101"), desk.in_house("102"), desk.in_house("103")
    desk.do(left, "check-out")
    waiting, declined = desk.make(), desk.make()
    for booking in (waiting, declined):
        desk.do(booking, "desk-payment", method="CASH")
    desk.do(declined, "decline", reason="no room left")
    cancelled = desk.confirmed()
    desk.do(cancelled, "cancel", reason="other plans")
    others = (desk.make(), desk.confirmed(), waiting, declined, cancelled)
    return [desk.booking(booking) for booking in (assigned, in_house, left, *others)]


def test_filters_are_joined_by_and(desk: Desk) -> None:
    present = made(desk)
    for status, occupancy, room in product(
        (None, *STATUSES), (None, *get_args(Occupancy)), (None, "101", "103")
    ):
        wanted = {"status": status, "occupancy": occupancy, "room_number": room}
        query = {name: value for name, value in wanted.items() if value is not None}
        listed = desk.get("/bookings", params=query).json()["items"]
        expected = {
            booking["booking_id"]
            for booking in present
            if all(booking[name] == value for name, value in query.items())
        }
        assert {booking["booking_id"] for booking in listed} == expected, query


def plan(
    owner: psycopg.Connection[Any],
    hotel: HotelBuilder,
    status: str,
    occupancy: str | None,
    *further: str,
) -> str:
    """Return how a list of bookings is carried out."""
    statement = bookings.page(("status", *further), status, occupancy)
    given = {"hotel_id": hotel.hotel_id, "status": status, "room_number": "101", "limit": 50}
    rows = owner.execute(f"EXPLAIN (COSTS off) {statement}".encode(), given).fetchall()
    return "\n".join(line for (line,) in rows)


@pytest.mark.parametrize(("filters", "status", "occupancy"), NEVER)
def test_a_list_of_what_no_booking_is_reads_nothing(
    filters: tuple[str, ...],
    status: str,
    occupancy: str | None,
    hotel: HotelBuilder,
    owner: psycopg.Connection[Any],
) -> None:
    assert "One-Time Filter: false" in plan(owner, hotel, status, occupancy, *filters)


@pytest.mark.parametrize(
    ("status", "occupancy"),
    [("COMPLETED", "DEPARTED"), ("DECLINED", "AVAILABLE"), ("CONFIRMED", "IN_HOUSE")],
)
def test_a_list_of_what_a_booking_may_be_reads_some(
    status: str, occupancy: str, hotel: HotelBuilder, owner: psycopg.Connection[Any]
) -> None:
    assert "One-Time Filter" not in plan(owner, hotel, status, occupancy)
