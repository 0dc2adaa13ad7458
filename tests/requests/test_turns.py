"""Copies of one request wait for each other without a connection of the database each."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

from app.main import create_app
from app.requests.changes import Turns
from app.requests.idempotency import Claim
from tests.api.bodies import new_booking
from tests.api.conftest import Desk
from tests.api.serving import serving, settings_for
from tests.hotel_builder import HotelBuilder
from tests.requests.repeating import REPLAYED, answer, new_key

CROWD = 40


def claim(key: str) -> Claim:
    return Claim(1, 1, key, (b"",))


def test_whoever_has_the_same_key_waits_and_whoever_has_another_does_not() -> None:
    async def meet() -> list[str]:
        turns, said, may_end = Turns(), list[str](), asyncio.Event()

        async def first() -> None:
            async with turns.of(claim("a")) as was_busy:
                said.append(f"first {was_busy}")
                await may_end.wait()

        async def second() -> None:
            async with turns.of(claim("a")) as was_busy:
                said.append(f"second {was_busy}")

        async with asyncio.TaskGroup() as group:
            group.create_task(first())
            group.create_task(second())
            await asyncio.sleep(0)
            async with turns.of(claim("b")) as was_busy:
                said.append(f"other {was_busy}")
            may_end.set()
        return said

    assert asyncio.run(meet()) == ["first False", "other False", "second True"]


def test_a_crowd_with_one_key_is_served_by_one_connection(
    desk: Desk, hotel: HotelBuilder, database_url: str
) -> None:
    settings = settings_for(database_url, HOTELMATE_POOL_MIN_SIZE="1", HOTELMATE_POOL_MAX_SIZE="1")
    headers, key = {"Authorization": desk.headers["authorization"]}, new_key()
    with (
        serving(create_app(settings)) as address,
        Desk(base_url=f"{address}/api/hotels/{hotel.slug}", headers=headers, timeout=30) as client,
        ThreadPoolExecutor(CROWD) as threads,
    ):
        responses = list(
            threads.map(
                lambda _: client.post("/bookings", json=new_booking(), headers=key), range(CROWD)
            )
        )

    assert all(answer(each) == answer(responses[0]) for each in responses)
    assert sum(REPLAYED not in each.headers for each in responses) == 1
