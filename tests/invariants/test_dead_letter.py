"""Dead letters: messages that were refused for what they are, each with a reason."""

import psycopg
import pytest

from tests.hotel_builder import HotelBuilder
from tests.realtime_messages import bury, deliver, messages, numbered
from tests.refusal import refused_by


@pytest.mark.parametrize("reason", ["", " ", "\t\n"])
def test_dead_letter_has_reason__rejects_none(hotel: HotelBuilder, reason: str) -> None:
    position = numbered(hotel)
    with refused_by("dead_letter_has_reason"):
        bury(hotel, position, reason=reason)


@pytest.mark.parametrize("reason", ["x", " 413: \n too large "])
def test_dead_letter_has_reason__allows_any(hotel: HotelBuilder, reason: str) -> None:
    position = numbered(hotel)
    assert bury(hotel, position, reason=reason) == position


@pytest.mark.parametrize("attempts", [0, -1])
def test_dead_letter_was_tried__rejects_one_that_was_not(
    hotel: HotelBuilder, attempts: int
) -> None:
    position = numbered(hotel)
    with refused_by("dead_letter_was_tried"):
        bury(hotel, position, attempts=attempts)


@pytest.mark.parametrize("attempts", [1, 2147483647])
def test_dead_letter_was_tried__allows_one_that_was(hotel: HotelBuilder, attempts: int) -> None:
    position = numbered(hotel)
    assert bury(hotel, position, attempts=attempts) == position


@pytest.mark.parametrize("ahead", [0, 1])
def test_dead_letter_is_message__rejects_a_position_without_a_message(
    hotel: HotelBuilder, owner: psycopg.Connection, ahead: int
) -> None:
    numbered(HotelBuilder(owner))
    with refused_by("dead_letter_is_message"):
        bury(hotel, 1 + ahead)


def test_dead_letter_is_message__allows_one_beside_messages_that_go(hotel: HotelBuilder) -> None:
    first, second = numbered(hotel), numbered(hotel)
    bury(hotel, second)
    deliver(hotel, "hotel")
    hotel.run(
        "DELETE FROM hotelmate.realtime_message WHERE hotel_id = %s AND position = %s",
        hotel.hotel_id,
        first,
    )
    assert [message.position for message in messages(hotel)] == [second]


def test_dead_letter_is_message__allows_giving_it_up(hotel: HotelBuilder) -> None:
    bury(hotel, numbered(hotel))
    deliver(hotel, "hotel")
    for table in ("realtime_dead_letter", "realtime_message"):
        query = f"DELETE FROM hotelmate.{table} WHERE hotel_id = %s"
        assert hotel.run(query, hotel.hotel_id) == 1
