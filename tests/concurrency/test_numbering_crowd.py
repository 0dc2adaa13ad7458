"""Many write, some number, one reads: each event comes once and in order."""

import threading
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from itertools import groupby, pairwise
from operator import attrgetter

import psycopg
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.concurrency.interleaving import PATIENCE_SECONDS, READ_COMMITTED, REPEATABLE_READ
from tests.hotel_builder import HotelBuilder
from tests.realtime_messages import Message, channels, messages, number, publish, stream, waiting

WRITERS = 8
AUDIENCES = ("hotel", "rooms", "staff.1", "guest.BK-2026-000001")

Audiences = list[str]
# The events of a transaction, and whether it commits.
Transaction = tuple[list[Audiences], bool]

event = st.lists(st.sampled_from(AUDIENCES), min_size=1, max_size=3)
transaction = st.tuples(
    st.lists(event, min_size=1, max_size=5), st.sampled_from([True] * 4 + [False])
)
diaries = st.lists(
    st.lists(transaction, min_size=1, max_size=4), min_size=WRITERS, max_size=WRITERS
)


class Crowd:
    """Threads that write, number and read one hotel, each through a connection of its own."""

    def __init__(self, hotel: HotelBuilder, connections: list[psycopg.Connection]) -> None:
        self.hotel = hotel
        self._free = iter(connections)
        self._all_written = threading.Event()

    def through_another(self, level: psycopg.IsolationLevel = READ_COMMITTED) -> HotelBuilder:
        connection = next(self._free)
        connection.set_isolation_level(level)
        return self.hotel.through(connection)

    def plays(self, diary: list[list[Transaction]]) -> list[list[tuple[object, Audiences]]]:
        """Let everybody do their part; return the committed events of each writer, in order."""
        with ThreadPoolExecutor(WRITERS + 3) as threads:
            writers = [threads.submit(write, self.through_another(), part) for part in diary]
            others: list[Future[object]] = [
                threads.submit(self._numbers, self.through_another(), size) for size in (2, 500)
            ]
            others.append(threads.submit(self._numbers, self.through_another(REPEATABLE_READ), 3))
            reader = self.through_another()
            others.append(threads.submit(self._reads, reader))
            try:
                written = [writer.result(timeout=PATIENCE_SECONDS) for writer in writers]
            finally:
                self._all_written.set()
            for other in others:
                other.result(timeout=PATIENCE_SECONDS)
        return written

    def _numbers(self, hotel: HotelBuilder, size: int) -> None:
        while True:
            is_last = self._all_written.is_set()
            try:
                count = number(hotel, size)
            except psycopg.errors.SerializationFailure:
                continue
            if is_last and not count and not waiting(hotel):
                return

    def _reads(self, hotel: HotelBuilder) -> None:
        """Read on from the last position seen, as a client does; nothing may be missed."""
        seen = 0
        while True:
            is_last = self._all_written.is_set() and not waiting(hotel)
            read = messages(hotel, seen)
            assert [message.position for message in read] == list(
                range(seen + 1, seen + 1 + len(read))
            )
            seen += len(read)
            if is_last and not read:
                return


def write(hotel: HotelBuilder, diary: list[Transaction]) -> list[tuple[object, Audiences]]:
    """Write the events of each transaction and end it; return those that were committed."""
    committed: list[tuple[object, Audiences]] = []
    for events, commits in diary:
        with hotel.connection.transaction(force_rollback=not commits):
            written = [(publish(hotel, *audiences), audiences) for audiences in events]
        committed += written if commits else []
    return committed


@pytest.fixture(scope="module")
def sessions(database_url: str) -> Iterator[list[psycopg.Connection]]:
    """A session for each of the crowd and one that looks on, in autocommit."""
    with ExitStack() as stack:
        yield [
            stack.enter_context(psycopg.connect(database_url, autocommit=True))
            for _ in range(WRITERS + 5)
        ]


@settings(max_examples=15, deadline=None)
@given(diary=diaries)
def test_every_event_is_said_once_to_each_audience_in_order_whoever_writes_and_numbers(
    sessions: list[psycopg.Connection], diary: list[list[Transaction]]
) -> None:
    hotel = HotelBuilder(sessions[0])
    written = Crowd(hotel, sessions[1:]).plays(diary)
    made = messages(hotel)
    assert_each_once(made, written)
    assert_chained(made)
    assert [message.position for message in made] == list(range(1, len(made) + 1))
    assert stream(hotel) == ((len(made), 0) if made else (0, 0))
    last = {message.channel: (message.position, 0) for message in made}
    assert channels(hotel) == last
    assert waiting(hotel) == []


def assert_each_once(made: list[Message], written: list[list[tuple[object, Audiences]]]) -> None:
    """Assert that each event is one message on each of its channels, in its writer's order."""
    for committed in written:
        names = {event_id: set(audiences) for event_id, audiences in committed}
        told = [message for message in made if message.event_id in names]
        in_order = [event_id for event_id, _ in groupby(told, attrgetter("event_id"))]
        heard = {
            event_id: {message.channel for message in told if message.event_id == event_id}
            for event_id in names
        }
        assert (in_order, heard) == (list(names), names)
        assert len(told) == sum(map(len, names.values()))
    assert len(made) == sum(len(set(names)) for each in written for _, names in each)


def assert_chained(made: list[Message]) -> None:
    """Assert that on each channel every message knows the one before it."""
    for name in AUDIENCES:
        chain = [message for message in made if message.channel == name]
        assert [message.previous for message in chain[:1]] in ([], [None])
        for before, after in pairwise(chain):
            assert after.previous == before.position
