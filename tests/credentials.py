"""Credentials for tests and proofs: a session without the log-in, an API key for a program."""

from datetime import timedelta
from typing import Any

import psycopg

from app.access.access_tokens import AccessToken, AccessTokens
from app.access.tokens import API_KEY, hash_of
from tests.hotel_builder import HotelBuilder

# Every server that takes these tokens is started with this key.
TOKEN_KEY = "a-key-for-proofs-only-that-is-long-enough"
TOKENS = AccessTokens([TOKEN_KEY], timedelta(hours=12))

_START_SESSION = """\
WITH begun AS (
    INSERT INTO hotelmate.staff_session (hotel_id, staff_id, expires_at)
    SELECT staff.hotel_id, staff.id, now() + interval '1 day'
    FROM hotelmate.staff
    WHERE staff.hotel_id = %s AND staff.username = %s
    RETURNING hotel_id, staff_id, id
)
SELECT hotel.slug, begun.staff_id, staff.role, begun.id::text
FROM begun
INNER JOIN hotelmate.hotel USING (hotel_id)
INNER JOIN hotelmate.staff ON staff.hotel_id = begun.hotel_id AND staff.id = begun.staff_id
"""

_ISSUE_KEY = """\
WITH issued AS (
    INSERT INTO hotelmate.api_key (hotel_id, staff_id, name, key_hash, expires_at)
    SELECT staff.hotel_id, staff.id, 'proof', %s, now() + interval '1 day'
    FROM hotelmate.staff
    WHERE staff.hotel_id = %s AND staff.username = %s AND staff.role = 'INTEGRATION'
    RETURNING hotel_id, id
)
INSERT INTO hotelmate.api_key_scope (hotel_id, api_key_id, permission)
SELECT issued.hotel_id, issued.id, permitted.permission
FROM issued
INNER JOIN hotelmate.staff_role_permission AS permitted ON permitted.role = 'INTEGRATION'
"""


def session_of(
    connection: psycopg.Connection[Any], hotel_id: int, username: str = "manager"
) -> AccessToken:
    """Start a session of a member of staff, as the owner; return what its tokens say.

    Args:
        connection: of the schema's owner.
        hotel_id: where they work.
        username: who they are.
    """
    row = connection.execute(_START_SESSION, (hotel_id, username)).fetchone()
    if row is None:
        raise LookupError(f"no {username} at hotel {hotel_id}")
    slug, staff_id, role, session_id = row
    return AccessToken(hotel_id, slug, staff_id, username, role, session_id)


def signed_in(connection: psycopg.Connection[Any], hotel_id: int, username: str = "manager") -> str:
    """Let a member of staff in, as the owner: a person by an access token, a program by a key.

    The key may do all that its role may.
    """
    key = API_KEY.make(hotel_id)
    if connection.execute(_ISSUE_KEY, (hash_of(key), hotel_id, username)).rowcount:
        return key
    return TOKENS.issue(session_of(connection, hotel_id, username))


def bearer(token: str) -> dict[str, str]:
    """Return the header that carries a token."""
    return {"Authorization": f"Bearer {token}"}


def as_staff(hotel: HotelBuilder, username: str = "manager") -> dict[str, str]:
    """Return the headers of a member of a hotel's staff who has just logged in."""
    return bearer(signed_in(hotel.connection, hotel.hotel_id, username))
