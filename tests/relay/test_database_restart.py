"""A database that crashes and recovers: the relay comes back by itself and tells everything."""

import threading
from typing import Any

import psycopg

from app.embedded import throwaway
from app.relay.run import deliver_until
from schema import migrate
from tests.hotel_builder import HotelBuilder
from tests.relay.conftest import undelivered, wait_for, written_ids
from tests.relay.test_delivery import Recorder


def write_until(stop: threading.Event, url: str, hotel_id: int, room: int) -> None:
    """Change a room again and again; what a crash takes is simply written later."""
    number = 0
    while not stop.is_set():
        try:
            with psycopg.connect(url, autocommit=True) as connection:
                while not stop.is_set():
                    number += 1
                    connection.execute(
                        "UPDATE hotelmate.room SET maintenance_required = %s"
                        " WHERE hotel_id = %s AND id = %s",
                        (number % 2 == 0, hotel_id, room),
                    )
                    stop.wait(0.005)
        except psycopg.OperationalError:
            stop.wait(0.05)


def test_crashes_of_the_database_lose_no_event_and_invent_none() -> None:
    # Commits are durable here, else a crash would rightly take what had been told already.
    with throwaway({"synchronous_commit": "on"}) as server:
        url = server.url()
        migrate.upgrade(url)
        with psycopg.connect(url, autocommit=True) as connection:
            hotel = HotelBuilder(connection)
            room = hotel.room()
        recorder, stop_relay, stop_writer = Recorder(), threading.Event(), threading.Event()
        relay = threading.Thread(target=deliver_until, args=(stop_relay, url, recorder))
        writer = threading.Thread(target=write_until, args=(stop_writer, url, hotel.hotel_id, room))
        for thread in (relay, writer):
            thread.start()
        try:
            for _ in range(2):
                told = len(recorder.taken)
                wait_for(lambda told=told: len(recorder.taken) > told + 50)  # type: ignore[misc]
                server.restart("immediate")
            stop_writer.set()
            writer.join()
            assert_all_is_told(url, recorder)
        finally:
            stop_writer.set()
            stop_relay.set()
            for thread in (relay, writer):
                thread.join(20)


def assert_all_is_told(url: str, recorder: Recorder) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        database: psycopg.Connection[Any] = connection
        wait_for(lambda: undelivered(database) == 0)
        ids = [str(event.event_id) for event in recorder.taken]
        assert list(dict.fromkeys(ids)) == written_ids(database)
