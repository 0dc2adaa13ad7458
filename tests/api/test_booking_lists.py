"""Lists of bookings with every combination of filters: right, and none reads the whole past."""

import json
from collections.abc import Iterator, Mapping
from datetime import date
from itertools import product
from typing import Any, get_args

import psycopg
import pytest
from psycopg import sql

from app.database.connection import SESSION
from app.models.bookings import BookingStatus, Occupancy
from app.queries import bookings
from tests.api.conftest import Desk
from tests.hotel_builder import HotelBuilder
from tests.plans import Seen, seen

STATUSES = get_args(BookingStatus)
WITHOUT_ROOM = ("DECLINED", "CANCELLED", "CANCELLED_DRAFT", "NO_SHOW")
OF_ROOM: Mapping[str, object] = {"room_number": "101"}
NEVER: list[tuple[Mapping[str, object], str, str | None]] = [
    *(({}, "COMPLETED", occupancy) for occupancy in ("AVAILABLE", "ASSIGNED", "IN_HOUSE")),
    *(({}, status, "DEPARTED") for status in STATUSES if status != "COMPLETED"),
    *((OF_ROOM, status, None) for status in WITHOUT_ROOM),
]
DAYS: Mapping[str, object] = {"arrival_from": date(2026, 1, 1), "arrival_to": date(2026, 1, 2)}
# Less than a page, and more than what belongs to a booking or two.
FEW = 50
# Of a prepared statement, before one plan may be kept for all values.
CUSTOM_PLANS = 5
COPIED = """\
SELECT quote_ident(attname) FROM pg_attribute
WHERE attrelid = 'hotelmate.room_booking'::regclass AND attnum > 0 AND NOT attisdropped
    AND attgenerated = '' AND attname NOT IN ('id', 'booking_reference', 'check_in')
"""


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


@pytest.fixture
def long_past(hotel: HotelBuilder, owner: psycopg.Connection[Any]) -> Iterator[HotelBuilder]:
    """Give a hotel with a thousand times a stay in its room 101 and a declined booking."""
    room = "SELECT id FROM hotelmate.room WHERE hotel_id = %s AND room_number = '101'"
    hotel.checked_out(hotel.value(room, hotel.hotel_id))
    hotel.booking("DECLINED")
    with owner.transaction(force_rollback=True):
        columns = sql.SQL(", ".join(name for (name,) in owner.execute(COPIED)))
        owner.execute("SET LOCAL session_replication_role = replica")
        owner.execute(
            sql.SQL(
                "INSERT INTO hotelmate.room_booking (id, booking_reference, check_in, {columns})"
                " SELECT 1000000 + 2 * number + dense_rank() OVER (ORDER BY id),"
                " 'BK-2020-' || 1000000 + 2 * number + dense_rank() OVER (ORDER BY id),"
                " check_in - 1000 + number, {columns}"
                " FROM hotelmate.room_booking, generate_series(1, 1000) AS made (number)"
                " WHERE hotel_id = %s"
            ).format(columns=columns),
            [hotel.hotel_id],
        )
        # Where autovacuum runs it knows small tables too, and they seem cheap to read whole.
        owner.execute("ANALYZE hotelmate.room_booking, hotelmate.booking_guest")
        for name in ("enable_seqscan", "jit"):
            owner.execute("SELECT set_config(%s, %s, true)", (name, SESSION[name]))
        yield hotel


def read(
    owner: psycopg.Connection[Any],
    hotel: HotelBuilder,
    status: str | None,
    occupancy: str | None,
    further: Mapping[str, object],
) -> Seen:
    """Return what a list of bookings reads, prepared as the API's sessions do it."""
    statement = bookings.page(tuple(further), status, occupancy)
    given = {**further, "hotel_id": hotel.hotel_id, "limit": 50}
    for number, name in enumerate(given, 1):
        statement = statement.replace(f"%({name})s", f"${number}")
    owner.execute(f"PREPARE list AS {statement}".encode())
    values = sql.SQL(", ").join(sql.Literal(value) for value in given.values())
    explain = sql.SQL("EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) EXECUTE list ({})").format(values)
    for _ in range(CUSTOM_PLANS + 1):
        row = owner.execute(explain).fetchone()
    owner.execute("DEALLOCATE list")
    assert row is not None
    return seen([json.dumps(row[0][0])], frozenset())


@pytest.mark.parametrize(("further", "status", "occupancy"), NEVER)
def test_a_list_of_what_no_booking_is_reads_no_past(
    further: Mapping[str, object],
    status: str,
    occupancy: str | None,
    long_past: HotelBuilder,
    owner: psycopg.Connection[Any],
) -> None:
    assert read(owner, long_past, status, occupancy, further).rows < FEW


@pytest.mark.parametrize(("status", "occupancy"), [("COMPLETED", "DEPARTED"), ("DECLINED", None)])
def test_a_list_of_what_bookings_are_reads_a_page_of_them(
    status: str, occupancy: str | None, long_past: HotelBuilder, owner: psycopg.Connection[Any]
) -> None:
    assert FEW <= read(owner, long_past, status, occupancy, {}).rows < 500


def test_a_range_of_a_day_is_asked_for_as_that_day() -> None:
    day = {"arrival_from": date(2026, 1, 1), "arrival_to": date(2026, 1, 1), "status": "CONFIRMED"}
    assert bookings.of_a_day(day) == {"arrival_on": date(2026, 1, 1), "status": "CONFIRMED"}


@pytest.mark.parametrize(
    "filters",
    [{}, {"arrival_from": date(2026, 1, 1)}, {"arrival_to": date(2026, 1, 1)}, DAYS],
    ids=["none", "from", "to", "two days"],
)
def test_another_range_stays_as_it_is(filters: Mapping[str, object]) -> None:
    assert bookings.of_a_day(filters) == filters


def test_a_list_of_a_day_s_arrivals_reads_that_day(
    long_past: HotelBuilder, owner: psycopg.Connection[Any]
) -> None:
    today: Mapping[str, object] = {"arrival_on": long_past.today()}
    assert 0 < read(owner, long_past, None, None, today).rows < FEW
