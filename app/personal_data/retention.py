"""Personal data that are past their hotel's period are erased, hotel by hotel."""

from contextlib import AbstractAsyncContextManager

from app.background.hotels import work_off
from app.background.periodic import repeating
from app.database import Database
from app.queries import personal_data as queries

JOB = "personal-data"
# A period is counted in days: nobody waits for the minute.
EVERY_SECONDS = 900.0
# A long backlog is worked off in pieces, so that no transaction holds many bookings for long.
AT_ONCE = 100


async def erase_overdue(database: Database) -> int:
    """Erase what is kept too long, as SYSTEM, and return of how many bookings.

    Raises:
        Exception: what went wrong first, when all hotels have had their turn.
    """
    hotels = await database.query(queries.HOTELS_WITH_OVERDUE)
    return await work_off(database, hotels, queries.ERASE_OVERDUE, job=JOB, at_once=AT_ONCE)


def erase_overdue_for_ever(database: Database) -> AbstractAsyncContextManager[None]:
    """Erase in the background while the block runs."""
    return repeating(
        lambda: erase_overdue(database),
        name="personal_data_erasure",
        every_seconds=EVERY_SECONDS,
    )
