"""Changes of rooms by plain SQL, each with the times just before and just after its COMMIT."""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import cycle
from typing import Any

import psycopg

from bench.proof.hotel import Hotel

_CHANGE = """
    UPDATE hotelmate.room SET maintenance_required = NOT maintenance_required
    WHERE hotel_id = %s AND id = ANY (%s)
    RETURNING room_number, version
"""


@dataclass(frozen=True, slots=True)
class Change:
    """One committed version of a room; the clock is `time.monotonic_ns`."""

    slug: str
    room_number: str
    version: int
    before_commit: int
    after_commit: int

    @property
    def key(self) -> tuple[str, str, int]:
        """What the event says it reports: hotel, room and version."""
        return self.slug, self.room_number, self.version


def change(
    connection: psycopg.Connection[Any], hotel: Hotel, room_ids: list[int]
) -> Iterator[Change]:
    """Change rooms in one transaction.

    Args:
        connection: not in autocommit.
        hotel: whose rooms they are.
        room_ids: what is changed, each once.
    """
    rows = connection.execute(_CHANGE, (hotel.hotel_id, room_ids)).fetchall()
    before = time.monotonic_ns()
    connection.commit()
    after = time.monotonic_ns()
    for room_number, version in rows:
        yield Change(hotel.slug, room_number, version, before, after)


def at_rate(url: str, hotel: Hotel, rate: int, seconds: float) -> list[Change]:
    """Change one room a transaction, at a steady rate.

    The schedule does not wait for a slow commit: what falls behind is made up for, so that a
    slow moment is measured in all its length.
    """
    changes: list[Change] = []
    with psycopg.connect(url) as connection:
        start = time.monotonic()
        for number in range(int(rate * seconds)):
            time.sleep(max(0.0, start + number / rate - time.monotonic()))
            room = hotel.room_ids[number % len(hotel.room_ids)]
            changes += change(connection, hotel, [room])
    return changes


def without_pause(
    url: str, hotels: Sequence[Hotel], seconds: float, enough: Callable[[list[Change]], bool]
) -> list[Change]:
    """Change all rooms of one hotel after the other, each hotel in one transaction.

    Args:
        url: connection string of the schema's owner.
        hotels: whose rooms are changed.
        seconds: how long.
        enough: given the changes so far, whether so many are on their way that it should wait.
    """
    changes: list[Change] = []
    with psycopg.connect(url) as connection:
        turns, until = cycle(hotels), time.monotonic() + seconds
        while time.monotonic() < until:
            if enough(changes):
                time.sleep(0.005)
                continue
            hotel = next(turns)
            changes += change(connection, hotel, list(hotel.room_ids))
    return changes
