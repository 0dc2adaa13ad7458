"""What the database says that clients should hear."""

from dataclasses import dataclass

from tests.hotel_builder import HotelBuilder

MESSAGES = """
    SELECT message.position, message.event_type, hotelmate.envelope(message, %s)::text
    FROM hotelmate.realtime_message AS message
    WHERE message.hotel_id = %s AND message.channel = %s AND message.position > %s
    ORDER BY message.position
"""
NEWEST = """
    SELECT coalesce(max(last_position), 0) FROM hotelmate.realtime_stream WHERE hotel_id = %s
"""


@dataclass(frozen=True)
class Committed:
    """One message of a hotel: `text` is its envelope."""

    position: int
    event_type: str
    text: str


def position(hotel: HotelBuilder) -> int:
    """Number what the hotel has committed so far and return the newest position."""
    hotel.run("SELECT hotelmate.number_events(%s)", hotel.hotel_id)
    return int(hotel.value(NEWEST, hotel.hotel_id))


def committed(hotel: HotelBuilder, channel: str, after: int) -> list[Committed]:
    """Return the messages of a channel (its name in the database) after a position, in order."""
    position(hotel)
    rows = hotel.connection.execute(MESSAGES, (hotel.slug, hotel.hotel_id, channel, after))
    return [Committed(*row) for row in rows.fetchall()]
