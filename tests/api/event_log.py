"""How tests write events, age them, and hold what a client was told against the log."""

import random
from typing import Any

import httpx

from tests.hotel_builder import HotelBuilder

Envelope = dict[str, Any]


def bookmark(desk: httpx.Client) -> int:
    """Return the position from which a client goes on that reads the state now."""
    page = desk.get("/events").json()
    assert page["items"] == []
    assert page["after"] == page["latest"]
    return int(page["after"])


def publish(hotel: HotelBuilder, *channels: str, event_type: str = "note_taken") -> None:
    """Write an event for channels of the hotel, as a trigger does."""
    hotel.run(
        "SELECT hotelmate.publish(%s, %s, 'rooms', %s, '{}', '{}')",
        hotel.hotel_id,
        list(channels),
        event_type,
    )


def number(hotel: HotelBuilder) -> int:
    """Do what a relay does with events of the hotel; return the newest position."""
    hotel.run("SELECT hotelmate.number_events(%s, 100000)", hotel.hotel_id)
    return int(
        hotel.value(
            "SELECT last_position FROM hotelmate.realtime_stream WHERE hotel_id = %s",
            hotel.hotel_id,
        )
    )


def remove_up_to(hotel: HotelBuilder, position: int) -> None:
    """Do what retention does to messages up to a position."""
    with hotel.acting(actor="test"):
        hotel.run(
            "UPDATE hotelmate.realtime_channel SET delivered_position = last_position"
            " WHERE hotel_id = %s",
            hotel.hotel_id,
        )
        hotel.run(
            "DELETE FROM hotelmate.realtime_message WHERE hotel_id = %s AND position <= %s",
            hotel.hotel_id,
            position,
        )
        hotel.run(
            "UPDATE hotelmate.realtime_stream SET removed_position = %s WHERE hotel_id = %s",
            position,
            hotel.hotel_id,
        )


def write_for_a_while(hotel: HotelBuilder, rooms: list[str], seed: int) -> None:
    """Change rooms in thirty transactions, each open for a while after its first change."""
    chance = random.Random(seed)
    for number in range(30):
        with hotel.connection.transaction():
            # In the order of their numbers: so that no two wait for each other.
            for room in sorted(chance.sample(rooms, chance.randint(1, 3))):
                hotel.run(
                    "UPDATE hotelmate.room SET maintenance_required = NOT maintenance_required"
                    " WHERE hotel_id = %s AND room_number = %s",
                    hotel.hotel_id,
                    room,
                )
                if chance.random() < 0.3:
                    hotel.run("SELECT pg_sleep(%s)", chance.uniform(0, 0.01))
            if number % 5 == 0:
                publish(hotel, "hotel", "guest.BK-2026-000001")


def assert_whole_and_in_order(hotel: HotelBuilder, heard: list[Envelope], start: int) -> None:
    """Expect every message since a position once, in order; by room, each version once in turn."""
    positions = [item["meta"]["position"] for item in heard]
    written = hotel.connection.execute(
        "SELECT position FROM hotelmate.realtime_message"
        " WHERE hotel_id = %s AND position > %s AND channel IN ('hotel', 'rooms')"
        " ORDER BY position",
        (hotel.hotel_id, start),
    ).fetchall()
    assert positions == [position for (position,) in written]
    assert len({(item["meta"]["event_id"], item["meta"]["channel"]) for item in heard}) == len(
        heard
    )
    versions: dict[str, list[int]] = {}
    for item in heard:
        scope = item["meta"]["scope"]
        if "room_number" in scope and item["meta"]["channel"] == "rooms":
            versions.setdefault(scope["room_number"], []).append(scope["version"])
    assert len(versions) == 5
    for seen in versions.values():
        assert seen == list(range(seen[0], seen[0] + len(seen)))
    last = hotel.connection.execute(
        "SELECT room_number, version FROM hotelmate.room WHERE hotel_id = %s", (hotel.hotel_id,)
    ).fetchall()
    assert dict(last) == {room: seen[-1] for room, seen in versions.items()}
