"""What the clients of a race choose from: the hotel as it was a moment ago.

Slightly stale on purpose. Clients that all see the same old picture want the same things.
"""

import threading
from dataclasses import dataclass
from typing import Any

import psycopg

from bench.proof.hotel import Hotel

REFRESH_SECONDS = 0.05
CLOSED_SHOWN = 4

BOOKINGS = """
SELECT id, booking_reference, status, assigned_room_id, checked_in_at IS NOT NULL, adults, version
FROM hotelmate.room_booking WHERE hotel_id = %(hotel)s AND (is_open OR id IN (
    SELECT id FROM hotelmate.room_booking WHERE hotel_id = %(hotel)s AND NOT is_open
    ORDER BY id DESC LIMIT %(closed)s
))
ORDER BY id
"""
ROOMS = """
SELECT id, room_number, turnover_status,
    is_active AND NOT is_out_of_order AND NOT maintenance_required, in_house_booking_id IS NOT NULL
FROM hotelmate.room WHERE hotel_id = %(hotel)s ORDER BY id
"""
TASKS = """
SELECT id, status FROM hotelmate.housekeeping_task WHERE hotel_id = %(hotel)s
ORDER BY is_open DESC, id DESC LIMIT 8
"""


@dataclass(frozen=True, slots=True)
class Booking:
    """A booking as a client last saw it."""

    booking_id: int
    reference: str
    status: str
    room_id: int | None
    was_in_house: bool
    adults: int
    version: int


@dataclass(frozen=True, slots=True)
class Room:
    """A room as a client last saw it."""

    room_id: int
    number: str
    turnover: str
    in_service: bool
    occupied: bool

    @property
    def looks_free(self) -> bool:
        """Whether a guest might be put there; it may be promised to another already."""
        return self.in_service and not self.occupied and self.turnover == "READY_FOR_GUEST"


@dataclass(frozen=True, slots=True)
class Task:
    """A housekeeping task as a client last saw it."""

    task_id: int
    status: str


@dataclass(frozen=True, slots=True)
class Lobby:
    """A hotel at one moment: open bookings, the last closed ones, all rooms, the latest tasks."""

    bookings: tuple[Booking, ...]
    rooms: tuple[Room, ...]
    tasks: tuple[Task, ...]


class LobbyBoard(threading.Thread):
    """Keeps the lobby fresh; `now` is the latest picture."""

    def __init__(self, database_url: str, hotel: Hotel) -> None:
        super().__init__(name="lobby", daemon=True)
        self._connection = psycopg.connect(database_url, autocommit=True)
        self._hotel = hotel
        self._stop_asked = threading.Event()
        self._error: psycopg.Error | None = None
        self.now = self.look()

    def run(self) -> None:
        """Look again and again until stopped."""
        try:
            while not self._stop_asked.wait(REFRESH_SECONDS):
                self.now = self.look()
        except psycopg.Error as error:
            self._error = error

    def stop(self) -> None:
        """End the thread and its connection.

        Raises:
            RuntimeError: the thread had ended by itself, so the clients raced on an old picture.
        """
        self._stop_asked.set()
        self.join()
        self.close()
        if self._error is not None:
            raise RuntimeError("the lobby was not kept fresh") from self._error

    def close(self) -> None:
        """End the connection; of a board that was never started, too."""
        self._connection.close()

    def look(self) -> Lobby:
        """Return the hotel as it is at this moment."""
        return Lobby(
            tuple(Booking(*row) for row in self._rows(BOOKINGS)),
            tuple(Room(*row) for row in self._rows(ROOMS)),
            tuple(Task(*row) for row in self._rows(TASKS)),
        )

    def _rows(self, query: str) -> list[tuple[Any, ...]]:
        parameters = {"hotel": self._hotel.hotel_id, "closed": CLOSED_SHOWN}
        return self._connection.execute(query, parameters).fetchall()
