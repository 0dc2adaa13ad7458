"""Work at one hotel after the other, whatever happens at one of them."""

import asyncio

import pytest

from app.background.hotels import at_each


def test_a_hotel_where_the_work_fails_keeps_no_other_from_it() -> None:
    done: list[int] = []

    async def work(hotel_id: int) -> int:
        if hotel_id == 1:
            raise RuntimeError("at this one")
        done.append(hotel_id)
        return 1

    with pytest.raises(RuntimeError, match="at this one"):
        asyncio.run(at_each([(1,), (2,), (3,)], work))
    assert done == [2, 3]


def test_what_is_done_at_each_hotel_is_added_up() -> None:
    async def work(hotel_id: int) -> int:
        return hotel_id

    assert asyncio.run(at_each([(1,), (2,)], work)) == 3
