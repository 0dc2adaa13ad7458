"""Channels of a hotel: what they are called, and how far they are numbered and delivered."""

import psycopg
import pytest

from tests.hotel_builder import HotelBuilder
from tests.realtime_messages import (
    channels,
    deliver,
    hotel_without_stream,
    messages,
    numbered,
    publish,
    write_by_hand,
)
from tests.refusal import refused_by

AUDIENCES = ["hotel", "rooms", "staff.1", "staff.9223372036854775807", "guest.BK-2026-000123"]


def set_channel(hotel: HotelBuilder, name: str, assignment: str) -> int:
    return hotel.run(
        f"UPDATE hotelmate.realtime_channel SET {assignment} WHERE hotel_id = %s AND name = %s",
        hotel.hotel_id,
        name,
    )


def remove_channel(hotel: HotelBuilder, name: str) -> int:
    return hotel.run(
        "DELETE FROM hotelmate.realtime_channel WHERE hotel_id = %s AND name = %s",
        hotel.hotel_id,
        name,
    )


def remove_messages_of(hotel: HotelBuilder, name: str) -> None:
    hotel.run(
        "DELETE FROM hotelmate.realtime_message WHERE hotel_id = %s AND channel = %s",
        hotel.hotel_id,
        name,
    )


@pytest.mark.parametrize(
    "name",
    ["", "Hotel", "rooms,hotel", "hotel\n", "private-hotel-grand", "staff.0", "guest.BK", "guest."],
)
def test_realtime_channel_well_formed__rejects_others(hotel: HotelBuilder, name: str) -> None:
    position = numbered(hotel)
    with refused_by("realtime_channel_well_formed"):
        hotel.insert("realtime_channel", name=name, last_position=position)


@pytest.mark.parametrize("name", AUDIENCES)
def test_realtime_channel_well_formed__allows_each_audience(hotel: HotelBuilder, name: str) -> None:
    assert channels(hotel) == {}
    position = numbered(hotel, name)
    assert channels(hotel) == {name: (position, 0)}


def test_realtime_channel_of_stream__rejects_a_channel_of_a_hotel_without_a_stream(
    owner: psycopg.Connection,
) -> None:
    hotel = hotel_without_stream(owner)
    # Of all triggers only those of the foreign keys: another would refuse before.
    with refused_by("realtime_channel_of_stream"), owner.transaction(force_rollback=True):
        owner.execute("ALTER TABLE hotelmate.realtime_channel DISABLE TRIGGER USER")
        hotel.insert("realtime_channel", name="hotel", last_position=1)


def test_realtime_channel_of_stream__allows_channels_of_the_stream(hotel: HotelBuilder) -> None:
    numbered(hotel, "hotel", "rooms")
    assert channels(hotel).keys() == {"hotel", "rooms"}


@pytest.mark.parametrize("delivered", ["-1", "last_position + 1"])
def test_realtime_channel_positions_in_order__rejects_delivering_what_was_not_numbered(
    hotel: HotelBuilder, owner: psycopg.Connection, delivered: str
) -> None:
    numbered(hotel)
    with refused_by("realtime_channel_positions_in_order"), owner.transaction(force_rollback=True):
        owner.execute("ALTER TABLE hotelmate.realtime_channel DISABLE TRIGGER USER")
        set_channel(hotel, "hotel", f"delivered_position = {delivered}")


def test_realtime_channel_positions_in_order__allows_delivering_all(hotel: HotelBuilder) -> None:
    for expected in (1, 2):
        position = numbered(hotel)
        deliver(hotel, "hotel", position)
        assert channels(hotel) == {"hotel": (expected, expected)}


@pytest.mark.parametrize("ahead", [1, 2**40])
def test_realtime_channel_ends_with_message__rejects_a_position_without_a_message(
    hotel: HotelBuilder, ahead: int
) -> None:
    position = numbered(hotel)
    with refused_by("realtime_channel_ends_with_message"):
        set_channel(hotel, "hotel", f"last_position = last_position + {ahead}")
    # Else the numbering of the whole hotel would stand still, or the relay would wait for ever.
    assert numbered(hotel) == position + 1


def test_realtime_channel_ends_with_message__rejects_the_position_of_another_channels_message(
    hotel: HotelBuilder,
) -> None:
    numbered(hotel, "hotel")
    position = numbered(hotel, "rooms")
    with refused_by("realtime_channel_ends_with_message"):
        set_channel(hotel, "hotel", f"last_position = {position}")


