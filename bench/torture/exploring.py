"""Runs the machine: Hypothesis draws stories until the time is over or one of them goes wrong."""

import random
import time
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Any

import httpx
import psycopg
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from bench.proof.api import Api, api
from bench.proof.server import Server
from bench.torture.count import Count
from bench.torture.door import Door
from bench.torture.machine import Machine, Stand
from tests.credentials import bearer, signed_in
from tests.hotel_builder import HotelBuilder

# A fresh database now and then: all hotels of one are looked at after each step.
RUNS_A_DATABASE = 4
# The first that Hypothesis draws is as short as can be.
STORIES_A_RUN = 4
STEPS_A_STORY = 40


@dataclass
class Explored:
    """What came of stories.

    Attributes:
        stories: how many were begun.
        steps: how often each step was taken, by whether it was allowed.
        let_again: how often a guest entered a room that another had left.
        count: what became of the writes by SQL.
        failures: what went wrong, with the story that led there.
    """

    stories: int = 0
    steps: Counter[tuple[str, bool]] = field(default_factory=Counter)
    let_again: int = 0
    count: Count = field(default_factory=Count)
    failures: list[str] = field(default_factory=list)


def explore(server: Server, seconds: float, first_seed: int) -> Explored:
    """Let stories go on for so long; stop at the first that goes wrong."""
    explored = Explored()
    deadline = time.monotonic() + seconds
    turn = first_seed
    while time.monotonic() < deadline and not explored.failures:
        with ExitStack() as stack:
            url = stack.enter_context(server.database("model"))
            owner = stack.enter_context(psycopg.connect(url, autocommit=True))
            running = stack.enter_context(
                api(url, "manager", settings={"HOTELMATE_CHECK_HOUR": "off"})
            )
            stand = _stand(url, owner, running, turn)
            for _ in range(RUNS_A_DATABASE):
                # However little time there is: no story at all would prove nothing.
                is_due = time.monotonic() < deadline or not explored.stories
                if is_due and not explored.failures:
                    turn += 1
                    _run(stand, turn, explored)
            explored.steps += stand.steps
            explored.let_again += stand.let_again
            explored.count.add(stand.door.count)
            stand.door.close()
    return explored


def _stand(url: str, owner: psycopg.Connection[Any], running: Api, number: int) -> Stand:
    def hotel() -> tuple[HotelBuilder, httpx.Client]:
        made = HotelBuilder(owner)
        made.staff()
        client = httpx.Client(
            base_url=f"{running.url}/api/hotels/{made.slug}",
            headers=bearer(signed_in(owner, made.hotel_id)),
            timeout=60,
        )
        return made, client

    chance = random.Random(number)
    return Stand(Door(url, chance), hotel, chance)


def _run(stand: Stand, number: int, explored: Explored) -> None:
    class Story(Machine):
        pass

    Story.stand = stand
    try:
        run_state_machine_as_test(
            seed(number)(Story),
            settings=settings(
                max_examples=STORIES_A_RUN,
                stateful_step_count=STEPS_A_STORY,
                deadline=None,
                database=None,
                phases=[Phase.generate],
                suppress_health_check=list(HealthCheck),
            ),
        )
    except Exception as error:
        explored.failures += _told(error)
    explored.stories += STORIES_A_RUN


def _told(error: BaseException) -> list[str]:
    """Say what went wrong; where it did not when it was tried again, what it was the first time."""
    if isinstance(error, BaseExceptionGroup):
        return [text for each in error.exceptions for text in _told(each)]
    return [f"{type(error).__name__}: {error}"]
