"""The newest events of a hotel: bounded, and never with a hole that nobody notices."""

import asyncio
import random

import pytest

from app.realtime import window as windows
from app.realtime.replay import Heard
from app.realtime.window import KEPT_BYTES, KEPT_EVENTS, Window

ROOMS = frozenset({"rooms"})


def event(position: int, channel: str = "rooms", size: int = 2) -> Heard:
    return Heard(position, channel, b"x" * size)


def positions(text: bytes) -> list[int]:
    return [int(line[4:]) for line in text.splitlines() if line.startswith(b"id: ")]


def test_a_reader_gets_what_is_for_it_and_the_position_up_to_which_it_has_all() -> None:
    window = Window(5)
    window.take_in([event(6), event(8, "hotel"), event(9)], 12)

    text, position = window.chunk(5, ROOMS) or (b"", 0)

    assert (positions(text), position) == ([6, 9], 12)
    assert window.chunk(12, ROOMS) == (b"", 12)


def test_a_reader_that_is_ahead_of_the_window_waits() -> None:
    window = Window(5)

    assert window.chunk(7, ROOMS) == (b"", 7)


def test_a_reader_that_is_behind_the_window_is_told_so() -> None:
    window = Window(5)

    assert window.chunk(4, ROOMS) is None


def test_a_window_forgets_the_oldest_and_says_so() -> None:
    window = Window(0)
    window.take_in([event(position) for position in range(1, KEPT_EVENTS + 3)], KEPT_EVENTS + 2)

    assert window.start == 2
    assert window.chunk(1, ROOMS) is None
    text, _ = window.chunk(2, ROOMS) or (b"", 0)
    assert positions(text) == list(range(3, KEPT_EVENTS + 3))


def test_a_window_of_large_events_keeps_fewer() -> None:
    window = Window(0)
    size = 10_000
    window.take_in([event(position, size=size) for position in range(1, 101)], 100)

    kept = 100 - window.start
    assert 0 < kept * size <= KEPT_BYTES < (kept + 1) * (size + 100)


def test_readers_of_any_pace_hear_everything_once_and_in_order(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(windows, "CHUNK_BYTES", 60)
    chance = random.Random(7)
    log: list[Heard] = []
    window, latest = Window(0), 0
    readers: list[tuple[list[int], int]] = [([], 0) for _ in range(5)]
    for _ in range(3000):
        if chance.random() < 0.3:
            end = latest + chance.randint(1, 5)
            new = [
                event(position, chance.choice(["rooms", "hotel"]))
                for position in range(latest + 1, end + 1)
                if chance.random() < 0.7
            ]
            log += new
            window.take_in(new, end)
            latest = end
        reader = chance.randrange(5)
        heard, position = readers[reader]
        chunk = window.chunk(position, ROOMS)
        if chunk is None:  # it reads on from the database
            missed = [each.position for each in log if each.position > position]
            page = missed[:3]
            heard += [
                each.position for each in log if each.position in page and each.channel == "rooms"
            ]
            readers[reader] = (heard, page[-1])
        else:
            readers[reader] = (heard + positions(chunk[0]), chunk[1])

    for heard, position in readers:
        assert heard == [
            each.position for each in log if each.channel == "rooms" and each.position <= position
        ]


def test_whoever_waits_is_woken_by_a_change() -> None:
    async def main() -> None:
        window = Window(0)
        waiting = asyncio.create_task(window.changed.wait())
        await asyncio.sleep(0)
        window.take_in([event(1)], 1)
        await asyncio.wait_for(waiting, 5)
        assert not window.changed.is_set()

    asyncio.run(main())
