"""The whole relay in one process: who leads, what wakes it, what it does when something is lost."""

import asyncio
from datetime import timedelta

import psycopg
import pytest

from app.relay import numbering, run
from app.relay.connection import connect
from app.relay.leader import lead
from app.relay.pusher_channels import PusherChannels
from app.settings import Settings
from tests.hotel_builder import HotelBuilder
from tests.pusher_server.server import PusherServer
from tests.relay.conftest import RunningRelay, StartRelay
from tests.relay.recorder import Recorder
from tests.relay.scene import Connection, firsts, leaders, numbered_ids, value, waiting
from tests.waiting import wait_until


def pusher_of(server: PusherServer) -> PusherChannels:
    return PusherChannels(Settings.from_environ(server.environment()))


def recorded(start: StartRelay, recorder: Recorder) -> RunningRelay:
    return start(lambda: recorder)


def test_a_whole_stay_arrives_on_its_channels_exactly_as_it_was_committed(
    database: Connection, hotel: HotelBuilder, pusher_server: PusherServer, start_relay: StartRelay
) -> None:
    hotel.checked_out(hotel.room())
    written = database.execute(
        "SELECT channels[1], category, event_type, payload, scope, event_id::text"
        " FROM hotelmate.outbox_event ORDER BY id"
    ).fetchall()
    assert len(written) >= 8
    start_relay(lambda: pusher_of(pusher_server))
    pusher_server.wait_for(len(written))

    reference = value(database, "SELECT booking_reference FROM hotelmate.room_booking")
    names = {
        "hotel": f"private-hotel-{hotel.slug}",
        "rooms": f"private-{hotel.slug}.rooms",
        f"guest.{reference}": f"private-guest-booking.{hotel.slug}.{reference}",
    }
    for channel, name in names.items():
        sent = [
            (each.body["category"], each.name, each.body["payload"], each.body["meta"]["scope"])
            for each in pusher_server.on(name)
        ]
        assert sent == [tuple(row[1:5]) for row in written if row[0] == channel]
        previous = [each.body["meta"]["previous"] for each in pusher_server.on(name)]
        positions = [each.body["meta"]["position"] for each in pusher_server.on(name)]
        assert previous == [None, *positions[:-1]]
    assert {each.event_id for each in pusher_server.received} == {row[5] for row in written}
    assert {each.body["meta"]["hotel_slug"] for each in pusher_server.received} == {hotel.slug}


