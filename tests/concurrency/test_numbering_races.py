"""Races of the numbering: writers that commit late, and sessions that number at once."""

from collections.abc import Callable
from functools import partial

import psycopg
import pytest

from tests.concurrency.interleaving import (
    BOTH_LEVELS,
    READ_COMMITTED,
    REPEATABLE_READ,
    goes_on,
    second_waits,
    two_sides,
)
from tests.conftest import Connect
from tests.hotel_builder import HotelBuilder
from tests.realtime_messages import (
    channels,
    deliver,
    messages,
    number,
    numbered,
    publish,
    stream,
    waiting,
)

KNOWN_OR_NEW = pytest.mark.parametrize("known", [True, False], ids=["known_stream", "new_stream"])


def pieces(size: int) -> Callable[[HotelBuilder], int]:
    return lambda hotel: number(hotel, size)


def positions(hotel: HotelBuilder, after: int = 0) -> list[int]:
    return [message.position for message in messages(hotel, after)]


def versions(hotel: HotelBuilder) -> list[int]:
    """Return the versions of rooms that the messages report, in the order of the messages."""
    rows = hotel.connection.execute(
        "SELECT (scope ->> 'version')::integer FROM hotelmate.realtime_message"
        " WHERE hotel_id = %s AND channel = 'rooms' ORDER BY position",
        (hotel.hotel_id,),
    ).fetchall()
    return [version for (version,) in rows]


def test_an_event_that_began_earlier_and_commits_later_comes_later(
    hotel: HotelBuilder, connect: Connect
) -> None:
    with two_sides(hotel, connect) as (early, late):
        early.does(publish)
        late.does(publish)
        late.commits()
        (quick,) = waiting(hotel)
        assert number(hotel) == 1
        early.commits()
        (slow,) = waiting(hotel)
        assert number(hotel) == 1
    assert [(made.position, made.event_id) for made in messages(hotel)] == [(1, quick), (2, slow)]


def test_an_event_that_is_rolled_back_leaves_no_gap(hotel: HotelBuilder, connect: Connect) -> None:
    with two_sides(hotel, connect) as (given_up, committed):
        given_up.does(publish)
        committed.does(publish)
        given_up.rolls_back()
        committed.commits()
    number(hotel)
    assert numbered(hotel) == 2
    assert positions(hotel) == [1, 2]


@KNOWN_OR_NEW
@BOTH_LEVELS
def test_two_that_number_at_once_number_each_event_once(
    hotel: HotelBuilder, connect: Connect, level: psycopg.IsolationLevel, known: bool
) -> None:
    start = numbered(hotel) if known else 0
    events = [publish(hotel, "hotel", "rooms") for _ in range(5)]
    with two_sides(hotel, connect, level) as (first, second):
        second_waits(first, second, pieces(3), pieces(3))
        if not goes_on(second, level):
            second.rolls_back()
            number(hotel)
    made = messages(hotel, start)
    assert [message.position for message in made] == list(range(start + 1, start + 11))
    assert [message.event_id for message in made] == [event for event in events for _ in range(2)]
    assert waiting(hotel) == []


@KNOWN_OR_NEW
def test_who_numbers_after_one_that_gave_up_begins_where_it_began(
    hotel: HotelBuilder, connect: Connect, known: bool
) -> None:
    start = numbered(hotel) if known else 0
    events = [publish(hotel) for _ in range(3)]
    with two_sides(hotel, connect) as (first, second):
        first.does(number)
        second.starts(number)
        first.rolls_back()
        second.commits()
    made = messages(hotel, start)
    assert [(message.position, message.event_id) for message in made] == [
        (start + step, event) for step, event in enumerate(events, start=1)
    ]


def test_the_one_that_waited_finds_nothing_left(hotel: HotelBuilder, connect: Connect) -> None:
    publish(hotel)
    counts: list[int] = []
    with two_sides(hotel, connect) as (first, second):
        second_waits(first, second, number, lambda h: counts.append(number(h)))
        second.commits()
    assert counts == [0]
    assert positions(hotel) == [1]


def test_events_of_a_piece_that_waited_are_looked_for_anew(
    hotel: HotelBuilder, connect: Connect
) -> None:
    publish(hotel)
    with two_sides(hotel, connect) as (first, second):
        first.does(number)
        second.starts(number)
        later = publish(hotel)
        first.commits()
        second.commits()
    assert [made.event_id for made in messages(hotel)][1:] == [later]


def test_numbering_one_hotel_does_not_wait_for_another(
    hotel: HotelBuilder, connect: Connect, owner: psycopg.Connection
) -> None:
    other = HotelBuilder(owner)
    publish(hotel)
    publish(other)
    with two_sides(hotel, connect) as (first, second):
        first.does(number)
        second.does(lambda h: number(other.through(h.connection)))
        second.commits()
        assert positions(other) == [1]
        first.commits()
    assert positions(hotel) == [1]


