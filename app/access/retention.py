"""Sessions that are long over and counts of attempts are removed in the background."""

from contextlib import AbstractAsyncContextManager

from app.background.periodic import repeating
from app.background.pieces import in_pieces
from app.database import DISPATCHER, Database
from app.queries import access as queries

EVERY_SECONDS = 300.0
# A session goes with all its refresh tokens, which may be a thousand.
AT_ONCE = 100


async def remove_expired(database: Database) -> int:
    """Remove what is kept no longer, in pieces, and return how many rows there were."""

    async def piece() -> int:
        row = await database.write(DISPATCHER, queries.REMOVE_EXPIRED, {"at_most": AT_ONCE})
        return row[0] if row else 0

    return await in_pieces(piece, AT_ONCE)


def forget_log_ins_for_ever(database: Database) -> AbstractAsyncContextManager[None]:
    """Remove it in the background while the block runs."""
    return repeating(
        lambda: remove_expired(database), name="access_retention", every_seconds=EVERY_SECONDS
    )
