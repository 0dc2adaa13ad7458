"""How the relay does, for an operator: `hotelmate relay --status`."""

import pytest

from app.relay.pusher_channels import PusherChannels
from app.relay.status import read, shown
from app.settings import Settings
from tests.hotel_builder import HotelBuilder
from tests.pusher_server.server import PusherServer
from tests.relay.command import call_hotelmate
from tests.relay.conftest import StartProcess, StartRelay
from tests.relay.recorder import Recorder
from tests.relay.scene import Connection, leaders, waiting
from tests.relay.test_dead_letters import letter
from tests.relay.test_delivery import publish
from tests.waiting import wait_until


def status(clone: str, **environment: str) -> tuple[int, str]:
    return call_hotelmate(clone, environment, "relay", "--status")


def test_it_says_who_leads_and_that_all_is_well(
    clone: str, database: Connection, hotel: HotelBuilder, start_process: StartProcess
) -> None:
    code, output = status(clone)
    assert code == 1
    assert "leading        nobody" in output
    hotel.room()
    start_process()
    wait_until(lambda: leaders(database) != [] and waiting(database) == 0)
    code, output = status(clone)
    assert code == 0
    assert f"leading        server process {leaders(database)[0]}" in output
    assert "delivered      1 messages" in output


def test_it_counts_what_waits_and_how_long(database: Connection, hotel: HotelBuilder) -> None:
    publish(hotel, "hotel", 3)
    database.execute("SELECT hotelmate.number_events(NULL, 2)")
    found = read(database)
    assert found.backlog == 3
    assert 0 < found.oldest_seconds < 60
    database.execute("UPDATE hotelmate.realtime_channel SET delivered_position = 1")
    assert read(database).backlog == 2


@pytest.mark.parametrize(("limit", "well"), [(0, True), (3600, True), (1, False)])
def test_what_waits_too_long_is_not_well(
    database: Connection, hotel: HotelBuilder, start_relay: StartRelay, limit: int, well: bool
) -> None:
    recorder = Recorder()
    recorder.fails = lambda messages: pytest.fail("it is told of nothing")
    start_relay(lambda: recorder)
    wait_until(lambda: leaders(database) != [])
    assert shown(database, 1)[1]
    with database.transaction():
        # On a channel whose turn comes later.
        publish(hotel, "hotel")
        database.execute("SELECT hotelmate.number_events()")
        database.execute("UPDATE hotelmate.realtime_channel SET due_at = now() + interval '5 min'")
    wait_until(lambda: read(database).oldest_seconds > 1)
    assert shown(database, limit)[1] is well


def test_a_dead_letter_is_not_well(
    database: Connection, hotel: HotelBuilder, start_relay: StartRelay
) -> None:
    start_relay(lambda: Recorder())
    wait_until(lambda: leaders(database) != [])
    letter(database, hotel)
    lines, well = shown(database, 0)
    assert not well
    assert "dead letters   1, 0 since the beginning" in lines


def test_it_says_what_keeps_it_waiting(
    database: Connection, hotel: HotelBuilder, pusher_server: PusherServer, start_relay: StartRelay
) -> None:
    pusher_server.faults.answer(401, times=None)
    settings = Settings.from_environ(pusher_server.environment())
    start_relay(lambda: PusherChannels(settings))
    hotel.room()
    wait_until(lambda: read(database).paused_until is not None)
    lines, _ = shown(database, 0)
    assert any(line.startswith("paused until") for line in lines)
    assert any(line.startswith("last error") and "401" in line for line in lines)