def test_a_commit_wakes_the_relay_before_its_next_look(
    hotel: HotelBuilder,
    database: Connection,
    start_relay: StartRelay,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(numbering, "POLL_SECONDS", 600.0)
    recorder = Recorder()
    recorded(start_relay, recorder)
    for number in range(1, 4):
        # Asleep: writers will notify.
        wait_until(lambda: bool(value(database, SLEEPING)))
        hotel.room()
        # Long before the next look.
        wait_until(lambda number=number: len(recorder.taken) == number, 30)  # type: ignore[misc]


SLEEPING = (
    "SELECT count(*) FROM pg_locks AS lock JOIN pg_database AS db ON db.oid = lock.database"
    " WHERE db.datname = current_database() AND lock.locktype = 'advisory'"
    " AND (lock.classid, lock.objid, lock.mode) = (715, 2, 'ExclusiveLock')"
)


def test_an_event_of_a_silent_writer_is_found_without_any_notification(
    clone: str, hotel: HotelBuilder, database: Connection, start_relay: StartRelay
) -> None:
    with psycopg.connect(clone) as slow:
        # The relay is not there yet, so this writer takes its share of the lock and stays silent.
        HotelBuilder(slow).room()
        slow.execute("SELECT 1")
        recorder = Recorder()
        recorded(start_relay, recorder)
        hotel.room()
        wait_until(lambda: len(recorder.taken) == 1)
        assert value(database, SLEEPING) == 0
        slow.commit()
    wait_until(lambda: len(recorder.taken) == 2)
    wait_until(lambda: bool(value(database, SLEEPING)))


def test_only_one_relay_leads_and_another_takes_over(
    database: Connection, hotel: HotelBuilder, start_relay: StartRelay
) -> None:
    first, second = Recorder(), Recorder()
    leading = recorded(start_relay, first)
    wait_until(lambda: len(leaders(database)) == 1)
    recorded(start_relay, second)
    for _ in range(5):
        hotel.room()
    wait_until(lambda: waiting(database) == 0)
    assert (len(first.taken), len(second.taken)) == (5, 0)

    leading.stop()
    hotel.room()
    wait_until(lambda: waiting(database) == 0)
    assert (len(first.taken), len(second.taken)) == (5, 1)
    assert len(leaders(database)) == 1


@pytest.mark.parametrize("which", ["leading", "other"])
def test_a_lost_connection_is_made_again(
    database: Connection, hotel: HotelBuilder, start_relay: StartRelay, which: str
) -> None:
    recorder = Recorder()
    relay = recorded(start_relay, recorder)
    for number in range(1, 3):
        hotel.room()
        wait_until(lambda: waiting(database) == 0)
        assert len(set(recorder.ids())) == number
        (leader,) = leaders(database)
        lost = database.execute(
            "SELECT pid FROM pg_stat_activity WHERE application_name = 'hotelmate-relay'"
            " AND datname = current_database() AND (pid = %s) = %s",
            (leader, which == "leading"),
        ).fetchall()
        assert len(lost) == (1 if which == "leading" else 2)
        for pid in lost:
            database.execute("SELECT pg_terminate_backend(%s)", pid)
        wait_until(lambda old=leader: leaders(database) not in ([], [old]))  # type: ignore[misc]
    relay.stop()
    # Before Python 3.11.3 no pause ends in a task that is counted as cancelled.
    assert relay.cancellations == 0


def test_it_goes_on_after_errors_of_pusher_and_nothing_overtakes(
    database: Connection, hotel: HotelBuilder, pusher_server: PusherServer, start_relay: StartRelay
) -> None:
    hotel.checked_out(hotel.room())
    pusher_server.faults.answer(500)
    pusher_server.faults.answer(429, retry_after=0.1, skip=1)
    pusher_server.faults.cut(after=True)
    start_relay(lambda: pusher_of(pusher_server))
    wait_until(lambda: waiting(database) == 0)
    ids = [str(each) for each in pusher_server.event_ids()]
    assert len(firsts(ids)) == len(numbered_ids(database))
    for name in {each.channel for each in pusher_server.received}:
        positions = [each.body["meta"]["position"] for each in pusher_server.on(name)]
        assert list(dict.fromkeys(positions)) == sorted(set(positions))


def test_without_a_publisher_nothing_waits_and_replay_has_everything(
    database: Connection, hotel: HotelBuilder, start_relay: StartRelay
) -> None:
    hotel.in_house(hotel.room())
    events = value(database, "SELECT count(*) FROM hotelmate.outbox_event")
    start_relay(lambda: None)
    wait_until(lambda: waiting(database) == 0)
    assert len(numbered_ids(database)) == events
    assert value(database, "SELECT delivered FROM hotelmate.relay_statistics") == 0


def test_a_transaction_that_somebody_left_open_stops_its_hotel_alone(
    clone: str, hotel: HotelBuilder, database: Connection, start_relay: StartRelay
) -> None:
    other = HotelBuilder(database)
    recorder = Recorder()
    hotel.room()
    with psycopg.connect(clone) as forgotten:
        forgotten.execute("SELECT hotelmate.number_events(%s)", (hotel.hotel_id,))
        hotel.room()
        recorded(start_relay, recorder)
        other.room()
        wait_until(lambda: len(recorder.taken) == 1)
        assert recorder.taken[0].hotel_id == other.hotel_id
        forgotten.rollback()
    wait_until(lambda: len(recorder.taken) == 3)


def test_nor_does_it_when_messages_of_its_hotel_are_to_be_delivered(
    clone: str, hotel: HotelBuilder, database: Connection, start_relay: StartRelay
) -> None:
    other = HotelBuilder(database)
    recorder = Recorder()
    hotel.room()
    database.execute("SELECT hotelmate.number_events()")
    hotel.room()
    with psycopg.connect(clone) as forgotten:
        forgotten.execute("SELECT hotelmate.number_events(%s)", (hotel.hotel_id,))
        recorded(start_relay, recorder)
        for count in range(1, 4):
            other.room()
            wait_until(lambda count=count: told(recorder, other) == count)  # type: ignore[misc]
        wait_until(lambda: waiting_of(database, other) == 0)
        assert told(recorder, hotel) == 1
        (leader,) = leaders(database)
        forgotten.commit()
    wait_until(lambda: waiting(database) == 0)
    assert told(recorder, hotel) == 2
    assert leaders(database) == [leader]


def told(recorder: Recorder, hotel: HotelBuilder) -> int:
    return sum(each.hotel_id == hotel.hotel_id for each in recorder.taken)


def waiting_of(database: Connection, hotel: HotelBuilder) -> int:
    return int(
        value(
            database,
            "SELECT count(*) FROM hotelmate.realtime_channel"
            " WHERE hotel_id = %s AND delivered_position < last_position",
            hotel.hotel_id,
        )
    )


def test_a_leader_that_falls_silent_loses_its_connection(
    database: Connection, hotel: HotelBuilder
) -> None:
    async def lead_once() -> str:
        async with await connect(str(database.info.dsn)) as connection:
            assert await lead(connection)
            row = await (await connection.execute("SHOW idle_session_timeout")).fetchone()
            return str(row[0]) if row else ""

    assert asyncio.run(lead_once()) == "15s"


def test_a_database_that_was_away_for_long_is_found_again_soon(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    stop, pauses = asyncio.Event(), list[float]()

    async def note(over: asyncio.Event, seconds: float) -> None:
        pauses.append(seconds)
        if len(pauses) == 8:
            over.set()

    monkeypatch.setattr(run, "wait_for_event", note)
    nowhere = "postgresql://nobody@127.0.0.1:1/nothing"
    asyncio.run(run.relay_until(stop, nowhere, None, timedelta(hours=1)))
    assert pauses[0] < run.PAUSE.longest
    assert set(pauses[4:]) == {run.PAUSE.longest}
