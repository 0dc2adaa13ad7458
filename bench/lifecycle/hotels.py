"""Hotels whose ids count from 1, so that a script knows them without asking."""

from dataclasses import dataclass
from typing import Any

import psycopg

from tests.credentials import signed_in

_SEED = """
INSERT INTO hotelmate.hotel_directory (hotel_id, slug)
SELECT h, 'stay-' || h FROM generate_series(%(first)s::bigint, %(last)s) AS h;
INSERT INTO hotelmate.hotel (hotel_id, slug, name, time_zone, currency)
SELECT h, 'stay-' || h, 'Stay House', 'UTC', 'EUR'
FROM generate_series(%(first)s::bigint, %(last)s) AS h;
INSERT INTO hotelmate.staff (hotel_id, username, display_name, role)
SELECT h, 'manager', 'Manager', 'MANAGER'
FROM generate_series(%(first)s::bigint, %(last)s) AS h;
INSERT INTO hotelmate.room_type (hotel_id, id, code, name, max_occupancy, nightly_rate)
SELECT h, h, 'DBL', 'Double', 2, 12000 FROM generate_series(%(first)s::bigint, %(last)s) AS h;
INSERT INTO hotelmate.room (hotel_id, id, room_number, room_type_id)
SELECT h, %(first_room)s + (h - %(first)s) * %(rooms)s + n, (101 + n)::text, h
FROM generate_series(%(first)s::bigint, %(last)s) AS h, generate_series(0, %(rooms)s - 1) AS n;
"""


@dataclass(frozen=True, slots=True)
class Place:
    """A room where a client plays stays, and what the client needs to be its staff."""

    slug: str
    room_number: str
    token: str


def open_hotels(
    connection: psycopg.Connection[Any],
    hotels: int,
    rooms: int,
    first: int = 1,
    first_room: int = 1,
) -> list[Place]:
    """Make hotels of double rooms that are ready, and return their rooms in the order of their ids.

    Args:
        connection: the owner's, in autocommit.
        hotels: how many.
        rooms: of each.
        first: id of the first hotel; the others follow.
        first_room: id of its first room; all others follow.
    """
    ids = range(first, first + hotels)
    # Several statements in one need values in their text.
    psycopg.ClientCursor(connection).execute(
        _SEED,
        {"first": ids[0], "last": ids[-1], "first_room": first_room, "rooms": rooms},
    )
    return [
        Place(f"stay-{hotel_id}", str(101 + number), token)
        for hotel_id in ids
        for token in (signed_in(connection, hotel_id),)
        for number in range(rooms)
    ]
