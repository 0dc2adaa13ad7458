"""A change that plain SQL commits arrives at other people's clients, and only where it may."""

import hashlib
import json
import secrets
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta

import psycopg
import pytest

from tests.credentials import signed_in
from tests.hotel_builder import HotelBuilder
from tests.soketi.committed import Committed, committed, position
from tests.soketi.our_side import STAFF, OurSide
from tests.soketi.subscriber import CLIENTS, Heard, Order, Subscriber

pytestmark = pytest.mark.proof

Client = Callable[[Order], AbstractContextManager[Subscriber]]

each_client = pytest.mark.parametrize("client", CLIENTS)


def rooms_of(hotel: HotelBuilder) -> str:
    return f"private-{hotel.slug}.rooms"


def new_since(subscriber: Subscriber, channel: str, after: int) -> list[Heard]:
    """Leave out what was committed before, and may have been on its way."""
    return [
        each for each in subscriber.heard_on(channel) if each.envelope["meta"]["position"] > after
    ]


def assert_hears(
    subscriber: Subscriber, channel: str, expected: list[Committed], after: int
) -> None:
    """Wait for as many events as were committed on a channel, then compare every one of them."""
    assert expected
    subscriber.wait_for(lambda: len(new_since(subscriber, channel, after)) >= len(expected))
    heard = new_since(subscriber, channel, after)
    assert [each.event for each in heard] == [each.event_type for each in expected]
    assert [each.envelope for each in heard] == [json.loads(each.text) for each in expected]
    texts = [each.data for each in heard if isinstance(each.data, str)]
    # pusher-js reads the text itself; the other client shows it.
    assert texts in ([], [each.text for each in expected])


def turn(hotel: HotelBuilder, room: int) -> None:
    """Change a room, as a DBA would."""
    hotel.run(
        "UPDATE hotelmate.room SET maintenance_required = NOT maintenance_required"
        " WHERE hotel_id = %s AND id = %s",
        hotel.hotel_id,
        room,
    )


def link_of_guest(hotel: HotelBuilder, booking: int) -> str:
    """Issue a link to the guest of a booking and return its token."""
    token = secrets.token_urlsafe(32)
    hotel.insert(
        "booking_token",
        booking_id=booking,
        purpose="MANAGEMENT",
        token_hash=hashlib.sha256(token.encode()).digest(),
        expires_at=datetime.now(UTC) + timedelta(days=1),
    )
    return token


@each_client
def test_changes_by_plain_sql_arrive_exactly_as_committed_and_in_order(
    ours: OurSide, hotel: HotelBuilder, client: Client
) -> None:
    first, second = hotel.room(), hotel.room()
    clerk = hotel.staff("clerk")
    after = position(hotel)
    channels = {
        "rooms": rooms_of(hotel),
        "hotel": f"private-hotel-{hotel.slug}",
    }
    with client(ours.order(*channels.values())) as subscriber:
        assert sorted(subscriber.subscribed) == sorted(channels.values())
        for _ in range(20):
            turn(hotel, first)
            turn(hotel, second)
        hotel.booking("CONFIRMED")
        hotel.insert("housekeeping_task", room_id=first, task_type="STAYOVER", assigned_to=clerk)
        for relative, name in channels.items():
            assert_hears(subscriber, name, committed(hotel, relative, after), after)
        assert len(new_since(subscriber, channels["rooms"], after)) >= 40
        assert not subscriber.problems


@each_client
def test_a_member_of_staff_hears_their_own_channel_and_not_that_of_another(
    ours: OurSide, hotel: HotelBuilder, database: psycopg.Connection, client: Client
) -> None:
    room, clerk = hotel.room(), hotel.staff("clerk")
    manager = hotel.value(
        "SELECT id FROM hotelmate.staff WHERE hotel_id = %s AND username = %s",
        hotel.hotel_id,
        STAFF,
    )
    own, other = (f"private-{hotel.slug}-staff-{staff}-notifications" for staff in (manager, clerk))
    after = position(hotel)
    with client(ours.order(own, other)) as subscriber:
        assert subscriber.subscribed == [own]
        assert set(subscriber.refused) == {other}
        for staff in (clerk, manager):
            hotel.insert("housekeeping_task", room_id=room, task_type="STAYOVER", assigned_to=staff)
        assert_hears(subscriber, own, committed(hotel, f"staff.{manager}", after), after)
        assert not subscriber.heard_on(other)


@each_client
def test_nothing_of_another_hotel_is_heard(
    ours: OurSide, hotel: HotelBuilder, database: psycopg.Connection, client: Client
) -> None:
    room, neighbour = hotel.room(), HotelBuilder(database)
    neighbour.staff(STAFF)
    their_room = neighbour.room()
    after, theirs = position(hotel), position(neighbour)
    with (
        client(ours.order(rooms_of(hotel))) as subscriber,
        client(ours.order(rooms_of(neighbour))) as next_door,
    ):
        turn(neighbour, their_room)
        # Heard next door, so sent to everybody who listens, before what follows.
        assert_hears(next_door, rooms_of(neighbour), committed(neighbour, "rooms", theirs), theirs)
        turn(hotel, room)
        assert_hears(subscriber, rooms_of(hotel), committed(hotel, "rooms", after), after)
        assert {each.channel for each in subscriber.heard} == {rooms_of(hotel)}


@each_client
def test_a_guest_hears_the_own_booking_and_nothing_else(
    ours: OurSide, hotel: HotelBuilder, client: Client
) -> None:
    room, booking, another = hotel.room(), hotel.booking(), hotel.booking()
    reference, other_reference = (
        str(hotel.read("room_booking", each, "booking_reference")) for each in (booking, another)
    )
    own = f"private-guest-booking.{hotel.slug}.{reference}"
    others = (
        f"private-guest-booking.{hotel.slug}.{other_reference}",
        rooms_of(hotel),
        f"private-hotel-{hotel.slug}",
    )
    after = position(hotel)
    with (
        client(ours.order(*others, own, token=link_of_guest(hotel, booking))) as guest,
        client(ours.order(rooms_of(hotel))) as staff,
    ):
        assert guest.subscribed == [own]
        assert set(guest.refused) == set(others)
        hotel.authorise(another)
        turn(hotel, room)
        assert_hears(staff, rooms_of(hotel), committed(hotel, "rooms", after), after)
        hotel.authorise(booking)
        assert_hears(guest, own, committed(hotel, f"guest.{reference}", after), after)
        assert {each.channel for each in guest.heard} == {own}


@each_client
def test_whom_our_route_refuses_hears_nothing(
    ours: OurSide, hotel: HotelBuilder, client: Client
) -> None:
    room, after = hotel.room(), position(hotel)
    with (
        client(ours.order(rooms_of(hotel), token="not-the-token-of-anybody")) as stranger,
        client(ours.order(rooms_of(hotel))) as staff,
    ):
        assert set(stranger.refused) == {rooms_of(hotel)}
        assert not staff.refused
        turn(hotel, room)
        assert_hears(staff, rooms_of(hotel), committed(hotel, "rooms", after), after)
        assert not stranger.heard


@each_client
def test_staff_hear_nothing_of_a_hotel_where_they_do_not_work(
    ours: OurSide, hotel: HotelBuilder, database: psycopg.Connection, client: Client
) -> None:
    elsewhere = HotelBuilder(database)
    elsewhere.staff("somebody-else")
    token = signed_in(database, hotel.hotel_id)
    with client(ours.order(rooms_of(elsewhere), token=token)) as subscriber:
        assert set(subscriber.refused) == {rooms_of(elsewhere)}
