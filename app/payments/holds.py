"""Holds on cards: told of in time, and looked at when nobody speaks of them."""

from datetime import timedelta

from app.background.hotels import work_off
from app.database import Database
from app.payments.acting import JOB
from app.payments.gateway import Gateway, Refused
from app.payments.observing import observe
from app.queries import payment_work as queries

EVERY_SECONDS = 60.0
# A hold is told of so long before it lapses.
WARNING = timedelta(hours=24)
LOOK_EVERY = timedelta(minutes=15)
LOOKS_AT_ONCE = 20
# So that no transaction holds many payments for long.
AT_ONCE = 100


async def report_lapsing(database: Database) -> int:
    """Tell the hotels of holds that are about to lapse, each once, and return how many.

    Raises:
        Exception: what went wrong first, when all hotels have had their turn.
    """
    within = {"within": WARNING}
    hotels = await database.query(queries.HOTELS_WITH_LAPSING, within)
    return await work_off(
        database, hotels, queries.REPORT_LAPSING, within, job=JOB, at_once=AT_ONCE
    )


async def look_at_unwatched(database: Database, gateway: Gateway) -> int:
    """Look at holds whose end is unknown or over; return how many were looked at.

    Raises:
        GatewayError: Stripe did not answer.
    """
    which = {"every": LOOK_EVERY, "limit": LOOKS_AT_ONCE}
    rows = await database.query(queries.UNWATCHED, which)
    for (payment_intent_id,) in rows:
        try:
            await observe(database, gateway, payment_intent_id)
        except Refused:
            continue  # unknown there: reconciliation tells of it
    return len(rows)