@pytest.mark.parametrize("position", [1, 2**40])
def test_realtime_channel_ends_with_message__rejects_a_new_channel_without_messages(
    hotel: HotelBuilder, position: int
) -> None:
    numbered(hotel, "hotel")
    with refused_by("realtime_channel_ends_with_message"):
        hotel.insert("realtime_channel", name="rooms", last_position=position)
    assert numbered(hotel, "rooms") == 2


def test_realtime_channel_ends_with_message__rejects_a_message_beyond_its_end(
    hotel: HotelBuilder,
) -> None:
    last = numbered(hotel)
    event = publish(hotel)
    with refused_by("realtime_channel_ends_with_message"):
        write_by_hand(hotel, event, last + 1, last, ends=("stream",))
    assert channels(hotel) == {"hotel": (last, 0)}


def test_realtime_channel_ends_with_message__allows_a_message_at_its_end(
    hotel: HotelBuilder,
) -> None:
    last = numbered(hotel)
    assert write_by_hand(hotel, publish(hotel), last + 1, last) == 1
    assert channels(hotel) == {"hotel": (last + 1, 0)}


def test_realtime_channel_ends_with_message__allows_the_numbering_to_go_on(
    hotel: HotelBuilder,
) -> None:
    for name in ("hotel", "rooms", "hotel"):
        numbered(hotel, name)
    assert channels(hotel) == {"hotel": (3, 0), "rooms": (2, 0)}


@pytest.mark.parametrize(
    "assignment",
    [
        "last_position = 1",
        "delivered_position = 1",
        "delivered_position = 0, due_at = now()",
        "name = 'rooms'",
        "hotel_id = hotel_id - 1",
    ],
)
def test_realtime_channel_goes_forward__rejects_going_back_or_away(
    hotel: HotelBuilder, assignment: str
) -> None:
    for _ in range(3):
        numbered(hotel)
    deliver(hotel, "hotel", 2)
    with refused_by("realtime_channel_goes_forward"):
        set_channel(hotel, "hotel", assignment)


def test_realtime_channel_goes_forward__rejects_removing_it_before_all_is_delivered(
    hotel: HotelBuilder,
) -> None:
    first = numbered(hotel)
    numbered(hotel)
    deliver(hotel, "hotel", first)
    with refused_by("realtime_channel_goes_forward"):
        remove_channel(hotel, "hotel")


def test_realtime_channel_goes_forward__rejects_truncating_them(owner: psycopg.Connection) -> None:
    # Rolled back whatever happens: a TRUNCATE let through would empty the hotels of other tests.
    with refused_by("realtime_channel_goes_forward"), owner.transaction(force_rollback=True):
        owner.execute(
            "TRUNCATE hotelmate.realtime_channel, hotelmate.realtime_message,"
            " hotelmate.realtime_dead_letter"
        )


def test_realtime_channel_goes_forward__allows_delivery_failures_and_turns(
    hotel: HotelBuilder,
) -> None:
    numbered(hotel)
    numbered(hotel)
    assert set_channel(hotel, "hotel", "failures = 1, last_error = '503', due_at = now()") == 1
    assert set_channel(hotel, "hotel", "failures = 0, last_error = NULL, due_at = now()") == 1
    for position in (1, 2, 2):
        assert deliver(hotel, "hotel", position) == 1
    assert channels(hotel) == {"hotel": (2, 2)}


def test_realtime_channel_goes_forward__allows_removing_it_when_nothing_is_kept(
    hotel: HotelBuilder,
) -> None:
    numbered(hotel)
    deliver(hotel, "hotel")
    remove_messages_of(hotel, "hotel")
    assert remove_channel(hotel, "hotel") == 1


def test_a_channel_with_nothing_to_deliver_joins_the_end_of_the_line(hotel: HotelBuilder) -> None:
    due = "SELECT due_at FROM hotelmate.realtime_channel WHERE hotel_id = %s AND name = 'hotel'"
    numbered(hotel)
    waiting_since = hotel.value(due, hotel.hotel_id)
    numbered(hotel)
    assert hotel.value(due, hotel.hotel_id) == waiting_since
    deliver(hotel, "hotel")
    numbered(hotel)
    assert hotel.value(due, hotel.hotel_id) > waiting_since


def test_a_channel_that_waits_after_a_failure_is_not_hurried_by_a_new_message(
    hotel: HotelBuilder,
) -> None:
    numbered(hotel)
    set_channel(hotel, "hotel", "failures = 3, due_at = now() + INTERVAL '1 hour'")
    publish(hotel)
    numbered(hotel)
    assert hotel.value(
        "SELECT failures = 3 AND due_at > now() + INTERVAL '59 minutes'"
        " FROM hotelmate.realtime_channel WHERE hotel_id = %s",
        hotel.hotel_id,
    )
    assert len(messages(hotel)) == 3
