"""Events of a hotel, the messages that they become, and how far those were delivered."""

import uuid
from collections.abc import Mapping
from typing import Any, NamedTuple

import psycopg
from psycopg.types.json import Jsonb

from tests.hotel_builder import HotelBuilder


class Message(NamedTuple):
    """A row of realtime_message, without what it says."""

    position: int
    previous: int | None
    channel: str
    event_id: uuid.UUID


def publish(hotel: HotelBuilder, *channels: str, **columns: object) -> uuid.UUID:
    """Write an event by hand, for the channel of the hotel unless told otherwise; return its id."""
    event_id = uuid.uuid4()
    told: dict[str, object] = {
        "event_id": event_id,
        "channels": list(channels or ["hotel"]),
        # About nothing that would have to be there.
        "category": "housekeeping",
        "event_type": "note_taken",
        "payload": Jsonb({"room_number": "7"}),
        "scope": Jsonb({"room_number": "7"}),
    }
    hotel.insert("outbox_event", **{**told, **columns})
    return event_id


def number(hotel: HotelBuilder, at_most: int = 500) -> int:
    """Number the hotel's events; return of how many."""
    return int(hotel.value("SELECT hotelmate.number_events(%s, %s)", hotel.hotel_id, at_most))


def numbered(hotel: HotelBuilder, *channels: str) -> int:
    """Write an event, number it, and return the last position of its messages."""
    publish(hotel, *channels)
    number(hotel)
    return messages(hotel)[-1].position


def write_by_hand(
    hotel: HotelBuilder,
    event: uuid.UUID,
    position: int,
    previous: int | None,
    channel: str = "hotel",
    ends: tuple[str, ...] = ("stream", "channel"),
    columns: Mapping[str, str] | None = None,
) -> int:
    """Do by hand what the numbering does to an event that waits, all in one statement.

    Args:
        hotel: the event's.
        event: what the message says.
        position: of the message.
        previous: which message it is to follow.
        channel: of the message.
        ends: what goes on to the position.
        columns: other values of the message by name, as SQL.
    """
    said = {
        name: name
        for name in (
            "event_id",
            "category",
            "event_type",
            "payload",
            "scope",
            "occurred_at",
            "request_id",
        )
    } | dict(columns or {})
    then = {
        "channel": "channel AS (INSERT INTO hotelmate.realtime_channel AS known"
        " (hotel_id, name, last_position) VALUES (%(hotel)s, %(channel)s, %(position)s)"
        " ON CONFLICT (hotel_id, name) DO UPDATE SET last_position = excluded.last_position)",
        "stream": "stream AS (UPDATE hotelmate.realtime_stream SET last_position = %(position)s"
        " WHERE hotel_id = %(hotel)s)",
    }
    ctes = "".join(f"{then[each]}, " for each in ends)
    return hotel.connection.execute(
        f"WITH {ctes} nothing AS (SELECT) INSERT INTO hotelmate.realtime_message"
        f" (hotel_id, position, previous, channel, {', '.join(said)})"
        f" SELECT hotel_id, %(position)s, %(previous)s::bigint, %(channel)s,"
        f" {', '.join(said.values())} FROM hotelmate.outbox_event"
        " WHERE hotel_id = %(hotel)s AND event_id = %(event)s".encode(),
        {
            "hotel": hotel.hotel_id,
            "event": event,
            "position": position,
            "previous": previous,
            "channel": channel,
        },
    ).rowcount


def messages(hotel: HotelBuilder, after: int = 0) -> list[Message]:
    """Return the messages of the hotel after a position, in order."""
    rows = hotel.connection.execute(
        f"SELECT {', '.join(Message._fields)} FROM hotelmate.realtime_message"
        " WHERE hotel_id = %s AND position > %s ORDER BY position",
        (hotel.hotel_id, after),
    ).fetchall()
    return [Message(*row) for row in rows]


def waiting(hotel: HotelBuilder) -> list[uuid.UUID]:
    """Return the ids of the events that are no message yet, in the order they were written."""
    rows = hotel.connection.execute(
        "SELECT event_id FROM hotelmate.outbox_event WHERE hotel_id = %s ORDER BY id",
        (hotel.hotel_id,),
    ).fetchall()
    return [event_id for (event_id,) in rows]


def deliver(hotel: HotelBuilder, channel: str, position: int | None = None) -> int:
    """Mark a channel as delivered up to a position, by default its last; return if it was there."""
    return hotel.run(
        "UPDATE hotelmate.realtime_channel SET delivered_position = coalesce(%s, last_position)"
        " WHERE hotel_id = %s AND name = %s",
        position,
        hotel.hotel_id,
        channel,
    )


def bury(hotel: HotelBuilder, position: int, **columns: object) -> int:
    """Make a message a dead letter, as a publisher that refuses it would."""
    told: dict[str, object] = {"position": position, "reason": "413 too large", "attempts": 1}
    return int(hotel.insert("realtime_dead_letter", **{**told, **columns}))


def channels(hotel: HotelBuilder) -> dict[str, tuple[int, int]]:
    """Return the channels of the hotel: last and delivered position by name."""
    rows = hotel.connection.execute(
        "SELECT name, last_position, delivered_position FROM hotelmate.realtime_channel"
        " WHERE hotel_id = %s",
        (hotel.hotel_id,),
    ).fetchall()
    return {name: (last, delivered) for name, last, delivered in rows}


def stream(hotel: HotelBuilder) -> tuple[int, int]:
    """Return the last position that was given, and up to where messages may have been removed."""
    row = hotel.connection.execute(
        "SELECT last_position, removed_position FROM hotelmate.realtime_stream WHERE hotel_id = %s",
        (hotel.hotel_id,),
    ).fetchone()
    return (row[0], row[1]) if row else (0, 0)


def free_position(hotel: HotelBuilder) -> int:
    """Return a position that was given, past all rules, to a message that is not there yet."""
    position = numbered(hotel) + 1
    with hotel.connection.transaction():
        hotel.connection.execute("SET LOCAL session_replication_role = replica")
        hotel.run(
            "UPDATE hotelmate.realtime_stream SET last_position = %s WHERE hotel_id = %s",
            position,
            hotel.hotel_id,
        )
    return position


def hotel_without_stream(connection: psycopg.Connection[Any]) -> HotelBuilder:
    """Make a hotel while triggers are off, so that it has no stream yet."""
    with connection.transaction():
        connection.execute("SET LOCAL session_replication_role = replica")
        return HotelBuilder(connection)
