"""The feed of a process: who is told what, when its hotels, its clients or the log change."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from psycopg.errors import LockNotAvailable

from app.queries import events as queries
from app.realtime.feed import Feed
from app.realtime.listener import Listener

Rows = list[tuple[Any, ...]]


class Answering:
    """A connection that answers each statement as a test says, and keeps what it was asked."""

    def __init__(self, answer: Callable[[str, dict[str, Any]], Rows]) -> None:
        self._answer = answer
        self._rows: Rows = []
        self.asked: list[tuple[str, dict[str, Any]]] = []

    async def execute(self, statement: str, parameters: dict[str, Any]) -> "Answering":
        self.asked.append((statement, parameters))
        self._rows = self._answer(statement, parameters)
        return self

    async def fetchall(self) -> Rows:
        return self._rows

    @asynccontextmanager
    async def pipeline(self) -> AsyncIterator[None]:
        yield

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[None]:
        yield


def new_feed() -> Feed:
    return Feed(None, 10)  # type: ignore[arg-type]


def listen(feed: Feed, position: int, hotel_id: int = 1) -> Listener:
    return feed.listen(
        None,  # type: ignore[arg-type]
        hotel_id=hotel_id,
        staff_id=1,
        username="manager",
        position=position,
        latest=position,
    )


async def take_in(feed: Feed, news: Rows, meanwhile: Callable[[], object] = lambda: None) -> None:
    """Let the feed read news, while which something else happens."""

    def answer(statement: str, parameters: dict[str, Any]) -> Rows:
        if statement == queries.WITH_NEWS:
            return sorted({(row[0],) for row in news})
        if statement == queries.NEWS:
            meanwhile()
            return [row[1:] for row in news if row[0] == parameters["hotel_id"]]
        return []

    await feed._take_in_news(Answering(answer))  # type: ignore[arg-type]


def only_newest(hotel_id: int, latest: int) -> tuple[Any, ...]:
    """Return the row of a hotel whose newest position is another one, without any event."""
    return (hotel_id, latest, 0, None, None, None)


def test_news_that_follow_a_window_that_is_gone_leave_no_hole_in_the_next() -> None:
    """The last client leaves and another comes, further back, while the news are read."""

    async def main() -> None:
        feed = new_feed()
        old = listen(feed, 20)

        def change_places() -> None:
            feed.leave(old)
            listen(feed, 10)

        await take_in(feed, [(1, 21, 0, 21, "rooms", b"{}")], change_places)

        assert feed._windows[1].end == 10

    asyncio.run(main())


def test_after_a_restore_those_who_were_ahead_are_sent_away_and_no_others() -> None:
    async def main() -> None:
        feed = new_feed()
        ahead, elsewhere = listen(feed, 20), listen(feed, 20, hotel_id=2)

        await take_in(feed, [only_newest(1, 5)])

        assert (ahead.is_over, elsewhere.is_over) == (True, False)

    asyncio.run(main())


def test_who_came_after_a_restore_stays_when_it_is_noticed_for_those_who_left() -> None:
    async def main() -> None:
        feed = new_feed()
        ahead = listen(feed, 20)
        came: list[Listener] = []

        def change_places() -> None:
            feed.leave(ahead)
            came.append(listen(feed, 5))

        await take_in(feed, [only_newest(1, 5)], change_places)

        assert not came[0].is_over

    asyncio.run(main())


def test_a_stream_that_begins_when_the_server_stops_ends_at_once() -> None:
    async def main() -> None:
        feed = new_feed()
        feed.end_streams()
        late = listen(feed, 20)

        async with asyncio.timeout(5):
            sent = [message.id async for message in late.messages()]

        assert sent == [20]

    asyncio.run(main())


def test_a_hotel_whose_rows_are_held_keeps_no_other_from_being_numbered() -> None:
    async def main() -> None:
        feed = new_feed()
        for hotel_id in (1, 2, 3):
            listen(feed, 0, hotel_id)

        def answer(statement: str, parameters: dict[str, Any]) -> Rows:
            if statement == queries.WAITING:
                return [(1,), (2,), (3,)]
            if statement == queries.NUMBER and parameters["hotel_id"] == 2:
                raise LockNotAvailable
            return [(1,)]

        connection = Answering(answer)

        await feed._number(connection)  # type: ignore[arg-type]

        numbered = [how["hotel_id"] for text, how in connection.asked if text == queries.NUMBER]
        assert numbered == [1, 2, 3]

    asyncio.run(main())
