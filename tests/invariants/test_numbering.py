"""The numbering: what it takes at a time, who may ask for it, and that it is not forgotten."""

import psycopg
import pytest

from tests.hotel_builder import HotelBuilder
from tests.realtime_messages import messages, number, publish, waiting


@pytest.mark.parametrize("at_most", [0, 1, None])
def test_any_piece_may_be_asked_for(hotel: HotelBuilder, at_most: int | None) -> None:
    for _ in range(3):
        publish(hotel, "hotel", "rooms")
    count = hotel.value("SELECT hotelmate.number_events(%s, %s)", hotel.hotel_id, at_most)
    assert count == (3 if at_most is None else at_most)
    assert len(messages(hotel)) == 2 * count


def test_a_read_only_transaction_numbers_nothing_and_fails_not(
    hotel: HotelBuilder, owner: psycopg.Connection
) -> None:
    event = publish(hotel)
    with owner.transaction():
        owner.execute("SET TRANSACTION READ ONLY")
        assert number(hotel) == 0
    assert waiting(hotel) == [event]


def test_the_api_numbers_what_it_may_not_write(
    hotel: HotelBuilder, api_role: psycopg.Connection
) -> None:
    publish(hotel)
    assert number(hotel.through(api_role)) == 1
    for table in ("outbox_event", "realtime_stream", "realtime_channel", "realtime_message"):
        for verb in ("DELETE FROM", "INSERT INTO", "UPDATE"):
            rest = {"INSERT INTO": "DEFAULT VALUES", "UPDATE": "SET hotel_id = 1"}.get(verb, "")
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                api_role.execute(f"{verb} hotelmate.{table} {rest}".encode())


@pytest.mark.parametrize(("asked", "kept"), [("off", "on"), ("local", "local"), ("on", "on")])
def test_a_position_is_on_disk_before_anybody_sees_it(
    hotel: HotelBuilder, owner: psycopg.Connection, asked: str, kept: str
) -> None:
    publish(hotel)
    with owner.transaction():
        owner.execute(f"SET LOCAL synchronous_commit = {asked}".encode())
        number(hotel)
        assert hotel.value("SHOW synchronous_commit") == kept
