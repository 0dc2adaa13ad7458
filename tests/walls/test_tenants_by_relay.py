"""Two hotels and one relay: what happens in one is heard on its own channels only."""

from contextlib import closing

import psycopg

from app.realtime.channels import public_names
from app.relay.pusher_channels import PusherChannels
from app.settings import Settings, as_role
from schema import roles
from tests.pusher_server.server import serving
from tests.relay.conftest import RunningRelay
from tests.walls.two_hotels import House


def test_messages_of_a_hotel_are_on_its_own_channels(clone: str) -> None:
    with closing(psycopg.connect(clone, autocommit=True)) as owner, serving() as pusher:
        houses = {house.slug: house for house in (House(owner), House(owner))}
        for house in houses.values():
            house.fill()
        expected = owner.execute(
            "SELECT hotel.slug, message.channel, message.event_id::text"
            " FROM hotelmate.realtime_message AS message JOIN hotelmate.hotel USING (hotel_id)"
        ).fetchall()
        settings = Settings.from_environ(pusher.environment())
        relay = RunningRelay(as_role(clone, roles.RELAY), lambda: PusherChannels(settings))
        try:
            pusher.wait_for(len(expected))
        finally:
            relay.stop()

    assert {slug for slug, _, _ in expected} == set(houses)
    assert {(each.channel, each.event_id) for each in pusher.received} == {
        (public_names(slug, channel)[0], event) for slug, channel, event in expected
    }
    for each in pusher.received:
        own = each.body["meta"]["hotel_slug"]
        for slug, house in houses.items():
            assert house.mark not in each.data
            assert (slug in each.data) == (slug in each.channel) == (slug == own)
