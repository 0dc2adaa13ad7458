"""A link for pre-check-in at the demo hotel, so that the guests' page can be looked at."""

from collections.abc import Sequence
from typing import Any

import psycopg

from app.demo.acting import acting
from app.demo.hotel_plan import INVITED
from app.guests.links import make_by_key, token_of

DAYS = 7


def invite(connection: psycopg.Connection[Any], hotel_id: int, signing_key: str) -> None:
    """Issue the link, once the form that it keeps is published; a message tells of it."""
    link = make_by_key(signing_key, hotel_id, "precheckin")
    with connection.transaction(), acting(connection, "system:demo", "SYSTEM"):
        connection.execute(
            "INSERT INTO hotelmate.booking_token"
            " (hotel_id, booking_id, purpose, token_hash, token_recipe, expires_at)"
            " SELECT hotel_id, booking_id, 'PRECHECKIN', %(hash)s, %(recipe)s,"
            "   now() + make_interval(days => %(days)s)"
            " FROM hotelmate.booking_guest WHERE hotel_id = %(hotel_id)s AND email = %(email)s",
            {
                "hotel_id": hotel_id,
                "hash": link.token_hash,
                "recipe": link.recipe,
                "days": DAYS,
                "email": INVITED,
            },
        )


def page_of_invited(connection: psycopg.Connection[Any], keys: Sequence[str]) -> str | None:
    """Return the path of the page, None once the link is used, replaced, over, or not known again.

    Args:
        connection: of the schema's owner.
        keys: of the server, as in `settings.token_keys`.
    """
    row = connection.execute(
        "SELECT token.hotel_id, token.token_recipe FROM hotelmate.booking_token AS token"
        " INNER JOIN hotelmate.booking_guest AS guest"
        "   ON guest.hotel_id = token.hotel_id AND guest.booking_id = token.live_booking_id"
        " WHERE token.purpose = 'PRECHECKIN' AND token.expires_at > now() AND guest.email = %s",
        (INVITED,),
    ).fetchone()
    if row is None or row[1] is None:
        return None
    token = token_of(keys, row[0], row[1])
    return None if token is None else f"/precheckin/{token}"
