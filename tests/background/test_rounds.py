"""Work beside requests: round after round, whatever happens in one, and an end without a cut."""

import asyncio

import pytest

from app.background import rounds
from app.background.rounds import repeating


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


def test_a_round_without_an_end_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[bool] = []

    async def work() -> int:
        begun.append(True)
        await asyncio.sleep(3_600)
        return 1

    async def main() -> None:
        async with repeating(work, name="work", every_seconds=0.001):
            while not begun:
                await asyncio.sleep(0.001)

    monkeypatch.setattr(rounds, "PATIENCE_SECONDS", 0.05)
    asyncio.run(asyncio.wait_for(main(), 10))
