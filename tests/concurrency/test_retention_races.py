"""Removing old messages while others number, deliver and bury them."""

import psycopg
import pytest

from tests.concurrency.interleaving import second_waits, two_sides
from tests.conftest import Connect
from tests.hotel_builder import HotelBuilder
from tests.realtime_messages import (
    bury,
    channels,
    deliver,
    messages,
    number,
    numbered,
    publish,
    stream,
)

GUEST = "guest.BK-2026-000001"


def remove(hotel: HotelBuilder) -> None:
    """Remove all that may be removed."""
    hotel.run("SELECT hotelmate.remove_messages('-infinity', 'infinity', 1000000)")


def quiet_channel(hotel: HotelBuilder) -> int:
    """Make a channel that has delivered its only message; return the position of that."""
    position = numbered(hotel, GUEST)
    deliver(hotel, GUEST)
    return position


def places(hotel: HotelBuilder) -> list[tuple[int, int | None]]:
    return [(message.position, message.previous) for message in messages(hotel)]


def test_a_channel_that_speaks_while_it_is_removed_starts_anew(
    hotel: HotelBuilder, connect: Connect
) -> None:
    position = quiet_channel(hotel)
    publish(hotel, GUEST)
    with two_sides(hotel, connect) as (remover, numberer):
        second_waits(remover, numberer, remove, number)
        numberer.commits()
    assert places(hotel) == [(position + 1, None)]
    assert channels(hotel) == {GUEST: (position + 1, 0)}
    assert stream(hotel) == (position + 1, position)


def test_a_channel_that_spoke_before_it_is_removed_stays(
    hotel: HotelBuilder, connect: Connect
) -> None:
    position = quiet_channel(hotel)
    publish(hotel, GUEST)
    with two_sides(hotel, connect) as (numberer, remover):
        numberer.does(number)
        remover.does(remove)
        remover.commits()
        numberer.commits()
    assert places(hotel) == [(position, None), (position + 1, position)]
    remove(hotel)
    assert places(hotel) == [(position + 1, position)]
    assert channels(hotel) == {GUEST: (position + 1, position)}


def test_a_channel_that_spoke_and_delivered_before_it_is_removed_stays_right(
    hotel: HotelBuilder, connect: Connect
) -> None:
    position = quiet_channel(hotel)
    publish(hotel, GUEST)

    def number_and_deliver(h: HotelBuilder) -> None:
        number(h)
        deliver(h, GUEST)

    with two_sides(hotel, connect) as (numberer, remover):
        numberer.does(number_and_deliver)
        remover.does(remove)
        remover.commits()
        numberer.commits()
    assert places(hotel) == [(position, None), (position + 1, position)]
    remove(hotel)
    assert (places(hotel), channels(hotel)) == ([], {})
    assert numbered(hotel, GUEST) == position + 2


def test_two_that_remove_at_once_remove_everything_once(
    hotel: HotelBuilder, connect: Connect
) -> None:
    position = quiet_channel(hotel)
    with two_sides(hotel, connect) as (first, second):
        first.does(remove)
        second.does(remove)
        second.commits()
        first.commits()
    assert (places(hotel), channels(hotel)) == ([], {})
    assert stream(hotel) == (position, position)


def test_what_is_being_delivered_stays(hotel: HotelBuilder, connect: Connect) -> None:
    first, second = numbered(hotel), numbered(hotel)
    deliver(hotel, "hotel", first)
    with two_sides(hotel, connect) as (delivery, remover):
        delivery.does(lambda h: deliver(h, "hotel", second))
        remover.does(remove)
        remover.commits()
        delivery.commits()
    assert places(hotel) == [(second, first)]
    assert channels(hotel) == {"hotel": (second, second)}


def test_a_message_that_dies_meanwhile_stays(hotel: HotelBuilder, connect: Connect) -> None:
    position = numbered(hotel)

    def dies(h: HotelBuilder) -> None:
        bury(h, position)
        deliver(h, "hotel")

    with two_sides(hotel, connect) as (delivery, remover):
        delivery.does(dies)
        remover.does(remove)
        remover.commits()
        delivery.commits()
    remove(hotel)
    assert places(hotel) == [(position, None)]


def test_a_dead_letter_that_is_removed_cannot_die_again(
    hotel: HotelBuilder, connect: Connect
) -> None:
    position = quiet_channel(hotel)
    with two_sides(hotel, connect) as (remover, other):
        second_waits(remover, other, remove, lambda h: bury(h, position))
        with pytest.raises(psycopg.errors.ForeignKeyViolation):
            other.finishes()
        other.rolls_back()
    assert places(hotel) == []


def test_who_removes_passes_over_a_hotel_that_somebody_numbers(
    hotel: HotelBuilder, connect: Connect
) -> None:
    other = HotelBuilder(hotel.connection)
    for each in (hotel, other):
        quiet_channel(each)
    publish(hotel, "hotel")
    with two_sides(hotel, connect) as (numberer, remover):
        numberer.does(number)
        remover.does(remove)
        remover.commits()
        numberer.commits()
    assert len(places(hotel)) == 2
    assert places(other) == []
