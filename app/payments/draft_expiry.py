"""Unpaid drafts lapse: what was not paid in time is cancelled, hotel by hotel."""

from contextlib import AbstractAsyncContextManager

from app.background.hotels import work_off
from app.background.periodic import repeating
from app.database import Database
from app.queries import drafts as queries

JOB = "draft-expiry"
EVERY_SECONDS = 30.0
# A long backlog is worked off in pieces, so that no transaction holds many bookings for long.
AT_ONCE = 100


async def expire_drafts(database: Database) -> int:
    """Cancel every draft whose time is over, as SYSTEM, and return how many there were.

    Raises:
        Exception: what went wrong first, when all hotels have had their turn.
    """
    hotels = await database.query(queries.HOTELS_WITH_EXPIRED)
    return await work_off(database, hotels, queries.EXPIRE, job=JOB, at_once=AT_ONCE)


def expire_drafts_for_ever(database: Database) -> AbstractAsyncContextManager[None]:
    """Expire drafts in the background while the block runs."""
    return repeating(
        lambda: expire_drafts(database), name="draft_expiry", every_seconds=EVERY_SECONDS
    )
