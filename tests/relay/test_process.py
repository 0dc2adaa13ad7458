"""The relay as a process: none loses anything, whatever is killed."""

import json
import signal
import subprocess
import threading

import psycopg
import pytest

from tests.hotel_builder import HotelBuilder
from tests.pusher_server.server import PusherServer
from tests.relay.command import start_hotelmate
from tests.relay.conftest import StartProcess
from tests.relay.scene import Connection, firsts, leaders, numbered_ids, waiting
from tests.waiting import wait_until


@pytest.mark.proof
def test_killed_again_and_again_it_loses_nothing_and_keeps_the_order(
    clone: str,
    database: Connection,
    hotel: HotelBuilder,
    pusher_server: PusherServer,
    start_process: StartProcess,
) -> None:
    rooms = [hotel.room() for _ in range(3)]
    over = threading.Event()

    def write() -> None:
        with psycopg.connect(clone, autocommit=True) as connection:
            number = 0
            while not over.wait(0.005):
                number += 1
                connection.execute(
                    "UPDATE hotelmate.room SET maintenance_required = %s"
                    " WHERE hotel_id = %s AND id = %s",
                    (number % 6 < 3, hotel.hotel_id, rooms[number % 3]),
                )

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for _ in range(3):
            seen = len(pusher_server.received)
            process = start_process()
            pusher_server.wait_for(seen + 20)
            process.kill()
            process.wait()
    finally:
        over.set()
        writer.join()
    start_process()
    wait_until(lambda: waiting(database) == 0)

    received = [str(each) for each in pusher_server.event_ids()]
    assert firsts(received) == numbered_ids(database)
    # One call at a time on one channel: a kill repeats at most what that call had.
    assert pusher_server.repeats <= 3 * 10


@pytest.mark.proof
def test_sigterm_ends_it_in_good_order(
    database: Connection, hotel: HotelBuilder, start_process: StartProcess
) -> None:
    hotel.room()
    process = start_process()
    wait_until(lambda: waiting(database) == 0)
    process.send_signal(signal.SIGTERM)
    log, _ = process.communicate(timeout=60)
    assert process.returncode == 0
    assert [json.loads(line)["event"] for line in log.splitlines()] == ["leading"]
    wait_until(lambda: leaders(database) == [])


@pytest.mark.proof
def test_sigterm_waits_for_what_is_under_way(
    database: Connection,
    hotel: HotelBuilder,
    pusher_server: PusherServer,
    start_process: StartProcess,
) -> None:
    pusher_server.faults.delay = 1.0
    hotel.room()
    process = start_process()
    wait_until(lambda: leaders(database) != [])
    wait_until(lambda: numbered_ids(database) != [])
    pusher_server.wait_until(lambda: pusher_server.connections > 0)
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=60)
    assert process.returncode == 0
    assert waiting(database) == 0
    assert pusher_server.repeats == 0


@pytest.mark.proof
def test_without_pusher_it_numbers_and_tells_nobody(
    clone: str, database: Connection, hotel: HotelBuilder, pusher_server: PusherServer
) -> None:
    hotel.room()
    process = start_hotelmate("relay", clone, {}, stdout=subprocess.PIPE)
    try:
        wait_until(lambda: waiting(database) == 0)
    finally:
        process.terminate()
        output, _ = process.communicate(timeout=60)
    assert [json.loads(line)["event"] for line in output.splitlines()] == ["leading"]
    assert len(numbered_ids(database)) == 1
    assert pusher_server.calls == []


def test_who_connects_as_the_owner_is_told_once(clone: str) -> None:
    process = start_hotelmate(
        "relay", clone, {"HOTELMATE_RELAY_DATABASE_URL": ""}, stdout=subprocess.PIPE
    )
    assert process.stdout is not None
    first = [json.loads(process.stdout.readline())["event"] for _ in range(2)]
    process.terminate()
    rest, _ = process.communicate(timeout=60)
    assert first == ["connects_as_owner", "leading"]
    assert "connects_as_owner" not in rest
