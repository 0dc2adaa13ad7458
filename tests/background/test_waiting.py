"""Waiting ends when it is told to, also in the moment when what it waits for is there."""

import asyncio

import pytest

from app.background.waiting import wait_for_event


async def _waits_on(event: asyncio.Event) -> None:
    while True:
        await wait_for_event(event, 60)
        event.clear()


def test_waiting__allows_to_go_on_when_it_is_there_and_when_time_is_over() -> None:
    async def both() -> None:
        event = asyncio.Event()
        await wait_for_event(event, 0.001)
        event.set()
        await wait_for_event(event, 60)

    asyncio.run(asyncio.wait_for(both(), 10))


@pytest.mark.parametrize("turns", range(5))
def test_waiting__rejects_to_go_on_when_it_is_cancelled_as_well(turns: int) -> None:
    async def cancelled_in_that_moment() -> bool:
        event = asyncio.Event()
        waiting = asyncio.create_task(_waits_on(event))
        await asyncio.sleep(0.01)
        event.set()
        for _ in range(turns):
            await asyncio.sleep(0)
        waiting.cancel()
        done, _ = await asyncio.wait({waiting}, timeout=1)
        return bool(done)

    assert asyncio.run(cancelled_in_that_moment())
