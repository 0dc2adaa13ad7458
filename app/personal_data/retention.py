"""Personal data that are past their hotel's period are erased, hotel by hotel."""

from contextlib import AbstractAsyncContextManager
from functools import partial

from app.background import in_pieces, repeating
from app.database import Context, Database
from app.queries import context as contexts
from app.queries import personal_data as queries
from schema import roles

# A period is counted in days: nobody waits for the minute.
EVERY_SECONDS = 900.0
# A long backlog is worked off in pieces, so that no transaction holds many bookings for long.
AT_ONCE = 100


async def erase_overdue(database: Database) -> int:
    """Erase what is kept too long, as SYSTEM, and return of how many bookings.

    A hotel whose data cannot be erased keeps none of the others from it.

    Raises:
        Exception: what went wrong first, when all hotels have had their turn.
    """
    erased = 0
    failures = []
    for (hotel_id,) in await database.query(queries.HOTELS_WITH_OVERDUE):
        context = Context(
            contexts.AS_SYSTEM,
            {
                "hotel_id": hotel_id,
                "job": "personal-data",
                "source": "SYSTEM",
                "reason": "",
                "request_id": "",
            },
            roles.API,
        )
        try:
            erased += await in_pieces(partial(_erase_some, database, context, hotel_id), AT_ONCE)
        except Exception as error:
            failures.append(error)
    if failures:
        raise failures[0]
    return erased


async def _erase_some(database: Database, context: Context, hotel_id: int) -> int:
    row = await database.write(
        context, queries.ERASE_OVERDUE, {"hotel_id": hotel_id, "limit": AT_ONCE}
    )
    return row[0] if row else 0


def erase_overdue_for_ever(database: Database) -> AbstractAsyncContextManager[None]:
    """Erase in the background while the block runs."""
    return repeating(
        lambda: erase_overdue(database),
        name="personal_data_erasure",
        every_seconds=EVERY_SECONDS,
    )
