"""Unpaid drafts lapse: what was not paid in time is cancelled, hotel by hotel."""

from contextlib import AbstractAsyncContextManager
from functools import partial

from app.background import in_pieces, repeating
from app.database import Context, Database
from app.queries import context as contexts
from app.queries import drafts as queries
from schema import roles

EVERY_SECONDS = 30.0
# A long backlog is worked off in pieces, so that no transaction holds many bookings for long.
AT_ONCE = 100


async def expire_drafts(database: Database) -> int:
    """Cancel every draft whose time is over, as SYSTEM, and return how many there were."""
    expired = 0
    for (hotel_id,) in await database.query(queries.HOTELS_WITH_EXPIRED):
        context = Context(
            contexts.AS_SYSTEM,
            {
                "hotel_id": hotel_id,
                "job": "draft-expiry",
                "source": "SYSTEM",
                "reason": "",
                "request_id": "",
            },
            roles.API,
        )
        expired += await in_pieces(partial(_expire_some, database, context, hotel_id), AT_ONCE)
    return expired


async def _expire_some(database: Database, context: Context, hotel_id: int) -> int:
    row = await database.write(context, queries.EXPIRE, {"hotel_id": hotel_id, "limit": AT_ONCE})
    return row[0] if row else 0


def expire_drafts_for_ever(database: Database) -> AbstractAsyncContextManager[None]:
    """Expire drafts in the background while the block runs."""
    return repeating(
        lambda: expire_drafts(database), name="draft_expiry", every_seconds=EVERY_SECONDS
    )
