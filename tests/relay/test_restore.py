"""After a restore from a backup no position that a client knows is given again."""

import subprocess

import psycopg

from app.relay.restore import leap_ahead
from tests.consistency import contradictions
from tests.hotel_builder import HotelBuilder
from tests.realtime_messages import bury, channels, deliver, messages, number, numbered, publish
from tests.relay.command import start_hotelmate
from tests.relay.scene import Connection


def after_restore(clone: str) -> int:
    with psycopg.connect(clone, autocommit=True) as connection:
        return leap_ahead(connection)


def test_positions_leap_ahead_and_clients_see_that_they_missed_something(
    clone: str, database: Connection, hotel: HotelBuilder
) -> None:
    other = HotelBuilder(database)
    for _ in range(3):
        numbered(hotel)
    deliver(hotel, "hotel")
    assert after_restore(clone) == 2
    publish(hotel)
    publish(other)
    for each, known in ((hotel, 3), (other, 0)):
        number(each)
        (message,) = messages(each)
        assert message.position > known + 1_000_000
        assert message.previous is None
    removed = database.execute(
        "SELECT bool_and(removed_position = last_position - 1) FROM hotelmate.realtime_stream"
    ).fetchone()
    assert removed == (True,)


def test_the_command_says_of_how_many_hotels(
    clone: str, database: Connection, hotel: HotelBuilder
) -> None:
    for told in (" 1 hotel ", " 2 hotels "):
        process = start_hotelmate("relay", clone, {}, "after-restore", stdout=subprocess.PIPE)
        output, _ = process.communicate(timeout=30)
        assert process.returncode == 0
        assert told in output
        HotelBuilder(database)
    publish(hotel)
    number(hotel)
    assert messages(hotel)[0].position > 1_000_000


def test_what_was_not_delivered_is_told_again_behind_the_leap_and_so_are_dead_letters(
    clone: str, hotel: HotelBuilder
) -> None:
    bury(hotel, numbered(hotel))
    deliver(hotel, "hotel")
    told = numbered(hotel, "rooms", "hotel")
    deliver(hotel, "rooms")
    known = messages(hotel)
    late = publish(hotel, "rooms")
    after_restore(clone)
    assert messages(hotel) == []
    assert channels(hotel) == {}
    number(hotel)
    behind = messages(hotel)
    assert behind[0].position > told + 1_000_000
    assert [(each.channel, each.event_id) for each in behind] == [
        ("hotel", known[0].event_id),
        ("hotel", known[1].event_id),
        ("rooms", late),
    ]
    first, second, other = behind
    assert (first.previous, second.previous, other.previous) == (None, first.position, None)


def test_every_channel_begins_anew_whatever_it_had_to_deliver(
    clone: str, database: Connection, hotel: HotelBuilder
) -> None:
    """Else a client would take the first message for the next one after what it knows."""
    numbered(hotel, "hotel", "rooms")
    deliver(hotel, "hotel")
    after_restore(clone)
    for channel in ("hotel", "rooms"):
        publish(hotel, channel)
    number(hotel)
    first: dict[str, int | None] = {}
    for message in messages(hotel, after=1_000_000):
        first.setdefault(message.channel, message.previous)
    assert first == {"hotel": None, "rooms": None}


def test_what_is_told_again_is_no_contradiction(
    clone: str, database: Connection, hotel: HotelBuilder
) -> None:
    hotel.in_house(hotel.room())
    number(hotel)
    after_restore(clone)
    assert contradictions(database) == []
    assert number(hotel) > 0
    assert contradictions(database) == []


def test_the_guard_of_streams_stands_afterwards(
    clone: str, database: Connection, hotel: HotelBuilder
) -> None:
    after_restore(clone)
    off = database.execute(
        "SELECT tgname FROM pg_trigger WHERE tgrelid = 'hotelmate.realtime_stream'::regclass"
        " AND tgenabled = 'D'"
    ).fetchall()
    assert off == []
