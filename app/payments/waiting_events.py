"""Events that came before what they are about, or whose effect a rule refused, are tried again."""

from contextlib import AbstractAsyncContextManager

from app.background.periodic import repeating
from app.database import Database
from app.payments.evidence import try_waiting

EVERY_SECONDS = 5.0


def try_waiting_for_ever(database: Database) -> AbstractAsyncContextManager[None]:
    """Try waiting events again in the background while the block runs; needs no Stripe."""
    return repeating(
        lambda: try_waiting(database), name="waiting_events", every_seconds=EVERY_SECONDS
    )
