"""Rows written by hand must not stop the numbering, of their own hotel or of all others."""

import uuid

import psycopg
import pytest
from psycopg.types.json import Jsonb

from tests.hotel_builder import HotelBuilder
from tests.realtime_messages import (
    channels,
    free_position,
    messages,
    number,
    numbered,
    publish,
    stream,
    waiting,
    write_by_hand,
)

NUMBER_ALL = "SELECT hotelmate.number_events()"


@pytest.fixture(autouse=True)
def nothing_waits(owner: psycopg.Connection) -> None:
    """Number what other tests have left behind, so that a test numbers its own hotels only."""
    while owner.execute(NUMBER_ALL).fetchone() != (0,):
        pass


def number_all(hotel: HotelBuilder) -> int:
    return int(hotel.value(NUMBER_ALL))


def test_an_event_that_was_numbered_before_is_not_said_twice(hotel: HotelBuilder) -> None:
    event = publish(hotel, "hotel", "rooms")
    number(hotel)
    publish(hotel, "rooms", "hotel", event_id=event)
    after = publish(hotel)
    assert number_all(hotel) == 2
    assert waiting(hotel) == []
    assert [(made.position, made.channel, made.event_id) for made in messages(hotel)] == [
        (1, "hotel", event),
        (2, "rooms", event),
        (3, "hotel", after),
    ]
    assert stream(hotel) == (3, 0)


def test_an_event_that_was_numbered_on_one_channel_is_said_on_the_others(
    hotel: HotelBuilder,
) -> None:
    event = publish(hotel, "rooms")
    number(hotel)
    publish(hotel, "hotel", "rooms", "staff.7", event_id=event)
    assert number_all(hotel) == 1
    assert [(made.position, made.channel, made.event_id) for made in messages(hotel)] == [
        (1, "rooms", event),
        (2, "hotel", event),
        (3, "staff.7", event),
    ]


def test_an_event_with_the_number_of_another_hotels_event_is_numbered_with_its_own(
    hotel: HotelBuilder, owner: psycopg.Connection
) -> None:
    other = HotelBuilder(owner)
    events = [publish(hotel), publish(other)]
    for each, event in zip((hotel, other), events, strict=True):
        publish(each)
        each.run(
            "INSERT INTO hotelmate.outbox_event"
            " (hotel_id, id, channels, category, event_type, payload, scope)"
            " OVERRIDING SYSTEM VALUE VALUES (%s, -1, '{rooms}', 'rooms', 'x', '{}', '{}')",
            each.hotel_id,
        )
        assert event in waiting(each)
    assert number(hotel) == 3
    assert (len(waiting(hotel)), len(waiting(other))) == (0, 3)
    assert number(other) == 3
    assert [made.channel for made in messages(other)] == ["rooms", "hotel", "hotel"]


def test_a_message_written_by_hand_takes_the_place_of_its_event(hotel: HotelBuilder) -> None:
    free = free_position(hotel)
    event = publish(hotel)
    assert write_by_hand(hotel, event, free, free - 1, ends=("channel",)) == 1
    assert number_all(hotel) == 1
    assert [made.position for made in messages(hotel)] == [free - 1, free]
    assert numbered(hotel) == free + 1


@pytest.mark.parametrize(("end", "previous"), [(1, 3), (2, 3), (7, 7)])
def test_a_channel_that_ends_elsewhere_does_not_stop_the_numbering(
    hotel: HotelBuilder, end: int, previous: int
) -> None:
    for channel in ("hotel", "rooms", "hotel"):
        numbered(hotel, channel)
    with hotel.connection.transaction():
        hotel.run("SET LOCAL session_replication_role = replica")
        hotel.run(
            "UPDATE hotelmate.realtime_stream SET last_position = 7 WHERE hotel_id = %s",
            hotel.hotel_id,
        )
        hotel.run(
            "UPDATE hotelmate.realtime_channel SET last_position = %s"
            " WHERE hotel_id = %s AND name = 'hotel'",
            end,
            hotel.hotel_id,
        )
    publish(hotel)
    assert number_all(hotel) == 1
    assert [(made.position, made.previous) for made in messages(hotel, 3)] == [(8, previous)]


def test_events_of_every_odd_but_legal_form_are_numbered(hotel: HotelBuilder) -> None:
    odd: tuple[object, ...] = (None, [], {}, "", 0, {"": {"\u0001": ["\U0001f6cf"]}})
    for payload in odd:
        publish(hotel, payload=Jsonb(payload), scope=Jsonb(payload))
    publish(hotel, event_id=uuid.UUID(int=0), request_id="\u00e9" * 10_000)
    publish(hotel, *["hotel"] * 100)
    assert number_all(hotel) == 8
    assert channels(hotel) == {"hotel": (8, 0)}
