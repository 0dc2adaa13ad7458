"""The wall costs no index: staff's statements read a large hotel as the owner's would."""

import re
import uuid
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from psycopg import sql
from pytest_postgresql.executors import NoopExecutor

from app.database.connection import SESSION
from app.queries import bookings, rooms
from schema import roles
from tests.conftest import RUN, Server
from tests.walls.two_hotels import House

BOOKINGS = 20_000
COPIED = """\
SELECT quote_ident(attname) FROM pg_attribute
WHERE attrelid = 'hotelmate.room_booking'::regclass AND attnum > 0 AND NOT attisdropped
    AND attgenerated = '' AND attname NOT IN ('id', 'booking_reference')
"""
STATEMENTS: dict[str, tuple[str, dict[str, object]]] = {
    "the rack": (rooms.rack(()), {}),
    "the rack of free rooms": (rooms.rack(("available",)), {"available": True}),
    "the newest bookings": (bookings.page((), None, None), {"limit": 50}),
    "arrivals": (
        bookings.page(("arrival_from", "arrival_to"), "CONFIRMED", None),
        {
            "limit": 50,
            "arrival_from": "2026-01-01",
            "arrival_to": "2026-01-02",
        },
    ),
    "guests in house": (bookings.page((), None, "IN_HOUSE"), {"limit": 50}),
    "one booking": (bookings.READ_DETAIL, {"booking_id": "BKG-20200101-000007"}),
    "the trail of a booking": (
        bookings.EVENTS,
        {"booking_id": "BKG-20200101-000007", "limit": 50, "cursor": None},
    ),
}
SCANS = re.compile(
    r"(Seq Scan on \S+|Index (?:Only )?Scan (?:Backward )?using \S+|Bitmap .* on \S+)"
)


@pytest.fixture(scope="module")
def large(cluster: Server, template: NoopExecutor) -> Iterator[House]:
    """A hotel with years of bookings, beside a small one, in a database of their own."""
    name = f"{RUN}_{uuid.uuid4().hex[:8]}"
    with (
        cluster.copy_of(template.template_dbname, name),
        psycopg.connect(cluster.database(name), autocommit=True) as connection,
    ):
        house = House(connection)
        house.fill()
        House(connection).fill()
        copied = sql.SQL(", ".join(name for (name,) in connection.execute(COPIED)))
        with connection.transaction():
            connection.execute("SET LOCAL session_replication_role = replica")
            connection.execute(
                sql.SQL(
                    "INSERT INTO hotelmate.room_booking (id, booking_reference, {columns})"
                    " SELECT 1000000 + number, 'BKG-20200101-' || lpad(number::text, 6, '0'),"
                    " {columns} FROM hotelmate.room_booking, generate_series(1, {many})"
                    " AS made (number) WHERE hotel_id = {hotel} AND status = 'DECLINED'"
                ).format(columns=copied, many=BOOKINGS, hotel=house.hotel_id)
            )
        connection.execute("ANALYZE")
        yield house


def scans(house: House, statement: str, given: dict[str, object], role: str | None) -> list[str]:
    """Return how a role's statement reads each table."""
    connection: psycopg.Connection[Any] = house.connection
    with connection.transaction(force_rollback=True):
        connection.execute(
            "SELECT set_config('hotelmate.hotel_id', %s, true)", (str(house.hotel_id),)
        )
        if role is not None:
            connection.execute("SELECT set_config('role', %s, true)", (role,))
        given = {**given, "hotel_id": house.hotel_id}
        rows = connection.execute(f"EXPLAIN (COSTS off) {statement}".encode(), given).fetchall()
    return [found.group(1) for (line,) in rows if (found := SCANS.search(line))]


@pytest.mark.parametrize("what", sorted(STATEMENTS))
def test_staff_reads_a_large_hotel_by_the_same_indexes_as_its_owner(
    what: str, large: House
) -> None:
    statement, given = STATEMENTS[what]
    of_staff = scans(large, statement, given, roles.OF_STAFF["FRONT_DESK"])
    assert sorted(of_staff) == sorted(scans(large, statement, given, None))
    assert of_staff
    assert not any("Seq Scan on room_booking" in scan for scan in of_staff)


@pytest.mark.parametrize("what", sorted(STATEMENTS))
def test_no_plan_that_was_made_while_tables_were_small_reads_one_whole(
    what: str, owner: psycopg.Connection
) -> None:
    statement, given = STATEMENTS[what]
    house = House(owner)
    with owner.transaction(force_rollback=True):
        # As in the API's sessions: each name is its value.
        for name in ("enable_seqscan", "jit"):
            owner.execute("SELECT set_config(%s, %s, true)", (name, SESSION[name]))
        found = scans(house, statement, given, roles.OF_STAFF["FRONT_DESK"])
    assert found
    assert not any("Seq Scan" in scan for scan in found)
