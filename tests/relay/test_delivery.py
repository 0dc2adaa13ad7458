"""What leaves the outbox, in which order, and what happens when it cannot."""

import threading
from datetime import UTC
from typing import Any

import psycopg
import pytest

from app.relay import run
from app.relay.delivery import LONGEST_PAUSE_SECONDS, Delivery, pause_after
from app.relay.outbox import BATCH, OutboxEvent
from app.relay.publisher import EventRefused, Unreachable
from app.relay.pusher_channels import PusherChannels
from app.settings import Settings
from tests.hotel_builder import HotelBuilder
from tests.relay.conftest import StartRelay, undelivered, wait_for, written_ids
from tests.relay.pusher_server import PusherServer

Connection = psycopg.Connection[Any]


class Recorder:
    """A publisher that remembers, and fails as told."""

    def __init__(self) -> None:
        self.tried: list[OutboxEvent] = []
        self.taken: list[OutboxEvent] = []
        self.refused_types: set[str] = set()
        self.failures_to_come = 0

    def publish(self, event: OutboxEvent) -> None:
        self.tried.append(event)
        if self.failures_to_come:
            self.failures_to_come -= 1
            raise Unreachable("nobody there")
        if event.event_type in self.refused_types:
            raise EventRefused("too large")
        self.taken.append(event)

    def close(self) -> None:
        pass


class Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def pusher_of(server: PusherServer) -> PusherChannels:
    return PusherChannels(Settings.from_environ(server.environment()))


def never() -> bool:
    return False


def test_a_whole_stay_arrives_in_order_as_it_was_written(
    database: Connection, hotel: HotelBuilder, pusher_server: PusherServer, start_relay: StartRelay
) -> None:
    hotel.checked_out(hotel.room())
    start_relay(pusher_of(pusher_server))
    wait_for(lambda: undelivered(database) == 0)

    rows = database.execute(
        "SELECT channels, category, event_type, payload, event_id, hotel_slug, occurred_at, scope"
        " FROM hotelmate.outbox_event ORDER BY id"
    ).fetchall()
    assert len(rows) >= 8
    assert [(each.channels, each.name, each.body) for each in pusher_server.received] == [
        (
            channels,
            event_type,
            {
                "category": category,
                "type": event_type,
                "payload": payload,
                "meta": {
                    "event_id": str(event_id),
                    "hotel_slug": slug,
                    "ts": occurred_at.astimezone(UTC).isoformat(),
                    "scope": scope,
                },
            },
        )
        for channels, category, event_type, payload, event_id, slug, occurred_at, scope in rows
    ]
    assert {row[5] for row in rows} == {hotel.slug}


