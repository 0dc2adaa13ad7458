"""Who the payments worker is in the database."""

from app.background import hotels
from app.database import Context

JOB = "payments"


def at_hotel(hotel_id: int) -> Context:
    """Return the context of a transaction of the worker's about one hotel."""
    return hotels.at_hotel(hotel_id, JOB)
