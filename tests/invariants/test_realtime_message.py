"""Messages: where they stand among the others, that they never change, and how long they stay."""

import uuid

import psycopg
import pytest
from psycopg.types.json import Jsonb

from tests.hotel_builder import HotelBuilder
from tests.realtime_messages import (
    bury,
    deliver,
    free_position,
    hotel_without_stream,
    messages,
    number,
    numbered,
    publish,
    stream,
    waiting,
    write_by_hand,
)
from tests.refusal import refused_by


def add_message(hotel: HotelBuilder, position: int, **columns: object) -> int:
    """Write a message by hand, on the channel of the hotel unless told otherwise."""
    told: dict[str, object] = {
        "position": position,
        "channel": "hotel",
        "event_id": uuid.uuid4(),
        "category": "rooms",
        "event_type": "room_updated",
        "payload": Jsonb({}),
        "scope": Jsonb({}),
        "occurred_at": "2026-01-01T12:00Z",
    }
    return int(hotel.insert("realtime_message", **{**told, **columns}))


def remove_message(hotel: HotelBuilder, position: int) -> int:
    return hotel.run(
        "DELETE FROM hotelmate.realtime_message WHERE hotel_id = %s AND position = %s",
        hotel.hotel_id,
        position,
    )


@pytest.mark.parametrize("ahead", [1, 2, 2**40])
def test_realtime_message_was_numbered__rejects_a_position_that_is_still_to_be_given(
    hotel: HotelBuilder, ahead: int
) -> None:
    last = numbered(hotel)
    with refused_by("realtime_message_was_numbered"):
        add_message(hotel, last + ahead)
    assert numbered(hotel) == last + 1


def test_realtime_message_was_numbered__allows_the_next_position_to_the_numbering(
    hotel: HotelBuilder,
) -> None:
    assert [numbered(hotel) for _ in range(3)] == [1, 2, 3]


def test_realtime_message_was_numbered__rejects_one_in_the_place_of_one_that_is_gone(
    hotel: HotelBuilder,
) -> None:
    gone = numbered(hotel)
    numbered(hotel)
    deliver(hotel, "hotel")
    assert remove_message(hotel, gone) == 1
    with refused_by("realtime_message_was_numbered"):
        add_message(hotel, gone)


@pytest.mark.parametrize(
    "columns",
    [
        {"event_id": "uuidv7()"},
        {"category": "'booking'"},
        {"event_type": "'note_lost'"},
        {"payload": "'{}'"},
        {"scope": "'{}'"},
        {"occurred_at": "now() - INTERVAL '1 day'"},
        {"request_id": "'another'"},
        {"numbered_at": "now() - INTERVAL '2 days'"},
        {"numbered_at": "now() + INTERVAL '2 days'"},
    ],
)
def test_realtime_message_was_numbered__rejects_one_that_says_else_than_its_event(
    hotel: HotelBuilder, columns: dict[str, str]
) -> None:
    last = numbered(hotel)
    event = publish(hotel)
    with refused_by("realtime_message_was_numbered"):
        write_by_hand(hotel, event, last + 1, last, columns=columns)
    assert waiting(hotel) == [event]


def test_realtime_message_was_numbered__rejects_one_on_a_channel_that_its_event_is_not_for(
    hotel: HotelBuilder,
) -> None:
    last = numbered(hotel, "rooms")
    event = publish(hotel, "hotel")
    with refused_by("realtime_message_was_numbered"):
        write_by_hand(hotel, event, last + 1, last, channel="rooms")


@pytest.mark.parametrize("follows", [None, 0, 1, 3])
def test_realtime_message_was_numbered__rejects_one_that_follows_another_than_the_one_before(
    hotel: HotelBuilder, follows: int | None
) -> None:
    for channel in ("hotel", "hotel", "rooms"):
        numbered(hotel, channel)
    event = publish(hotel)
    with refused_by("realtime_message_was_numbered"):
        write_by_hand(hotel, event, 4, follows)
    assert write_by_hand(hotel, event, 4, 2) == 1


def test_realtime_message_was_numbered__allows_the_next_to_what_its_event_says(
    hotel: HotelBuilder,
) -> None:
    last = numbered(hotel)
    event = publish(hotel, request_id="r-1")
    assert write_by_hand(hotel, event, last + 1, last) == 1
    number(hotel)
    assert waiting(hotel) == []
    assert [made.event_id for made in messages(hotel, last)] == [event]


