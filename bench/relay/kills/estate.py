"""The hotels that are written to: few rooms that all fight for, and rooms of each writer's own."""

from dataclasses import dataclass
from typing import Any

import psycopg

from bench.proof.hotel import Hotel, open_hotel

HOTELS = 4
SHARED_ROOMS = 4
ASSISTANTS = 3


@dataclass(frozen=True, slots=True)
class Estate:
    """One hotel, as its writers see it.

    Attributes:
        shared: rooms and a task that every writer changes; `own` has a room for each writer.
    """

    hotel: Hotel
    shared: tuple[int, ...]
    own: tuple[int, ...]
    task: int
    staff: tuple[int, ...]

    @property
    def hotel_id(self) -> int:
        """Id of the hotel."""
        return self.hotel.hotel_id


def open_estates(connection: psycopg.Connection[Any], writers: int) -> list[Estate]:
    """Make the hotels; the connection is the owner's, in autocommit."""
    return [_open(connection, writers) for _ in range(HOTELS)]


def _open(connection: psycopg.Connection[Any], writers: int) -> Estate:
    hotel = open_hotel(connection, SHARED_ROOMS + writers)
    staff = tuple(
        _id(
            connection,
            "INSERT INTO hotelmate.staff (hotel_id, username, display_name, role)"
            " VALUES (%s, %s, %s, 'HOUSEKEEPING') RETURNING id",
            (hotel.hotel_id, f"assistant-{number}", f"Assistant {number}"),
        )
        for number in range(ASSISTANTS)
    )
    task = _id(
        connection,
        "INSERT INTO hotelmate.housekeeping_task (hotel_id, room_id, task_type)"
        " VALUES (%s, %s, 'INSPECTION') RETURNING id",
        (hotel.hotel_id, hotel.room_ids[0]),
    )
    return Estate(hotel, hotel.room_ids[:SHARED_ROOMS], hotel.room_ids[SHARED_ROOMS:], task, staff)


def _id(connection: psycopg.Connection[Any], query: str, parameters: tuple[object, ...]) -> int:
    row = connection.execute(query, parameters).fetchone()
    assert row is not None
    return int(row[0])
