"""Removing messages: what was delivered long ago goes, in pieces; all else stays."""

from collections.abc import Iterator
from typing import NamedTuple

import psycopg
import pytest

from tests.hotel_builder import HotelBuilder
from tests.realtime_messages import (
    bury,
    channels,
    deliver,
    messages,
    numbered,
    stream,
)

GUEST = "guest.BK-2026-000001"


class Piece(NamedTuple):
    """What one call of remove_messages says."""

    looked_at: int
    removed: int
    looked_up_to: object


@pytest.fixture
def hotel(clone: str) -> Iterator[HotelBuilder]:
    """A hotel in a database of its own: messages are removed of all hotels at once."""
    with psycopg.connect(clone, autocommit=True) as connection:
        yield HotelBuilder(connection)


def remove(
    hotel: HotelBuilder, *, after: str = "-infinity", before: str = "infinity", at_most: int = 500
) -> Piece:
    row = hotel.connection.execute(
        "SELECT * FROM hotelmate.remove_messages(%s, %s, %s)", (after, before, at_most)
    ).fetchone()
    assert row is not None
    return Piece(*row)


def numbered_at(hotel: HotelBuilder, position: int) -> str:
    """Return when a message was numbered, as text that loses nothing."""
    return str(
        hotel.value(
            "SELECT numbered_at::text FROM hotelmate.realtime_message"
            " WHERE hotel_id = %s AND position = %s",
            hotel.hotel_id,
            position,
        )
    )


def kept(hotel: HotelBuilder) -> list[int]:
    return [message.position for message in messages(hotel)]


def test_what_was_delivered_is_removed(hotel: HotelBuilder) -> None:
    for _ in range(3):
        numbered(hotel)
    deliver(hotel, "hotel", 2)
    piece = remove(hotel)
    assert (piece.looked_at, piece.removed) == (3, 2)
    assert kept(hotel) == [3]
    assert channels(hotel) == {"hotel": (3, 2)}
    assert stream(hotel) == (3, 2)


def test_what_is_younger_than_asked_stays(hotel: HotelBuilder) -> None:
    for _ in range(3):
        numbered(hotel)
    deliver(hotel, "hotel")
    second = numbered_at(hotel, 2)
    piece = remove(hotel, before=second)
    assert (piece.looked_at, piece.removed) == (1, 1)
    assert kept(hotel) == [2, 3]
    assert remove(hotel, before=second) == Piece(0, 0, None)


def test_what_was_looked_at_already_is_not_looked_at_again(hotel: HotelBuilder) -> None:
    for _ in range(3):
        numbered(hotel)
    deliver(hotel, "hotel")
    piece = remove(hotel, after=numbered_at(hotel, 1))
    assert (piece.looked_at, piece.removed) == (2, 2)
    assert kept(hotel) == [1]


def test_a_piece_is_never_longer_than_asked(hotel: HotelBuilder) -> None:
    for _ in range(5):
        numbered(hotel, "hotel", "rooms")
    deliver(hotel, "hotel")
    deliver(hotel, "rooms")
    after = "-infinity"
    pieces: list[Piece] = []
    while not pieces or pieces[-1].looked_at:
        pieces.append(remove(hotel, after=after, at_most=4))
        after = str(pieces[-1].looked_up_to)
    assert [piece.removed for piece in pieces] == [4, 4, 2, 0]
    assert (kept(hotel), channels(hotel)) == ([], {})


@pytest.mark.parametrize("at_most", [1, 2, 500])
def test_what_stays_does_not_keep_what_comes_after_it(hotel: HotelBuilder, at_most: int) -> None:
    for name in ("rooms", "hotel", "rooms", "hotel"):
        numbered(hotel, name)
    deliver(hotel, "hotel")
    after, looked_at = "-infinity", at_most
    while looked_at == at_most:
        piece = remove(hotel, after=after, at_most=at_most)
        after, looked_at = str(piece.looked_up_to), piece.looked_at
    assert kept(hotel) == [1, 3]
    assert channels(hotel) == {"rooms": (3, 0)}
    assert stream(hotel) == (4, 4)


def test_a_dead_letter_stays_until_it_is_given_up(hotel: HotelBuilder) -> None:
    for _ in range(3):
        numbered(hotel)
    bury(hotel, 2)
    deliver(hotel, "hotel")
    assert remove(hotel).removed == 2
    assert (kept(hotel), stream(hotel)) == ([2], (3, 3))
    assert remove(hotel).removed == 0
    hotel.run("DELETE FROM hotelmate.realtime_dead_letter WHERE hotel_id = %s", hotel.hotel_id)
    assert remove(hotel).removed == 1
    # The last message had gone before: its channel goes all the same.
    assert (kept(hotel), channels(hotel)) == ([], {})


def test_a_channel_goes_with_its_last_message(hotel: HotelBuilder) -> None:
    numbered(hotel, GUEST)
    numbered(hotel, "hotel")
    numbered(hotel, "hotel")
    deliver(hotel, GUEST)
    deliver(hotel, "hotel")
    remove(hotel, at_most=2)
    assert channels(hotel) == {"hotel": (3, 3)}
    remove(hotel)
    assert channels(hotel) == {}


def test_a_channel_of_which_something_is_kept_stays(hotel: HotelBuilder) -> None:
    numbered(hotel, GUEST)
    numbered(hotel, GUEST)
    deliver(hotel, GUEST)
    remove(hotel, at_most=1)
    assert channels(hotel) == {GUEST: (2, 2)}
    assert numbered(hotel, GUEST) == 3
    assert [(made.position, made.previous) for made in messages(hotel)] == [(2, 1), (3, 2)]


def test_a_channel_that_speaks_again_starts_anew(hotel: HotelBuilder) -> None:
    numbered(hotel, GUEST)
    deliver(hotel, GUEST)
    remove(hotel)
    assert channels(hotel) == {}
    assert numbered(hotel, GUEST) == 2
    assert [(made.position, made.previous) for made in messages(hotel)] == [(2, None)]
    assert channels(hotel) == {GUEST: (2, 0)}


def test_the_end_of_what_was_removed_only_grows(hotel: HotelBuilder) -> None:
    for name in ("rooms", "hotel"):
        numbered(hotel, name)
    deliver(hotel, "hotel")
    remove(hotel)
    assert stream(hotel) == (2, 2)
    deliver(hotel, "rooms")
    assert remove(hotel).removed == 1
    assert stream(hotel) == (2, 2)


def test_the_messages_of_all_hotels_are_removed_each_by_its_own_marks(hotel: HotelBuilder) -> None:
    other = HotelBuilder(hotel.connection)
    for each in (hotel, other):
        numbered(each, "hotel")
        numbered(each, "hotel")
    deliver(hotel, "hotel")
    deliver(other, "hotel", 1)
    assert remove(hotel).removed == 3
    assert (kept(hotel), kept(other)) == ([], [2])
    assert (stream(hotel), stream(other)) == ((2, 2), (2, 1))


def test_the_outbox_has_no_part_in_it(hotel: HotelBuilder) -> None:
    numbered(hotel)
    hotel.room()
    deliver(hotel, "hotel")
    events = hotel.value("SELECT count(*) FROM hotelmate.outbox_event")
    assert events > 0
    remove(hotel)
    assert hotel.value("SELECT count(*) FROM hotelmate.outbox_event") == events
