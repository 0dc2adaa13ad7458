"""Sleep that cannot miss a wake-up, and that costs writers nothing while the relay is awake.

Writers notify only when they find this lock taken (hotelmate.wake_relay), which it is while the
relay sleeps. A writer that found it free holds a share of it until its transaction ends, so the
relay cannot fall asleep over an event that it was not told of: either it sees the event, or it
stays awake.
"""

from app.relay.connection import Connection

_TAKE = "SELECT pg_try_advisory_lock(715, 2)"
_GIVE_BACK = "SELECT pg_advisory_unlock(715, 2)"


async def fall_asleep(connection: Connection) -> bool:
    """Return whether writers will notify from now on; False while a silent one has not ended.

    After True look once more before sleeping: the last silent writer may just have committed.
    """
    row = await (await connection.execute(_TAKE)).fetchone()
    return row is not None and bool(row[0])


async def wake_up(connection: Connection) -> None:
    """Let writers be silent again."""
    await connection.execute(_GIVE_BACK)
