"""What the ledger does not show, Stripe may: its reconciliation records it as evidence."""

import asyncio

from app.database import Database, conninfo
from app.metrics import Metrics
from app.payments.gateway import Gateway, GatewayError
from app.payments.reconciliation import Report, alone, reconcile
from app.problems import ProblemError
from app.settings import Settings

# How long another reconciliation of payments may take until this one does without.
PATIENCE_SECONDS = 60.0


class NoEvidenceError(RuntimeError):
    """Stripe could not be asked; the text says why."""


def ask_stripe(settings: Settings, hotel: str, *, dry_run: bool) -> Report:
    """Compare a hotel's payments with Stripe's and record what we had missed.

    Args:
        settings: with the database's address.
        hotel: slug.
        dry_run: record nothing, and report what would be recorded.

    Raises:
        NoEvidenceError: there is no account, or Stripe does not answer.
    """
    gateway = Gateway.of(settings)
    if gateway is None:
        raise NoEvidenceError("STRIPE_SECRET_KEY is not set")
    try:
        return asyncio.run(_compare(settings, gateway, hotel, dry_run))
    except GatewayError as error:
        raise NoEvidenceError(f"Stripe does not answer ({error.code})") from error
    except ProblemError as error:
        raise NoEvidenceError(f"the database: {error}") from error
    finally:
        gateway.close()


async def _compare(settings: Settings, gateway: Gateway, hotel: str, dry_run: bool) -> Report:
    database = Database(settings, Metrics())
    try:
        async with alone(conninfo(settings), patience=PATIENCE_SECONDS) as locked:
            if not locked:
                raise NoEvidenceError("another reconciliation of payments is running")
            await database.open()
            return await reconcile(database, gateway, hotel=hotel, dry_run=dry_run)
    finally:
        await database.close()
