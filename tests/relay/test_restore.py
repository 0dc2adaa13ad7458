"""After a restore from a backup no position that a client knows is given again."""

import subprocess

from tests.hotel_builder import HotelBuilder
from tests.realtime_messages import bury, channels, deliver, messages, number, numbered, publish
from tests.relay.command import start_hotelmate
from tests.relay.scene import Connection


def after_restore(clone: str) -> str:
    process = start_hotelmate("relay", clone, {}, "after-restore", stdout=subprocess.PIPE)
    output, _ = process.communicate(timeout=30)
    assert process.returncode == 0
    return output


def test_positions_leap_ahead_and_clients_see_that_they_missed_something(
    clone: str, database: Connection, hotel: HotelBuilder
) -> None:
    other = HotelBuilder(database)
    for _ in range(3):
        numbered(hotel)
    deliver(hotel, "hotel")
    assert " 2 hotels " in after_restore(clone)
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


def test_one_hotel_is_not_many(clone: str, hotel: HotelBuilder) -> None:
    assert " 1 hotel " in after_restore(clone)


def test_what_is_not_delivered_stays_and_so_do_dead_letters(
    clone: str, hotel: HotelBuilder
) -> None:
    first = numbered(hotel)
    bury(hotel, first)
    deliver(hotel, "hotel")
    second = numbered(hotel)
    after_restore(clone)
    assert [message.position for message in messages(hotel)] == [first, second]
    assert channels(hotel) == {"hotel": (second, first)}
    assert numbered(hotel) > 1_000_000


def test_the_guard_of_streams_stands_afterwards(
    clone: str, database: Connection, hotel: HotelBuilder
) -> None:
    after_restore(clone)
    off = database.execute(
        "SELECT tgname FROM pg_trigger WHERE tgrelid = 'hotelmate.realtime_stream'::regclass"
        " AND tgenabled = 'D'"
    ).fetchall()
    assert off == []
