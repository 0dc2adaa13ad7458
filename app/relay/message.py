"""A message as the relay sends it."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Message:
    """One row of `realtime_message`: an event on one channel of its hotel.

    Attributes:
        channel: the database's name, relative to the hotel.
        position: its place in the hotel's stream; grows by one, without a gap.
        data: the envelope, JSON text, exactly as committed.
        failures: how often its channel failed before this attempt.
        age: seconds from its writing to its reading.
    """

    hotel_id: int
    slug: str
    channel: str
    position: int
    event_id: UUID
    event_type: str
    data: str
    failures: int
    age: float
