"""Every connection comes back to its pool, also from who is cancelled while giving it back."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from psycopg_pool import AsyncConnectionPool, PoolTimeout

from app.database.pool import Pool, probe_pool

SECONDS = 0.5

MakePool = Callable[[str], AsyncConnectionPool[Any]]


def pool_of_requests(conninfo: str) -> AsyncConnectionPool[Any]:
    return Pool(conninfo, min_size=2, max_size=2, seconds=10)


async def cancel_who_gives_back(pool: AsyncConnectionPool[Any]) -> None:
    """Lend all connections, and have all given back just as somebody begins to wait for one.

    The last who gives back is cancelled a turn of the loop later. Before Python 3.12 who begins to
    wait keeps the others waiting for that turn.
    """
    end = asyncio.Event()
    lent = 0

    async def lend() -> None:
        nonlocal lent
        connection = await pool.getconn()
        lent += 1
        await end.wait()
        await pool.putconn(connection)

    async def begin_to_wait() -> None:
        await pool.putconn(await pool.getconn(timeout=SECONDS))

    lending = [asyncio.create_task(lend()) for _ in range(pool.max_size)]
    while lent < pool.max_size:
        await asyncio.sleep(0)
    waiting = asyncio.create_task(begin_to_wait())
    end.set()
    await asyncio.sleep(0)
    lending[-1].cancel()
    for result in await asyncio.gather(*lending, waiting, return_exceptions=True):
        assert result is None or isinstance(result, (asyncio.CancelledError, PoolTimeout))


@pytest.mark.parametrize("make", [pool_of_requests, probe_pool], ids=["requests", "readiness"])
def test_who_is_cancelled_while_giving_back_keeps_no_connection(
    database_url: str, make: MakePool
) -> None:
    async def lend_all_again() -> int:
        async with make(database_url) as pool:
            await cancel_who_gives_back(pool)
            again = [await pool.getconn(timeout=4 * SECONDS) for _ in range(pool.max_size)]
            for connection in again:
                await pool.putconn(connection)
            return len(again)

    assert asyncio.run(lend_all_again()) == (2 if make is pool_of_requests else 1)
