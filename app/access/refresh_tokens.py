"""Refresh tokens: `hr_<hotel_id>_<secret>`, of which the database keeps the SHA-256.

Each is good for one renewal of its session. Like API keys they are hashed before anything is looked
up, so how long a look-up takes says nothing about a token.
"""

import re
import secrets
from hashlib import sha256

PREFIX = "hr_"
_FORM = re.compile(r"hr_([1-9][0-9]{0,17})_([A-Za-z0-9_-]{43})")


def make(hotel_id: int) -> str:
    """Return a new token of a session at a hotel."""
    return f"{PREFIX}{hotel_id}_{secrets.token_urlsafe(32)}"


def hotel_of(token: str) -> int | None:
    """Return the hotel that a token names, None when it is no refresh token."""
    found = _FORM.fullmatch(token)
    return int(found[1]) if found else None


def hash_of(token: str) -> bytes:
    """Return what is kept of a token."""
    return sha256(token.encode()).digest()
