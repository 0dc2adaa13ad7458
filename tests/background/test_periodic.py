"""Work beside requests: round after round, whatever happens in one, and an end without a cut."""

import asyncio
from functools import partial

import pytest

from app.background import periodic
from app.background.cancellation import end
from app.background.periodic import repeating


def test_a_round_that_fails_is_followed_by_another() -> None:
    rounds: list[int] = []

    async def work() -> int:
        rounds.append(len(rounds))
        if len(rounds) == 1:
            raise RuntimeError("once")
        return 0

    async def main() -> None:
        async with repeating(work, name="work", every_seconds=0.001):
            while len(rounds) < 3:
                await asyncio.sleep(0.001)

    asyncio.run(asyncio.wait_for(main(), 10))


def test_a_round_is_not_cut_off_by_the_end() -> None:
    steps: list[str] = []

    async def work() -> int:
        steps.append("begun")
        await asyncio.sleep(0.05)
        steps.append("done")
        return 1

    async def main() -> None:
        async with repeating(work, name="work", every_seconds=0.001):
            while not steps:
                await asyncio.sleep(0.001)

    asyncio.run(asyncio.wait_for(main(), 10))
    assert steps == ["begun", "done"]


def test_a_round_without_an_end_is_cut_off() -> None:
    begun: list[bool] = []

    async def work() -> int:
        begun.append(True)
        await asyncio.sleep(3_600)
        return 1

    async def main() -> None:
        async with repeating(work, name="work", every_seconds=0.001, patience_seconds=0.05):
            while not begun:
                await asyncio.sleep(0.001)

    asyncio.run(asyncio.wait_for(main(), 10))


def test_a_round_that_does_not_hear_its_cancellation_is_cut_off_all_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    steps: list[str] = []

    async def work() -> int:
        steps.append("begun")
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            steps.append("unheard")
        await asyncio.Event().wait()
        return 1

    async def block() -> None:
        async with repeating(work, name="work", every_seconds=0.001, patience_seconds=0.01):
            while not steps:
                await asyncio.sleep(0.001)

    async def main() -> bool:
        # By asyncio.wait: a block that cannot be left would not hear of its own end either.
        left, _ = await asyncio.wait({asyncio.create_task(block())}, timeout=5)
        return bool(left)

    monkeypatch.setattr(periodic, "end", partial(end, again_seconds=0.01))
    assert asyncio.run(main())
    assert steps == ["begun", "unheard"]


@pytest.mark.parametrize(("at_start", "rounds"), [(True, 1), (False, 0)])
def test_the_first_round_comes_after_a_pause_or_at_once(at_start: bool, rounds: int) -> None:
    done: list[bool] = []

    async def work() -> int:
        done.append(True)
        return 1

    async def main() -> None:
        async with repeating(work, name="work", every_seconds=3_600, at_start=at_start):
            for _ in range(100):  # turns of the loop, for whatever is not told to wait
                await asyncio.sleep(0)

    asyncio.run(asyncio.wait_for(main(), 10))
    assert len(done) == rounds
