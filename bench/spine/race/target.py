"""What one move is about: a booking, two rooms, a task, and whatever else it may need."""

import random
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from bench.proof.hotel import Hotel
from bench.spine.race.lobby import Booking, Lobby, Room, Task

# Well-formed, and not there: a request for it is answered 404.
NO_TASK = Task(999_999_999, "DONE")
NO_BOOKING = Booking(0, "BK-2000-000000", "CANCELLED", None, False, 1, 1)


@dataclass(frozen=True, slots=True)
class Target:
    """The subject of a move. Ids of nothing are 0."""

    hotel: Hotel
    booking: Booking
    room: Room
    other_room: Room
    task: Task
    arrival: date
    departure: date
    adults: int

    def parameters(self) -> dict[str, object]:
        """Return the parameters of the SQL moves."""
        return {
            "hotel": self.hotel.hotel_id,
            "double": self.hotel.room_type_ids[0],
            "family": self.hotel.room_type_ids[1],
            "booking": self.booking.booking_id,
            "reference": self.booking.reference,
            "version": self.booking.version,
            "room": self.room.room_id,
            "room_number": self.room.number,
            "other_room": self.other_room.room_id,
            "task": self.task.task_id,
            "arrival": self.arrival,
            "departure": self.departure,
            "adults": self.adults,
        }


def pick(
    chance: random.Random,
    hotel: Hotel,
    lobby: Lobby,
    *,
    booking: Booking | None = None,
    room: Room | None = None,
    task: Task | None = None,
) -> Target:
    """Pick a target by lot, but for what is given."""
    today = datetime.now(UTC).date()
    # Half of the guests should have come yesterday: they may turn out to be no-shows.
    arrival = today - timedelta(days=chance.choice((0, 0, 1, 1, -1)))
    first, second = chance.sample(lobby.rooms, 2)
    if room is not None:
        first, second = room, chance.choice([each for each in lobby.rooms if each != room])
    return Target(
        hotel=hotel,
        booking=booking or (chance.choice(lobby.bookings) if lobby.bookings else NO_BOOKING),
        room=first,
        other_room=second,
        task=task or (chance.choice(lobby.tasks) if lobby.tasks else NO_TASK),
        arrival=arrival,
        departure=arrival + timedelta(days=chance.randint(1, 4)),
        adults=chance.choice((1, 2, 2)),
    )
