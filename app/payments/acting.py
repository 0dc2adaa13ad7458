"""Who the payments worker is in the database."""

from app.database import Context
from app.queries import context as contexts
from schema import roles

JOB = "payments"


def at_hotel(hotel_id: int) -> Context:
    """Return the context of a transaction of the worker's about one hotel."""
    return Context(
        contexts.AS_SYSTEM,
        {"hotel_id": hotel_id, "job": JOB, "source": "SYSTEM", "reason": "", "request_id": ""},
        roles.API,
    )