def test_realtime_message_was_numbered__allows_one_to_follow_one_that_is_gone(
    hotel: HotelBuilder,
) -> None:
    first, gone = numbered(hotel), numbered(hotel)
    deliver(hotel, "hotel")
    assert remove_message(hotel, gone) == 1
    numbered(hotel)
    assert [(made.position, made.previous) for made in messages(hotel)] == [
        (first, None),
        (gone + 1, gone),
    ]


def test_realtime_message_was_numbered__allows_a_position_that_was_given(
    hotel: HotelBuilder,
) -> None:
    free = free_position(hotel)
    assert write_by_hand(hotel, publish(hotel), free, free - 1, ends=("channel",)) == 1


@pytest.mark.parametrize("position", [0, -1])
def test_realtime_message_positions_in_order__rejects_a_position_before_the_first(
    hotel: HotelBuilder, position: int
) -> None:
    numbered(hotel)
    with refused_by("realtime_message_positions_in_order"):
        add_message(hotel, position)


@pytest.mark.parametrize("behind", [0, 1])
def test_realtime_message_positions_in_order__rejects_coming_before_the_one_before_it(
    hotel: HotelBuilder, behind: int
) -> None:
    free = free_position(hotel)
    with refused_by("realtime_message_positions_in_order"):
        add_message(hotel, free, previous=free + behind)


def test_realtime_message_positions_in_order__allows_a_chain_on_each_channel(
    hotel: HotelBuilder,
) -> None:
    for channel in ("hotel", "rooms", "hotel", "hotel", "rooms"):
        publish(hotel, channel)
    number(hotel)
    publish(hotel, "rooms", "hotel")
    number(hotel)
    assert [(made.position, made.previous, made.channel) for made in messages(hotel)] == [
        (1, None, "hotel"),
        (2, None, "rooms"),
        (3, 1, "hotel"),
        (4, 3, "hotel"),
        (5, 2, "rooms"),
        (6, 4, "hotel"),
        (7, 5, "rooms"),
    ]


def test_realtime_message_of_channel__rejects_one_on_a_channel_that_is_not_there(
    hotel: HotelBuilder,
) -> None:
    free = free_position(hotel)
    with refused_by("realtime_message_of_channel"):
        add_message(hotel, free, channel="rooms")


def test_realtime_message_of_channel__rejects_one_on_a_channel_of_another_hotel(
    hotel: HotelBuilder, owner: psycopg.Connection
) -> None:
    numbered(HotelBuilder(owner), "rooms")
    free = free_position(hotel)
    with refused_by("realtime_message_of_channel"):
        add_message(hotel, free, channel="rooms")


def test_realtime_message_of_channel__rejects_one_of_a_hotel_that_has_no_stream(
    owner: psycopg.Connection,
) -> None:
    with refused_by("realtime_message_of_channel"):
        add_message(hotel_without_stream(owner), 1)


def test_realtime_message_of_channel__rejects_removing_the_channel_before_its_messages(
    hotel: HotelBuilder,
) -> None:
    numbered(hotel)
    deliver(hotel, "hotel")
    with refused_by("realtime_message_of_channel"):
        hotel.run("DELETE FROM hotelmate.realtime_channel WHERE hotel_id = %s", hotel.hotel_id)


def test_realtime_message_of_channel__allows_one_on_a_channel_of_its_hotel(
    hotel: HotelBuilder,
) -> None:
    last = numbered(hotel, "rooms")
    free = free_position(hotel)
    event = publish(hotel, "rooms")
    assert write_by_hand(hotel, event, free, last, channel="rooms", ends=("channel",)) == 1


def test_realtime_message_once_a_channel__rejects_an_event_twice_on_one(
    hotel: HotelBuilder,
) -> None:
    free = free_position(hotel)
    known = messages(hotel)[-1]
    with refused_by("realtime_message_once_a_channel"):
        add_message(hotel, free, event_id=known.event_id)


