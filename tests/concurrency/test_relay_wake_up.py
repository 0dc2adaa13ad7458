"""Who wakes the relay: a writer is silent while the relay is awake, and no event is slept over."""

from collections.abc import Iterator

import psycopg
import pytest

from tests.concurrency.interleaving import two_sides
from tests.concurrency.listening import Listener
from tests.conftest import Connect
from tests.hotel_builder import HotelBuilder
from tests.realtime_messages import number, publish, waiting


class Relay(Listener):
    """The session of a relay, which listens, sleeps and wakes."""

    def __init__(self, connection: psycopg.Connection) -> None:
        super().__init__(connection, "hotelmate_outbox", "hotelmate_messages")

    def falls_asleep(self) -> bool:
        """Return whether writers will notify from now on."""
        row = self.connection.execute("SELECT pg_try_advisory_lock(715, 2)").fetchone()
        assert row is not None
        return bool(row[0])

    def wakes_up(self) -> None:
        """Let writers be silent."""
        self.connection.execute("SELECT pg_advisory_unlock(715, 2)")


@pytest.fixture
def relay(connect: Connect) -> Iterator[Relay]:
    made = Relay(connect())
    yield made
    # The server ends a session some time after its connection was closed, and until then the next
    # relay would find its lock.
    made.connection.execute("SELECT pg_advisory_unlock_all()")
    made.connection.close()


def test_a_writer_is_silent_while_the_relay_is_awake(hotel: HotelBuilder, relay: Relay) -> None:
    publish(hotel)
    assert relay.hears() == []


def test_a_writer_notifies_while_the_relay_sleeps(hotel: HotelBuilder, relay: Relay) -> None:
    assert relay.falls_asleep()
    publish(hotel)
    assert relay.hears() == ["hotelmate_outbox"]


def test_a_sleeping_relay_is_woken_by_the_commit_and_not_before(
    hotel: HotelBuilder, relay: Relay, connect: Connect
) -> None:
    assert relay.falls_asleep()
    with two_sides(hotel, connect) as (writer, _):
        writer.does(publish)
        assert relay.hears() == []
        writer.commits()
        assert relay.hears() == ["hotelmate_outbox"]
        assert len(waiting(hotel)) == 1


def test_a_writer_that_is_rolled_back_wakes_nobody(
    hotel: HotelBuilder, relay: Relay, connect: Connect
) -> None:
    assert relay.falls_asleep()
    with two_sides(hotel, connect) as (writer, _):
        writer.does(publish)
        writer.rolls_back()
    assert relay.hears() == []


def test_many_events_of_a_transaction_wake_it_once(hotel: HotelBuilder, relay: Relay) -> None:
    assert relay.falls_asleep()
    with hotel.connection.transaction():
        for _ in range(20):
            publish(hotel)
    assert relay.hears() == ["hotelmate_outbox"]


@pytest.mark.parametrize("ending", ["commits", "rolls_back"])
def test_a_relay_cannot_fall_asleep_over_a_silent_writer(
    hotel: HotelBuilder, relay: Relay, connect: Connect, ending: str
) -> None:
    with two_sides(hotel, connect) as (writer, _):
        writer.does(publish)
        assert not relay.falls_asleep()
        getattr(writer, ending)()
    assert relay.falls_asleep()


def test_an_event_that_commits_between_the_last_look_and_sleep_is_found_by_one_more(
    hotel: HotelBuilder, relay: Relay, connect: Connect
) -> None:
    listening = hotel.through(relay.connection)
    with two_sides(hotel, connect) as (writer, _):
        writer.does(publish)
        assert number(listening) == 0
        writer.commits()
        assert relay.falls_asleep()
        # Nobody notified it, and nobody will.
        assert relay.hears() == []
        assert number(listening) == 1


def test_a_writer_that_was_silent_notifies_of_what_it_writes_once_the_relay_may_sleep(
    hotel: HotelBuilder, relay: Relay
) -> None:
    publish(hotel)
    assert relay.falls_asleep()
    publish(hotel)
    relay.wakes_up()
    publish(hotel)
    assert relay.hears() == ["hotelmate_outbox"]


def test_a_writer_of_a_savepoint_that_was_undone_notifies_all_the_same(
    hotel: HotelBuilder, relay: Relay, connect: Connect
) -> None:
    with two_sides(hotel, connect) as (writer, _):
        with pytest.raises(ZeroDivisionError):
            writer.does(undone)
        # Its silence was undone as well: the relay may sleep now.
        assert relay.falls_asleep()
        writer.does(publish)
        writer.commits()
    assert relay.hears() == ["hotelmate_outbox"]


def undone(hotel: HotelBuilder) -> None:
    """Publish in a savepoint and take it back."""
    with hotel.connection.transaction():
        publish(hotel)
        raise ZeroDivisionError


def test_a_relay_that_dies_asleep_lets_writers_be_silent(
    hotel: HotelBuilder, relay: Relay, connect: Connect
) -> None:
    sleeper = Relay(connect())
    assert sleeper.falls_asleep()
    assert not relay.falls_asleep()
    backend = sleeper.connection.info.backend_pid
    sleeper.connection.close()
    while hotel.value("SELECT EXISTS (SELECT FROM pg_stat_activity WHERE pid = %s)", backend):
        pass
    publish(hotel)
    assert relay.hears() == []
    assert relay.falls_asleep()


def test_who_reads_messages_is_told_once_of_what_was_numbered(
    hotel: HotelBuilder, relay: Relay
) -> None:
    for _ in range(5):
        publish(hotel, "hotel", "rooms")
    assert relay.hears() == []
    number(hotel)
    assert relay.hears() == ["hotelmate_messages"]
    number(hotel)
    assert relay.hears() == []
