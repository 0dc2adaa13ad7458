"""What a writer does beside stays: rooms and a task that everybody changes, tasks of its own."""

import random
from collections.abc import Callable
from typing import Any

import psycopg
from psycopg.types.json import Jsonb

from bench.relay.kills.estate import Estate

Move = Callable[[psycopg.Connection[Any], random.Random, Estate], None]

# Events of this type are refused by the server until the end.
POISON = "proof_poison"


def change_rooms(connection: psycopg.Connection[Any], chance: random.Random, at: Estate) -> None:
    """Change one to three shared rooms."""
    rooms = chance.sample(at.shared, chance.randint(1, 3))
    connection.execute(
        "UPDATE hotelmate.room SET maintenance_required = NOT maintenance_required"
        " WHERE hotel_id = %s AND id = ANY (%s)",
        (at.hotel_id, rooms),
    )


def change_shared_task(
    connection: psycopg.Connection[Any], chance: random.Random, at: Estate
) -> None:
    """Give the shared task to somebody else."""
    connection.execute(
        "UPDATE hotelmate.housekeeping_task SET assigned_to = %s WHERE hotel_id = %s AND id = %s",
        (chance.choice(at.staff), at.hotel_id, at.task),
    )


def do_a_task(connection: psycopg.Connection[Any], chance: random.Random, at: Estate) -> None:
    """Make a task for somebody and do some of it."""
    row = connection.execute(
        "INSERT INTO hotelmate.housekeeping_task (hotel_id, room_id, task_type, assigned_to)"
        " VALUES (%s, %s, 'STAYOVER', %s) RETURNING id",
        (at.hotel_id, chance.choice(at.shared), chance.choice(at.staff)),
    ).fetchone()
    assert row is not None
    for status in ("IN_PROGRESS", "DONE")[: chance.randint(0, 2)]:
        connection.execute(
            "UPDATE hotelmate.housekeeping_task SET status = %s WHERE hotel_id = %s AND id = %s",
            (status, at.hotel_id, row[0]),
        )


def poison(connection: psycopg.Connection[Any], chance: random.Random, at: Estate) -> None:
    """Write an event that the server will refuse, for several channels."""
    channels = ["hotel", "rooms", f"staff.{chance.choice(at.staff)}"][: chance.randint(1, 3)]
    connection.execute(
        "SELECT hotelmate.publish(%s, %s, 'rooms', %s, %s, '{}')",
        (at.hotel_id, channels, POISON, Jsonb({"dose": chance.random()})),
    )


# With stays, which are played beside them: how often each is done.
MOVES: tuple[tuple[Move, int], ...] = (
    (change_rooms, 30),
    (change_shared_task, 12),
    (do_a_task, 12),
    (poison, 1),
)
