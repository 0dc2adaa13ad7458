"""A hotel for a proof, made through the facts that any client writes."""

import uuid
from dataclasses import dataclass
from typing import Any

import psycopg


@dataclass(frozen=True, slots=True)
class Hotel:
    """A hotel that is open for business: ids, and the username of its one member of staff."""

    hotel_id: int
    slug: str
    staff: str
    room_type_ids: tuple[int, ...]
    room_ids: tuple[int, ...]


def open_hotel(connection: psycopg.Connection[Any], rooms: int, *, time_zone: str = "UTC") -> Hotel:
    """Make a hotel with a manager, doubles (DBL) and a family room (FAM), all ready for guests.

    Args:
        connection: the owner's, in autocommit.
        rooms: how many; every fourth is a family room.
        time_zone: IANA name of the hotel's calendar.
    """
    slug = f"proof-{uuid.uuid4().hex[:8]}"

    def value(query: str, *parameters: object) -> int:
        row = connection.execute(query, parameters).fetchone()
        assert row is not None
        return int(row[0])

    hotel_id = value(
        "WITH entry AS (INSERT INTO hotelmate.hotel_directory (slug) VALUES (%s) RETURNING *)"
        " INSERT INTO hotelmate.hotel (hotel_id, slug, name, time_zone, currency)"
        " SELECT hotel_id, slug, 'Proof House', %s, 'EUR' FROM entry RETURNING hotel_id",
        slug,
        time_zone,
    )
    value(
        "INSERT INTO hotelmate.staff (hotel_id, username, display_name, role)"
        " VALUES (%s, 'manager', 'Manager', 'MANAGER') RETURNING id",
        hotel_id,
    )
    types = tuple(
        value(
            "INSERT INTO hotelmate.room_type (hotel_id, code, name, max_occupancy, nightly_rate)"
            " VALUES (%s, %s, %s, %s, 12000) RETURNING id",
            hotel_id,
            code,
            name,
            capacity,
        )
        for code, name, capacity in (("DBL", "Double", 2), ("FAM", "Family", 4))
    )
    room_ids = tuple(
        value(
            "INSERT INTO hotelmate.room (hotel_id, room_number, room_type_id)"
            " VALUES (%s, %s, %s) RETURNING id",
            hotel_id,
            str(101 + number),
            types[number % 4 == 3],
        )
        for number in range(rooms)
    )
    return Hotel(hotel_id, slug, "manager", types, room_ids)
