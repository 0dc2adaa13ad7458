"""Hotels with a past of different length, each in a database of its own on one server."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date

import psycopg

from bench.growth.asking import Known
from bench.history.filling import fill
from bench.history.size import Size
from bench.proof.run import say
from bench.proof.server import Server
from bench.proof.session import Caller
from bench.walls.cost.callers import hire, people

HOTEL, ROLE = 1, "MANAGER"
STAFF = f"proof-{ROLE.lower()}"
# Approvals are counted against a limit that nobody meets, and nothing is so old that it is erased.
PREPARE = """
UPDATE hotelmate.room_type SET overbooking_allowance = 1000000;
UPDATE hotelmate.hotel SET personal_data_days = 1000000;
"""
KNOWN = """
SELECT
    (now() AT TIME ZONE hotel.time_zone)::date,
    (SELECT room_number FROM hotelmate.room
     WHERE in_house_booking_id IS NOT NULL ORDER BY id LIMIT 1),
    (SELECT booking_reference FROM hotelmate.room_booking
     WHERE id >= (SELECT max(id) / 2 FROM hotelmate.room_booking) AND status = 'COMPLETED'
     ORDER BY id LIMIT 1)
FROM hotelmate.hotel
"""
# Rooms for two that are ready, and that nobody waits for.
READY = """
SELECT room.room_number
FROM hotelmate.room
WHERE room.is_assignable AND room.room_type_id = 1 AND NOT EXISTS (
    SELECT FROM hotelmate.room_booking AS waiting
    WHERE waiting.hotel_id = room.hotel_id AND waiting.waits_for_room_id = room.id
)
ORDER BY room.id
"""


@dataclass(frozen=True, slots=True)
class History:
    """A hotel with its past.

    Attributes:
        bookings: that are over.
        url: connection string of a superuser.
        caller: who asks.
        known: what is asked for.
        ready: numbers of rooms for a stay.
    """

    bookings: int
    url: str
    caller: Caller
    known: Known
    ready: tuple[str, ...]

    @property
    def name(self) -> str:
        """What it is called in figures."""
        return f"after_{self.bookings}_bookings"

    @property
    def today(self) -> date:
        """The day on the hotel's calendar."""
        return self.known.today


@contextmanager
def histories(server: Server, sizes: Sequence[Size]) -> Iterator[list[History]]:
    """Fill in all histories, keep them until the block ends, and drop them."""
    with ExitStack() as stack:
        filled = []
        for size in sizes:
            say(f"growth: {size.bookings} bookings of a hotel of {size.rooms} rooms")
            url = stack.enter_context(server.database("growth"))
            fill(url, size, say)
            hire(url)
            filled.append(_known(url, size.bookings))
        yield filled


def _known(url: str, bookings: int) -> History:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(PREPARE)
        row = connection.execute(KNOWN).fetchone()
        ready = tuple(number for (number,) in connection.execute(READY))
    assert row is not None
    return History(bookings, url, people(url).callers[HOTEL, ROLE], Known(*row), ready)