def test_realtime_message_once_a_channel__allows_an_event_on_several(hotel: HotelBuilder) -> None:
    event = publish(hotel, "hotel", "rooms", "hotel", "staff.7")
    assert number(hotel) == 1
    assert [(made.channel, made.event_id) for made in messages(hotel)] == [
        ("hotel", event),
        ("rooms", event),
        ("staff.7", event),
    ]


@pytest.mark.parametrize("mode", ["origin", "replica"])
@pytest.mark.parametrize(
    "assignment",
    [
        "hotel_id = hotel_id - 1",
        "position = position + 1000",
        "previous = NULL",
        "channel = 'rooms'",
        "event_id = uuidv7()",
        "category = 'booking'",
        "event_type = 'room_created'",
        "payload = '{}'",
        "scope = '{}'",
        "occurred_at = now()",
        "request_id = 'r-2'",
        "numbered_at = now() - INTERVAL '1 year'",
        "payload = payload",
    ],
)
def test_realtime_message_is_immutable__rejects_any_change(
    hotel: HotelBuilder, owner: psycopg.Connection, assignment: str, mode: str
) -> None:
    numbered(hotel, "hotel", "rooms")
    with refused_by("realtime_message_is_immutable"), owner.transaction():
        # In the mode of a replica only triggers that are ENABLE ALWAYS fire.
        owner.execute(f"SET LOCAL session_replication_role = {mode}")
        hotel.run(
            f"UPDATE hotelmate.realtime_message SET {assignment} WHERE hotel_id = %s",
            hotel.hotel_id,
        )


def test_realtime_message_is_immutable__allows_what_its_event_said(hotel: HotelBuilder) -> None:
    publish(hotel, request_id="r-1")
    said = "event_id, category, event_type, payload, scope, occurred_at, request_id"
    row = f"SELECT row({said})::text FROM hotelmate.{{}} WHERE hotel_id = %s"
    before = hotel.value(row.format("outbox_event"), hotel.hotel_id)
    number(hotel)
    assert hotel.value(row.format("realtime_message"), hotel.hotel_id) == before


@pytest.mark.parametrize("mode", ["origin", "replica"])
def test_realtime_message_kept_until_delivered__rejects_removing_it_before(
    hotel: HotelBuilder, owner: psycopg.Connection, mode: str
) -> None:
    delivered, position = numbered(hotel), numbered(hotel)
    deliver(hotel, "hotel", delivered)
    with refused_by("realtime_message_kept_until_delivered"), owner.transaction():
        owner.execute(f"SET LOCAL session_replication_role = {mode}")
        remove_message(hotel, position)


def test_realtime_message_kept_until_delivered__rejects_one_when_another_channel_is_ahead(
    hotel: HotelBuilder,
) -> None:
    position = numbered(hotel, "rooms")
    numbered(hotel, "hotel")
    deliver(hotel, "hotel")
    with refused_by("realtime_message_kept_until_delivered"):
        remove_message(hotel, position)


@pytest.mark.parametrize("mode", ["origin", "replica"])
def test_realtime_message_kept_until_delivered__rejects_truncating_them(
    owner: psycopg.Connection, mode: str
) -> None:
    # Rolled back whatever happens: a TRUNCATE let through would empty the hotels of other tests.
    with (
        refused_by("realtime_message_kept_until_delivered"),
        owner.transaction(force_rollback=True),
    ):
        owner.execute(f"SET LOCAL session_replication_role = {mode}")
        owner.execute("TRUNCATE hotelmate.realtime_message CASCADE")


@pytest.mark.parametrize("mode", ["origin", "replica"])
def test_realtime_message_kept_until_delivered__allows_removing_it_after_and_tells(
    hotel: HotelBuilder, owner: psycopg.Connection, mode: str
) -> None:
    first, second, last = numbered(hotel), numbered(hotel), numbered(hotel)
    deliver(hotel, "hotel", second)
    for position in (second, first):
        with owner.transaction():
            owner.execute(f"SET LOCAL session_replication_role = {mode}")
            assert remove_message(hotel, position) == 1
        assert stream(hotel) == (last, second)


def test_dead_letter_is_message__rejects_removing_a_message_that_is_one(
    hotel: HotelBuilder,
) -> None:
    position = numbered(hotel)
    bury(hotel, position)
    deliver(hotel, "hotel", position)
    with refused_by("dead_letter_is_message"):
        remove_message(hotel, position)
