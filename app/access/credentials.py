"""Who is asking: access tokens of staff and API keys of integrations, in the header Authorization.

What the caller may do is the database's to say: each transaction begins with the question
(app.queries.context).
"""

from typing import Any

import msgspec
from litestar.connection import ASGIConnection

from app.access.access_tokens import AccessTokens
from app.access.tokens import API_KEY, hash_of
from app.database import Database
from app.problems import ProblemError
from app.queries import access as queries
from app.requests.rate_limit import Limits

CHALLENGE = {"WWW-Authenticate": 'Bearer realm="hotelmate"'}
# A signed token has three parts.
TOKEN_DOTS = 2


class Credential(msgspec.Struct, frozen=True):
    """Who calls, as their credential says.

    Attributes:
        hotel_id, slug: the hotel that it is good for.
        staff_id, username: who acts.
        role: of staff, as it was when the credential was issued.
        session_id: of an access token.
        api_key_id: of an API key.
    """

    hotel_id: int
    slug: str
    staff_id: int
    username: str
    role: str
    session_id: str | None = None
    api_key_id: int | None = None


async def identify(connection: ASGIConnection[Any, Any, Any, Any]) -> Credential:
    """Return who calls, by the header Authorization.

    Raises:
        ProblemError: `not-authenticated`, whatever is wrong; `too-many-requests`.
    """
    text = bearer(connection.headers.get("authorization", ""))
    address = connection.client.host if connection.client else None
    state = connection.app.state
    limits: Limits = state.limits
    if text.startswith(API_KEY.prefix):
        found = await _holder_of_key(state.database, limits, text, address)
    else:
        found = _holder_of_token(state.access_tokens, text)
        # What does not even look like a token of ours costs nothing to refuse.
        if found is None and text.count(".") == TOKEN_DOTS:
            limits.admit_stranger(address)
    if found is None:
        raise ProblemError("not-authenticated", headers=CHALLENGE)
    limits.admit((found.hotel_id, found.session_id, found.api_key_id))
    return found


def bearer(authorization: str) -> str:
    """Return the token of a header `Authorization: Bearer …`, empty when there is none."""
    scheme, _, token = authorization.partition(" ")
    return token.strip(" ") if scheme.lower() == "bearer" else ""


def _holder_of_token(tokens: AccessTokens, text: str) -> Credential | None:
    token = tokens.read(text) if text else None
    return Credential(**msgspec.structs.asdict(token)) if token else None


async def _holder_of_key(
    database: Database, limits: Limits, key: str, address: str | None
) -> Credential | None:
    hotel_id, key_hash = API_KEY.hotel_of(key), hash_of(key)
    if hotel_id is None:
        return None
    if not limits.knows(key_hash):
        limits.admit_stranger(address)
    rows = await database.find(queries.HOLDER_OF_KEY, {"hotel_id": hotel_id, "key_hash": key_hash})
    if not rows:
        limits.forget(key_hash)
        return None
    limits.remember(key_hash)
    api_key_id, slug, staff_id, username = rows[0]
    return Credential(hotel_id, slug, staff_id, username, "INTEGRATION", api_key_id=api_key_id)
