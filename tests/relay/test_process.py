"""The relay as a process: one leads, none loses anything, whatever is killed."""

import json
import signal
import subprocess
import threading
import time
from typing import Any

import psycopg

from tests.hotel_builder import HotelBuilder
from tests.relay.command import start_hotelmate
from tests.relay.conftest import (
    StartProcess,
    StartRelay,
    undelivered,
    wait_for,
    written_ids,
)
from tests.relay.pusher_server import PusherServer
from tests.relay.test_delivery import Recorder

Connection = psycopg.Connection[Any]


def firsts(ids: list[str]) -> list[str]:
    """Return each id once, where it first came."""
    return list(dict.fromkeys(ids))


def leaders(connection: Connection) -> list[int]:
    """Return the server processes that hold an advisory lock of this database."""
    rows = connection.execute(
        "SELECT lock.pid FROM pg_locks AS lock JOIN pg_database AS db ON db.oid = lock.database"
        " WHERE lock.locktype = 'advisory' AND lock.granted AND db.datname = current_database()"
    ).fetchall()
    return [row[0] for row in rows]


def test_only_one_relay_leads_and_another_takes_over(
    database: Connection, hotel: HotelBuilder, start_relay: StartRelay
) -> None:
    first, second = Recorder(), Recorder()
    stop_first = start_relay(first)
    wait_for(lambda: len(leaders(database)) == 1)
    start_relay(second)
    for _ in range(5):
        hotel.room()
    wait_for(lambda: undelivered(database) == 0)
    assert (len(first.taken), len(second.taken)) == (5, 0)

    stop_first.set()
    hotel.room()
    wait_for(lambda: undelivered(database) == 0)
    assert len(first.taken) + len(second.taken) == 6
    hotel.room()
    wait_for(lambda: undelivered(database) == 0)
    assert len(second.taken) >= 1
    assert len(leaders(database)) == 1


def test_a_lost_connection_is_made_again(
    database: Connection, hotel: HotelBuilder, start_relay: StartRelay
) -> None:
    recorder = Recorder()
    start_relay(recorder)
    for number in range(1, 4):
        hotel.room()
        wait_for(lambda: undelivered(database) == 0)
        assert len(recorder.taken) == number
        lost = leaders(database)
        database.execute("SELECT pg_terminate_backend(%s)", (lost[0],))
        wait_for(lambda old=lost: leaders(database) not in ([], old))  # type: ignore[misc]


def test_killed_again_and_again_it_loses_nothing_and_keeps_the_order(
    clone: str,
    database: Connection,
    hotel: HotelBuilder,
    pusher_server: PusherServer,
    start_process: StartProcess,
) -> None:
    rooms = [hotel.room() for _ in range(3)]
    writing = threading.Event()
    writing.set()

    def write() -> None:
        with psycopg.connect(clone, autocommit=True) as connection:
            number = 0
            while writing.is_set():
                number += 1
                connection.execute(
                    "UPDATE hotelmate.room SET maintenance_required = %s"
                    " WHERE hotel_id = %s AND id = %s",
                    (number % 6 < 3, hotel.hotel_id, rooms[number % 3]),
                )
                time.sleep(0.005)

    writer = threading.Thread(target=write)
    writer.start()
    kills = 0
    try:
        for _ in range(3):
            seen = len(pusher_server.received)
            process = start_process()
            wait_for(lambda seen=seen: len(pusher_server.received) > seen + 20)  # type: ignore[misc]
            process.kill()
            process.wait()
            kills += 1
    finally:
        writing.clear()
        writer.join()
    start_process()
    wait_for(lambda: undelivered(database) == 0, 60)

    received = pusher_server.event_ids()
    assert firsts(received) == written_ids(database)
    assert len(received) - len(firsts(received)) <= kills


def test_sigterm_ends_it_in_good_order(
    database: Connection, hotel: HotelBuilder, start_process: StartProcess
) -> None:
    hotel.room()
    process = start_process()
    wait_for(lambda: undelivered(database) == 0)
    process.send_signal(signal.SIGTERM)
    log, _ = process.communicate(timeout=5)
    assert process.returncode == 0
    assert [json.loads(line)["event"] for line in log.splitlines()] == ["leading"]
    wait_for(lambda: leaders(database) == [])


def test_without_pusher_a_person_sees_the_events(
    clone: str, database: Connection, hotel: HotelBuilder, pusher_server: PusherServer
) -> None:
    hotel.room()
    process = start_hotelmate("relay", clone, {}, stdout=subprocess.PIPE)
    try:
        wait_for(lambda: undelivered(database) == 0)
    finally:
        process.terminate()
        output, _ = process.communicate(timeout=10)
    lines = [json.loads(line) for line in output.splitlines()]
    events = [line for line in lines if line["event"] == "realtime_event"]
    assert [(each["type"], each["meta"]["hotel_slug"]) for each in events] == [
        ("room_created", hotel.slug)
    ]
    assert pusher_server.calls == 0
