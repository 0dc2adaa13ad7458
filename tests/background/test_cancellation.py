"""Tasks that are ended are over, also where a cancellation went unheard."""

import asyncio

from app.background.cancellation import end


def test_a_task_that_a_cancellation_passed_by_is_ended_all_the_same() -> None:
    unheard: list[str] = []

    async def deaf() -> None:
        # As asyncio.wait_for does before Python 3.12, when both come in one moment.
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            unheard.append("once")
        await asyncio.Event().wait()

    async def main() -> bool:
        task = asyncio.create_task(deaf())
        await asyncio.sleep(0)
        await end(task, again_seconds=0.01)
        return task.cancelled()

    assert asyncio.run(asyncio.wait_for(main(), 10))
    assert unheard == ["once"]


def test_what_becomes_of_the_tasks_is_nobodys_trouble() -> None:
    async def fails() -> None:
        raise RuntimeError

    async def main() -> list[bool]:
        tasks = [asyncio.create_task(work) for work in (fails(), asyncio.sleep(600))]
        await asyncio.sleep(0)
        await end(*tasks)
        return [task.done() for task in tasks]

    assert asyncio.run(asyncio.wait_for(main(), 10)) == [True, True]


def test_no_tasks_are_ended_at_once() -> None:
    asyncio.run(asyncio.wait_for(end(), 10))
