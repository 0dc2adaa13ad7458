"""The stream of a hotel's messages, whose positions are given once; the relay's row of figures."""

import psycopg
import pytest

from tests.hotel_builder import HotelBuilder
from tests.realtime_messages import (
    deliver,
    hotel_without_stream,
    number,
    numbered,
    publish,
    stream,
    write_by_hand,
)
from tests.refusal import refused_by


def set_stream(hotel: HotelBuilder, assignment: str) -> int:
    return hotel.run(
        f"UPDATE hotelmate.realtime_stream SET {assignment} WHERE hotel_id = %s", hotel.hotel_id
    )


def test_realtime_stream_of_hotel__rejects_a_stream_of_no_hotel(hotel: HotelBuilder) -> None:
    with refused_by("realtime_stream_of_hotel"):
        hotel.insert("realtime_stream", hotel_id=-1)


def test_realtime_stream_of_hotel__allows_one_made_with_the_hotel_and_one_made_later(
    hotel: HotelBuilder, owner: psycopg.Connection
) -> None:
    assert (
        hotel.value(
            "SELECT count(*) FROM hotelmate.realtime_stream WHERE hotel_id = %s", hotel.hotel_id
        )
        == 1
    )
    late = hotel_without_stream(owner)
    assert late.insert("realtime_stream") == 0


def test_realtime_stream_of_hotel__allows_one_of_each_hotel(
    hotel: HotelBuilder, owner: psycopg.Connection
) -> None:
    other = HotelBuilder(owner)
    for _ in range(2):
        numbered(hotel)
    numbered(other)
    assert (stream(hotel), stream(other)) == ((2, 0), (1, 0))


@pytest.mark.parametrize("removed", ["-1", "last_position + 1"])
def test_realtime_stream_positions_in_order__rejects_removing_what_was_not_numbered(
    hotel: HotelBuilder, owner: psycopg.Connection, removed: str
) -> None:
    numbered(hotel)
    with refused_by("realtime_stream_positions_in_order"), owner.transaction(force_rollback=True):
        owner.execute("ALTER TABLE hotelmate.realtime_stream DISABLE TRIGGER USER")
        set_stream(hotel, f"removed_position = {removed}")


def test_realtime_stream_positions_in_order__allows_removing_all(hotel: HotelBuilder) -> None:
    numbered(hotel)
    assert set_stream(hotel, "removed_position = last_position") == 1


@pytest.mark.parametrize(
    "assignment",
    [
        "last_position = last_position - 1",
        "last_position = 1, removed_position = 1",
        "removed_position = removed_position - 1",
        "hotel_id = hotel_id - 1",
    ],
)
def test_realtime_stream_goes_forward__rejects_giving_positions_again(
    hotel: HotelBuilder, assignment: str
) -> None:
    for _ in range(3):
        numbered(hotel)
    set_stream(hotel, "removed_position = 1")
    with refused_by("realtime_stream_goes_forward"):
        set_stream(hotel, assignment)


def test_realtime_stream_goes_forward__rejects_removing_it(hotel: HotelBuilder) -> None:
    with refused_by("realtime_stream_goes_forward"):
        hotel.run("DELETE FROM hotelmate.realtime_stream WHERE hotel_id = %s", hotel.hotel_id)


def test_realtime_stream_goes_forward__rejects_truncating_them(owner: psycopg.Connection) -> None:
    # Rolled back whatever happens: a TRUNCATE let through would empty the hotels of other tests.
    with refused_by("realtime_stream_goes_forward"), owner.transaction(force_rollback=True):
        owner.execute("TRUNCATE hotelmate.realtime_stream CASCADE")


def test_realtime_stream_goes_forward__allows_the_numbering_to_go_on(hotel: HotelBuilder) -> None:
    for count in (2, 1, 3):
        for _ in range(count):
            publish(hotel, "hotel", "rooms")
        assert number(hotel) == count
    assert stream(hotel) == (12, 0)


@pytest.mark.parametrize("position", [3, 10, 2**63 - 1])
def test_realtime_stream_ends_with_message__rejects_leaping(
    hotel: HotelBuilder, position: int
) -> None:
    numbered(hotel)
    numbered(hotel)
    with refused_by("realtime_stream_ends_with_message"):
        set_stream(hotel, f"last_position = {position}")
    assert numbered(hotel) == 3


@pytest.mark.parametrize("position", [4, 1000])
def test_realtime_stream_ends_with_message__rejects_leaping_to_a_message(
    hotel: HotelBuilder, position: int
) -> None:
    numbered(hotel)
    last = numbered(hotel)
    event = publish(hotel)
    with refused_by("realtime_stream_ends_with_message"):
        write_by_hand(hotel, event, position, last)
    assert stream(hotel) == (last, 0)


def test_realtime_stream_ends_with_message__allows_going_on_to_the_next(
    hotel: HotelBuilder,
) -> None:
    last = numbered(hotel)
    assert write_by_hand(hotel, publish(hotel), last + 1, last) == 1
    assert stream(hotel) == (last + 1, 0)


@pytest.mark.parametrize("position", [1, 2**63 - 1])
def test_realtime_stream_ends_with_message__rejects_a_stream_that_begins_further_on(
    owner: psycopg.Connection, position: int
) -> None:
    hotel = hotel_without_stream(owner)
    with refused_by("realtime_stream_ends_with_message"):
        hotel.insert("realtime_stream", last_position=position)
    assert numbered(hotel) == 1


def test_realtime_stream_ends_with_message__allows_a_stream_that_waits_for_its_first(
    hotel: HotelBuilder,
) -> None:
    assert stream(hotel) == (0, 0)
    assert numbered(hotel) == 1


def test_realtime_stream_ends_with_message__allows_marks_of_a_stream_whose_end_is_gone(
    hotel: HotelBuilder,
) -> None:
    position = numbered(hotel)
    deliver(hotel, "hotel")
    hotel.run("DELETE FROM hotelmate.realtime_message WHERE hotel_id = %s", hotel.hotel_id)
    assert set_stream(hotel, "removed_position = last_position") == 1
    assert numbered(hotel) == position + 1


def test_relay_statistics_single_row__rejects_another(owner: psycopg.Connection) -> None:
    with refused_by("relay_statistics_single_row"):
        owner.execute("INSERT INTO hotelmate.relay_statistics (only_row) VALUES (false)")


@pytest.mark.parametrize("verb", ["DELETE FROM", "TRUNCATE"])
def test_relay_statistics_single_row__rejects_removing_it(
    owner: psycopg.Connection, verb: str
) -> None:
    with refused_by("relay_statistics_single_row"), owner.transaction(force_rollback=True):
        owner.execute(f"{verb} hotelmate.relay_statistics".encode())


def test_relay_statistics_single_row__allows_figures_to_grow(owner: psycopg.Connection) -> None:
    with owner.transaction(force_rollback=True):
        changed = owner.execute("UPDATE hotelmate.relay_statistics SET delivered = delivered + 1")
        assert changed.rowcount == 1
