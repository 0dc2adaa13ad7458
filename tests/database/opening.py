"""A database opened as the API opens its own, and somebody who acts at a hotel."""

import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from app.database import Context, Database
from app.metrics import Metrics
from app.queries.context import AS_STAFF_IN_SESSION
from schema import roles
from tests.api.serving import settings_for
from tests.credentials import session_of
from tests.hotel_builder import HotelBuilder


@asynccontextmanager
async def opened(database_url: str, metrics: Metrics | None = None) -> AsyncIterator[Database]:
    database = Database(settings_for(database_url), metrics or Metrics())
    await database.open()
    try:
        yield database
    finally:
        await database.close()


def acting(hotel: HotelBuilder, username: str = "manager") -> Context:
    """Act as a member of staff who has just logged in, or as nobody."""
    known = username != "nobody"
    session = session_of(hotel.connection, hotel.hotel_id, username) if known else None
    return Context(
        AS_STAFF_IN_SESSION,
        {
            "hotel_id": hotel.hotel_id,
            "slug": hotel.slug,
            "staff_id": session.staff_id if session else 0,
            "session_id": session.session_id if session else str(uuid.uuid4()),
            "permission": "rooms:flag",
            "says_version": True,
            "source": "FRONT_DESK",
            "reason": "",
            "request_id": "r1",
        },
        roles.OF_STAFF["MANAGER"],
    )
