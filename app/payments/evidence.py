"""What Stripe says becomes a row, whose INSERT is its effect.

Webhooks, listed events and the answers to our own requests take this one way. A rule of the
database that refuses the effect refuses the row: it is then kept without effect, for people.
"""

from datetime import datetime
from enum import StrEnum

import msgspec
import psycopg

from app import problems
from app.database import Context, Database
from app.queries import context as contexts
from app.queries import stripe_events as queries
from schema import roles

AT_ONCE = 100


class Origin(StrEnum):
    """How Stripe came to say it."""

    WEBHOOK = "WEBHOOK"
    EVENT_LIST = "EVENT_LIST"
    ANSWER = "ANSWER"


class Outcome(StrEnum):
    """What became of it.

    KNOWN: stored before. PROCESSED: its effect is committed. RECEIVED: for nobody yet, it is
    tried again. FAILED: kept without effect; its row says why.
    """

    KNOWN = "KNOWN"
    PROCESSED = "PROCESSED"
    RECEIVED = "RECEIVED"
    FAILED = "FAILED"


class Evidence(msgspec.Struct, frozen=True):
    """One thing that Stripe said.

    Attributes:
        event_id: of the event, or of the request that it answered.
        event_type: like `charge.captured`, `payment_intent.answered`.
        payload: the event as JSON text; of an answer, in the shape of an event.
        origin: how it came.
        not_ours: why it can have no effect here (another account, mode or version).
    """

    event_id: str
    event_type: str
    payload: str
    origin: Origin
    not_ours: str | None = None


def speaking(job: str, request_id: str = "") -> Context:
    """Return the context of a transaction in which a provider's word is recorded."""
    return Context(contexts.AS_PROVIDER, {"job": job, "request_id": request_id}, roles.DISPATCHER)


async def record(database: Database, evidence: Evidence, context: Context) -> Outcome:
    """Store what Stripe said, once, with its effect, and return after the COMMIT.

    Raises:
        ProblemError, psycopg.Error: the database is away or busy; nothing was stored.
    """
    parameters: dict[str, object] = {
        "event_id": evidence.event_id,
        "event_type": evidence.event_type,
        "origin": evidence.origin,
        "payload": evidence.payload,
        "is_foreign": evidence.not_ours is not None,
        "error": evidence.not_ours,
    }
    if evidence.not_ours is not None:
        row = await database.write(context, queries.KEEP, parameters)
        return Outcome(row[0]) if row else Outcome.KNOWN
    try:
        row = await database.write(context, queries.STORE, parameters)
    except psycopg.Error as error:
        rule = problems.refusal(error)
        if rule is None:
            raise
        parameters["error"] = rule
        row = await database.write(context, queries.KEEP, parameters)
    return Outcome(row[0]) if row else Outcome.KNOWN


async def try_waiting(database: Database, *, until: datetime | None = None) -> int:
    """Try again what waits for its booking or failed, and return how much took effect.

    Args:
        database: where.
        until: try what is due until then; None: what is due now.

    Raises:
        psycopg.Error: the last of those that no rule of ours explains, after all were tried.
    """
    processed = 0
    rows = await database.query(queries.WAITING, {"until": until, "limit": AT_ONCE})
    failed: psycopg.Error | None = None
    for (event_id,) in rows:
        try:
            processed += await try_again(database, event_id) is Outcome.PROCESSED
        except psycopg.Error as error:
            failed = error  # of one event: the others shall not wait behind it
    if failed is not None:
        raise failed
    return processed


async def try_again(database: Database, event_id: str) -> Outcome:
    """Try again one event that waits for its booking or failed."""
    context = speaking("stripe")
    parameters: dict[str, object] = {"event_id": event_id}
    try:
        row = await database.write(context, queries.TRY_AGAIN, parameters)
    except psycopg.Error as error:
        rule = problems.refusal(error)
        if rule is None:
            raise
        parameters["error"] = rule
        row = await database.write(context, queries.FAIL_AGAIN, parameters)
    return Outcome(row[0]) if row else Outcome.KNOWN
