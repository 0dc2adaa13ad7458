"""The leader's first duty: committed events become numbered messages as soon as they are there."""

import asyncio
from collections.abc import Callable

from app.relay import gate
from app.relay.connection import Connection

BATCH = 500
NUMBER = "SELECT hotelmate.number_events(NULL, %s)"
LISTEN = "LISTEN hotelmate_outbox"
# Without any news the table is looked at so often all the same.
POLL_SECONDS = 1.0
# A signal is noticed after so long at most, also while nothing happens.
NOTICE_SECONDS = 0.2
# How long to rest while writers are busy and therefore silent, or others number; longer when one of
# them stays open.
FIRST_REST_SECONDS = 0.005
LONGEST_REST_SECONDS = 0.05


async def number_until(
    stop: asyncio.Event, connection: Connection, numbered: Callable[[], None]
) -> None:
    """Number events until `stop` is set, and say each time that there are some."""
    await connection.execute(LISTEN)
    rest = FIRST_REST_SECONDS
    while not stop.is_set():
        count = await _number(connection, numbered)
        if count == BATCH:
            continue
        # Who falls asleep at once after an event has every writer of a busy hour notify.
        if count == 0 and await _sleep(stop, connection, numbered):
            rest = FIRST_REST_SECONDS
            continue
        await asyncio.sleep(rest)
        rest = FIRST_REST_SECONDS if count else min(2 * rest, LONGEST_REST_SECONDS)


async def _sleep(stop: asyncio.Event, connection: Connection, numbered: Callable[[], None]) -> bool:
    """Sleep until there is news; False when that is not possible, because writers are silent or
    others number."""
    if not await gate.fall_asleep(connection):
        return False
    try:
        count = await _number(connection, numbered)
        if count == 0:
            await _news(stop, connection)
        return count is not None
    finally:
        await gate.wake_up(connection)


async def _number(connection: Connection, numbered: Callable[[], None]) -> int | None:
    """Number what is there; return of how many events, None when others are at the rest."""
    row = await (await connection.execute(NUMBER, (BATCH,))).fetchone()
    count: int | None = row[0] if row else None
    if count:
        numbered()
    return count


async def _news(stop: asyncio.Event, connection: Connection) -> None:
    """Return when a writer said that it committed an event, or it is time to look anyway."""
    for _ in range(max(1, round(POLL_SECONDS / NOTICE_SECONDS))):
        if stop.is_set():
            return
        if [each async for each in connection.notifies(timeout=NOTICE_SECONDS, stop_after=1)]:
            return