def test_a_commit_wakes_the_relay_before_its_next_look(
    hotel: HotelBuilder,
    database: Connection,
    start_relay: StartRelay,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(run, "POLL_SECONDS", 60.0)
    recorder = Recorder()
    start_relay(recorder)
    wait_for(lambda: undelivered(database) == 0)
    hotel.room()
    wait_for(lambda: [event.event_type for event in recorder.taken][-1:] == ["room_created"], 5)


def test_an_event_is_sent_again_after_a_500_and_nothing_overtakes_it(
    database: Connection, hotel: HotelBuilder, pusher_server: PusherServer, start_relay: StartRelay
) -> None:
    hotel.in_house(hotel.room())
    pusher_server.answers.extend([200, 500, 503])
    start_relay(pusher_of(pusher_server))
    wait_for(lambda: undelivered(database) == 0)

    assert pusher_server.event_ids() == written_ids(database)
    attempts = database.execute(
        "SELECT attempts, last_error FROM hotelmate.outbox_event ORDER BY id"
    ).fetchall()
    assert attempts[:3] == [(1, None), (3, None), (1, None)]
    assert pusher_server.calls == len(attempts) + 2


def test_an_unreachable_publisher_is_left_alone_for_its_pause(
    database: Connection, hotel: HotelBuilder
) -> None:
    hotel.room()
    recorder, clock = Recorder(), Clock()
    recorder.failures_to_come = 3
    delivery = Delivery(recorder, clock=clock)
    for tried, pause in ((1, 0.5), (2, 1.0), (3, 2.0)):
        delivery.pass_once(database, never)
        delivery.pass_once(database, never)
        assert len(recorder.tried) == tried
        clock.now += pause - 0.01
        delivery.pass_once(database, never)
        assert len(recorder.tried) == tried
        clock.now += 0.01
    error = database.execute("SELECT attempts, last_error FROM hotelmate.outbox_event").fetchone()
    assert error == (3, "nobody there")
    delivery.pass_once(database, never)
    assert undelivered(database) == 0


def test_the_pause_doubles_and_is_bounded() -> None:
    assert [pause_after(attempts) for attempts in (1, 2, 3, 4)] == [0.5, 1.0, 2.0, 4.0]
    assert pause_after(100_000) == LONGEST_PAUSE_SECONDS


def test_a_refused_event_holds_up_its_own_channels_only(
    database: Connection, hotel: HotelBuilder
) -> None:
    other = HotelBuilder(database)
    room = hotel.room()
    other.room()
    hotel.assigned(room)
    recorder, clock = Recorder(), Clock()
    recorder.refused_types.add("booking_payment_authorised")
    delivery = Delivery(recorder, clock=clock)
    delivery.pass_once(database, never)

    written = database.execute(
        "SELECT id, category, event_type FROM hotelmate.outbox_event ORDER BY id"
    ).fetchall()
    refused = next(row[0] for row in written if row[2] == "booking_payment_authorised")
    # The booking's channels stop at the refused event; the rooms of both hotels are not concerned.
    assert [event.id for event in recorder.taken] == [
        number for number, category, _ in written if number < refused or category == "rooms"
    ]
    assert len(recorder.taken) < len(written) - 1
    tried = len(recorder.tried)
    delivery.pass_once(database, never)
    assert len(recorder.tried) == tried

    recorder.refused_types.clear()
    clock.now += 0.5
    delivery.pass_once(database, never)
    assert undelivered(database) == 0
    assert [event.id for event in recorder.taken if event.category == "booking"] == [
        number for number, category, _ in written if category == "booking"
    ]


def test_the_server_refuses_what_is_too_large_and_the_rest_passes(
    database: Connection, hotel: HotelBuilder, pusher_server: PusherServer, start_relay: StartRelay
) -> None:
    pusher_server.refuse_types.add("booking_created")
    room = hotel.room()
    hotel.booking()
    hotel.update("room", room, turnover_status="CHECKOUT_DIRTY")
    start_relay(pusher_of(pusher_server))
    wait_for(lambda: len(pusher_server.received) >= 2)
    assert [each.name for each in pusher_server.received] == ["room_created", "room_updated"]
    row = database.execute(
        "SELECT delivered_at, last_error FROM hotelmate.outbox_event"
        " WHERE event_type = 'booking_created'"
    ).fetchone()
    assert row is not None
    assert row[0] is None
    assert row[1].startswith("413")


def test_a_batch_is_followed_by_the_next_at_once(database: Connection, hotel: HotelBuilder) -> None:
    room = hotel.room()
    database.execute(
        "INSERT INTO hotelmate.outbox_event"
        " (hotel_id, channels, category, event_type, payload, scope, hotel_slug)"
        " SELECT hotel_id, ARRAY['private-x'], 'rooms', 'room_updated', '{}', '{}', slug"
        " FROM hotelmate.hotel, generate_series(1, %s) WHERE hotel_id = %s",
        (BATCH, hotel.hotel_id),
    )
    recorder = Recorder()
    delivery = Delivery(recorder)
    assert delivery.pass_once(database, never)
    assert not delivery.pass_once(database, never)
    assert len(recorder.taken) == BATCH + 1
    assert hotel.read("room", room, "version") == 1


def test_a_relay_that_is_told_to_stop_takes_nothing_more(
    database: Connection, hotel: HotelBuilder
) -> None:
    hotel.room()
    recorder = Recorder()
    stop = threading.Event()
    stop.set()
    assert not Delivery(recorder).pass_once(database, stop.is_set)
    assert recorder.tried == []
