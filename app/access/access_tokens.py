"""Access tokens: signed, short-lived, and read without asking the database.

A token says which member of staff of which hotel calls, in which session. What they may do it does
not say: the database knows, and is asked in the first statement of each transaction, with whether
the session still goes on.
"""

import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from uuid import UUID

import jwt
import msgspec

ALGORITHM = "HS256"
ISSUER = "hotelmate"
# Clocks of several servers may differ by so much.
LEEWAY_SECONDS = 5
# A front desk sends the same token for a quarter of an hour: so many are verified once each.
KEPT_TOKENS = 4096


class AccessToken(msgspec.Struct, frozen=True):
    """What a token says.

    Attributes:
        hotel_id, slug: the hotel.
        staff_id, username, role: the member of staff; the role as it was when they logged in.
        session_id: the log-in that it follows from.
    """

    hotel_id: int
    slug: str
    staff_id: int
    username: str
    role: str
    session_id: str


class AccessTokens:
    """Signs and reads access tokens.

    Args:
        keys: secrets; the first signs, each is believed, so that one can replace another.
        lifetime: how long a token is good.
    """

    def __init__(self, keys: Sequence[str], lifetime: timedelta) -> None:
        self._keys = {_name(key): key for key in keys}
        self._signs_with = _name(keys[0]) if keys else ""
        self.lifetime = lifetime
        self._verified: dict[str, tuple[AccessToken, float]] = {}

    def issue(self, token: AccessToken, now: datetime | None = None) -> str:
        """Return a signed token."""
        issued = now or datetime.now(UTC)
        claims = {
            "iss": ISSUER,
            "iat": issued,
            "exp": issued + self.lifetime,
            "sub": str(token.staff_id),
            "hid": token.hotel_id,
            "hotel": token.slug,
            "name": token.username,
            "role": token.role,
            "sid": token.session_id,
        }
        key = self._keys[self._signs_with]
        return jwt.encode(claims, key, algorithm=ALGORITHM, headers={"kid": self._signs_with})

    def read(self, text: str) -> AccessToken | None:
        """Return what a token says; None when it is not ours, was altered or has expired."""
        known = self._verified.get(text)
        if known is not None and time.time() < known[1]:
            return known[0]
        return self._verify(text)

    def _verify(self, text: str) -> AccessToken | None:
        """Read a token by its signature, and keep what it says for as long as it is good."""
        try:
            key = self._keys.get(str(jwt.get_unverified_header(text).get("kid")))
            if key is None:
                return None
            claims = jwt.decode(
                text,
                key,
                algorithms=[ALGORITHM],
                issuer=ISSUER,
                leeway=LEEWAY_SECONDS,
                options={"require": ["exp", "iat", "iss", "sub"]},
            )
            token = AccessToken(
                hotel_id=_row_id(claims["hid"]),
                slug=str(claims["hotel"]),
                staff_id=_row_id(claims["sub"]),
                username=str(claims["name"]),
                role=str(claims["role"]),
                session_id=str(UUID(str(claims["sid"]))),
            )
        except (jwt.InvalidTokenError, KeyError, TypeError, ValueError):
            return None
        if len(self._verified) >= KEPT_TOKENS:
            # Those that have expired go, and those that have not are verified once more.
            self._verified.clear()
        self._verified[text] = token, int(claims["exp"]) + LEEWAY_SECONDS
        return token


def _row_id(claim: object) -> int:
    """Return a number that the database has room for."""
    number = int(str(claim))
    if not 0 < number < 2**63:
        raise ValueError("no id")
    return number


def _name(key: str) -> str:
    """Return what names a key in tokens: it tells nothing of the key."""
    return sha256(b"hotelmate access token key\0" + key.encode()).hexdigest()[:12]
