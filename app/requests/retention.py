"""Answers to requests are kept for a day; what is older is removed in the background."""

from contextlib import AbstractAsyncContextManager

from app.background.periodic import repeating
from app.background.pieces import in_pieces
from app.database import DISPATCHER, Database, Write

EVERY_SECONDS = 300.0
AT_ONCE = 1000
REMOVE = Write("SELECT hotelmate.remove_expired_idempotency_keys(%(at_most)s)")


async def remove_expired(database: Database) -> int:
    """Remove every answer that is kept no longer, in pieces, and return how many there were."""

    async def piece() -> int:
        row = await database.write(DISPATCHER, REMOVE, {"at_most": AT_ONCE})
        return row[0] if row else 0

    return await in_pieces(piece, AT_ONCE)


def forget_answers_for_ever(database: Database) -> AbstractAsyncContextManager[None]:
    """Remove answers in the background while the block runs."""
    return repeating(
        lambda: remove_expired(database), name="idempotency_retention", every_seconds=EVERY_SECONDS
    )
