"""A listener that has to catch up: what passes is waited for, what does not ends its stream."""

import asyncio
from collections.abc import Iterator

import psycopg
import pytest

from app.problems import ProblemError
from app.realtime import listener as listeners
from app.realtime.listener import Listener
from app.realtime.replay import Heard, Page
from app.realtime.window import Window

EVENT = Heard(8, "rooms", b"{}")


def behind(answers: Iterator[Page | Exception]) -> Listener:
    """Return a listener that needs what the window has not; the database answers in this order."""

    async def read_page(position: int, limit: int) -> Page:
        answer = next(answers)
        if isinstance(answer, Exception):
            raise answer
        return answer

    return Listener(
        Window(8),
        read_page,
        asyncio.Semaphore(1),
        hotel_id=1,
        staff_id=1,
        username="manager",
        position=7,
    )


@pytest.mark.parametrize(
    "failure", [ProblemError("database-busy"), psycopg.OperationalError("the connection is lost")]
)
def test_a_database_that_is_busy_or_away_is_asked_again(
    failure: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listeners, "AGAIN_SECONDS", 0.01)

    async def main() -> None:
        listener = behind(iter([failure, failure, Page([EVENT], 8, 8, 1)]))
        messages = listener.messages()
        await anext(messages)

        async with asyncio.timeout(5):
            message = await anext(messages)

        assert b"id: 8" in message.encode()
        assert not listener.is_over

    asyncio.run(main())


@pytest.mark.parametrize("problem", ["events-gone", "not-authenticated"])
def test_who_cannot_have_what_follows_is_sent_away_at_once(
    problem: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listeners, "AGAIN_SECONDS", 3600)

    async def main() -> None:
        listener = behind(iter([ProblemError(problem)]))

        async with asyncio.timeout(5):
            sent = [message.event async for message in listener.messages()]

        assert sent == ["position"]

    asyncio.run(main())
