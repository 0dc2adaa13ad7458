"""A database that crashes and recovers: the relay comes back by itself and tells everything."""

import threading

import psycopg
import pytest

from app.embedded import throwaway
from schema import migrate
from tests.hotel_builder import HotelBuilder
from tests.relay.conftest import RunningRelay
from tests.relay.recorder import Recorder
from tests.relay.scene import firsts, numbered_ids, waiting
from tests.waiting import wait_until


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


@pytest.mark.proof
def test_crashes_of_the_database_lose_no_event_invent_none_and_give_no_position_twice() -> None:
    # Writers do not wait for the disk here, so a crash takes a change with its event. What has a
    # position is on the disk all the same: nobody is told what a crash could take back.
    with throwaway({"synchronous_commit": "off"}) as server:
        url = server.url()
        migrate.upgrade(url)
        with psycopg.connect(url, autocommit=True) as connection:
            hotel = HotelBuilder(connection)
            room = hotel.room()
        recorder, stop = Recorder(), threading.Event()
        relay = RunningRelay(url, lambda: recorder)
        writer = threading.Thread(target=write_until, args=(stop, url, hotel.hotel_id, room))
        writer.start()
        try:
            for _ in range(2):
                told = len(recorder.taken)
                wait_until(lambda told=told: len(recorder.taken) > told + 50)  # type: ignore[misc]
                server.restart("immediate")
            stop.set()
            writer.join()
            assert_all_is_told(url, recorder)
        finally:
            stop.set()
            relay.stop()


def assert_all_is_told(url: str, recorder: Recorder) -> None:
    with psycopg.connect(url, autocommit=True) as database:
        wait_until(lambda: waiting(database) == 0)
        assert firsts(recorder.ids()) == numbered_ids(database)
        told = {(each.position, each.event_id) for each in recorder.taken}
        assert len({position for position, _ in told}) == len(told)