def test_a_writer_does_not_wait_for_who_numbers(hotel: HotelBuilder, connect: Connect) -> None:
    room = hotel.room()
    with two_sides(hotel, connect) as (numberer, writer):
        numberer.does(number)
        writer.does(lambda h: h.update("room", room, maintenance_required=True))
        writer.commits()
        numberer.commits()
    assert len(waiting(hotel)) == 1
    number(hotel)
    assert versions(hotel) == [1, 2]


@BOTH_LEVELS
def test_the_versions_of_a_room_are_said_in_their_order(
    hotel: HotelBuilder, connect: Connect, level: psycopg.IsolationLevel
) -> None:
    room = hotel.room()
    with two_sides(hotel, connect, level) as (first, second):
        first.does(lambda h: h.update("room", room, maintenance_required=True))
        # Its event is written before the other's, which waits for the room, and numbered after.
        publish(hotel)
        second.starts(lambda h: h.update("room", room, is_out_of_order=True))
        number(hotel)
        first.commits()
        number(hotel)
        if not goes_on(second, level):
            second.rolls_back()
            hotel.update("room", room, is_out_of_order=True)
    number(hotel)
    assert versions(hotel) == [1, 2, 3]


@KNOWN_OR_NEW
def test_a_reader_never_sees_a_position_appear_below_one_it_has_seen(
    hotel: HotelBuilder, connect: Connect, known: bool
) -> None:
    seen = numbered(hotel) if known else 0
    for _ in range(4):
        publish(hotel)
    with two_sides(hotel, connect) as (first, second):
        first.does(pieces(2))
        second.starts(pieces(2))
        # Those of the second have positions above these, and cannot be there before them.
        assert positions(hotel, seen) == []
        first.commits()
        second.finishes()
        assert positions(hotel, seen) == [seen + 1, seen + 2]
        second.commits()
    assert positions(hotel, seen + 2) == [seen + 3, seen + 4]


@KNOWN_OR_NEW
def test_at_repeatable_read_a_numbering_that_was_overtaken_must_start_over(
    hotel: HotelBuilder, connect: Connect, known: bool
) -> None:
    if known:
        numbered(hotel)
    publish(hotel)
    with two_sides(hotel, connect, REPEATABLE_READ) as (first, second):
        second.does(waiting)
        first.does(number)
        first.commits()
        with pytest.raises(psycopg.errors.SerializationFailure):
            second.does(number)
        second.rolls_back()
    assert len(messages(hotel)) == 1 + known


def test_at_repeatable_read_a_numbering_that_sees_nothing_does_nothing(
    hotel: HotelBuilder, connect: Connect
) -> None:
    with two_sides(hotel, connect, REPEATABLE_READ) as (first, second):
        second.does(waiting)
        publish(hotel)
        first.does(number)
        first.commits()
        second.does(number)
        second.commits()
    assert positions(hotel) == [1]


def test_at_repeatable_read_only_what_is_seen_is_numbered(
    hotel: HotelBuilder, connect: Connect
) -> None:
    seen = publish(hotel)
    with two_sides(hotel, connect, REPEATABLE_READ) as (numberer, _):
        numberer.does(waiting)
        unseen = publish(hotel)
        numberer.does(number)
        numberer.commits()
    assert [made.event_id for made in messages(hotel)] == [seen]
    number(hotel)
    assert [made.event_id for made in messages(hotel)] == [seen, unseen]


def test_who_marks_channels_in_their_order_does_not_meet_the_numbering_half_way(
    hotel: HotelBuilder, connect: Connect
) -> None:
    names = sorted(["hotel", "rooms", "guest.BK-2026-000001", *(f"staff.{n}" for n in range(1, 9))])
    numbered(hotel, *names)
    for name in reversed(names):
        publish(hotel, name)
    with two_sides(hotel, connect) as (delivery, numberer):
        delivery.does(lambda h: deliver(h, names[0]))
        numberer.starts(number)
        # It waits for the first of them and has none of the others.
        for name in names[1:]:
            delivery.does(partial(deliver, channel=name))
        delivery.commits()
        numberer.commits()
    assert [made.channel for made in messages(hotel, len(names))] == names[::-1]
    assert stream(hotel) == (2 * len(names), 0)
    assert all(last > delivered > 0 for last, delivered in channels(hotel).values())


def test_a_numbering_that_did_not_wait_at_read_committed_sees_what_just_came(
    hotel: HotelBuilder, connect: Connect
) -> None:
    with two_sides(hotel, connect, READ_COMMITTED) as (numberer, _):
        numberer.does(waiting)
        publish(hotel)
        numberer.does(number)
        numberer.commits()
    assert positions(hotel) == [1]
